"""What resolvers ask for one by one is found together, and each gets their own answer."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from anyio import CapacityLimiter
from sqlmodel import Session

from service.api.batching import MAX_BATCH, Batches
from service.content.visibility import View


def itself(value: object) -> object:
    return value


class Finding:
    """Doubles whole numbers, and counts how often it is asked, and for what."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []

    def __call__(self, session: Session, view: View, keys: Sequence[int]) -> Mapping[int, int]:
        self.asked.append(list(keys))
        return {key: 2 * key for key in keys if key >= 0}


def failing(session: Session, view: View, keys: Sequence[int]) -> Mapping[int, int]:
    raise LookupError


class Visits:
    """Reads on the spot, and counts how often."""

    def __init__(self) -> None:
        self.count = 0

    async def __call__(
        self, work: Callable[[Session], Any], limiter: CapacityLimiter | None
    ) -> Any:
        self.count += 1
        await asyncio.sleep(0)
        return work(Session())


def run(test: Callable[[Batches, Visits], Coroutine[Any, Any, None]]) -> None:
    async def whole() -> None:
        visits = Visits()
        await test(Batches(visits, View(datetime(2022, 1, 1, tzinfo=UTC))), visits)

    asyncio.run(whole())


def test_what_is_asked_for_together_takes_one_visit() -> None:
    """Every field of a page would wait for a thread of its own."""
    first, second = Finding(), Finding()

    async def test(batches: Batches, visits: Visits) -> None:
        async def later() -> Any:
            return await batches.load(first, 3, itself)

        found = await asyncio.gather(
            batches.load(first, 1, itself),
            batches.load(first, 1, str),
            batches.load(second, 2, itself),
            batches.load(second, -1, itself),
            later(),
        )
        assert list(found) == [2, "2", 4, None, 6]
        assert await batches.load(first, 3, itself) == 6
        assert visits.count == 1
        assert (first.asked, second.asked) == ([[1, 3]], [[2, -1]])

    run(test)


def test_a_statement_gets_so_many_keys_at_most() -> None:
    """A long list would need more parameters than a statement may have."""
    find, many = Finding(), 2 * MAX_BATCH + 1

    async def test(batches: Batches, visits: Visits) -> None:
        found = await asyncio.gather(*(batches.load(find, key, itself) for key in range(many)))
        assert found == [2 * key for key in range(many)]
        assert [len(keys) for keys in find.asked] == [MAX_BATCH, MAX_BATCH, 1]

    run(test)


def test_what_fails_takes_nothing_from_the_others() -> None:
    """One field that cannot be had would empty the page."""
    find = Finding()

    async def test(batches: Batches, visits: Visits) -> None:
        wrong, right = batches.load(failing, 1, itself), batches.load(find, 1, itself)
        unmade = batches.load(find, 1, lambda value: 1 // (value - 2))
        assert await right == 2
        with pytest.raises(LookupError):
            await wrong
        with pytest.raises(ZeroDivisionError):
            await unmade

    run(test)


def test_who_gives_up_takes_nothing_from_the_others() -> None:
    """A field that was given up would leave others of the page without their value."""
    find = Finding()

    async def test(batches: Batches, visits: Visits) -> None:
        given_up, waited_for = (batches.load(find, 1, itself) for _ in range(2))
        given_up.cancel()
        assert await waited_for == 2

    run(test)


def test_when_nothing_can_be_read_everybody_is_told() -> None:
    """A request would wait for ever."""
    find = Finding()

    async def closed(work: Callable[[Session], Any], limiter: CapacityLimiter | None) -> Any:
        raise RuntimeError("the request is over")

    async def test() -> None:
        batches = Batches(closed, View(datetime(2022, 1, 1, tzinfo=UTC)))
        answers = [batches.load(find, key, itself) for key in (1, 1, 2)]
        told = await asyncio.gather(*answers, return_exceptions=True)
        assert [type(one) for one in told] == [RuntimeError] * 3

    asyncio.run(test())
