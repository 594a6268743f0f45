"""Finding together what is asked for one by one: one visit to the database for all of it.

Resolvers ask for single values. Whatever is asked for until all of them have begun is found in one
go, in one worker thread, each kind of thing by one call for all its keys.
"""

import asyncio
from asyncio import Future
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias, TypeVar

from anyio import CapacityLimiter
from sqlmodel import Session

from service.content.visibility import View

K = TypeVar("K")
V = TypeVar("V")

Find: TypeAlias = Callable[[Session, View, Sequence[K]], Mapping[K, V]]
"""Finds values for many keys at once, in a constant number of statements."""
Reading: TypeAlias = Callable[[Callable[[Session], Any], CapacityLimiter | None], Awaitable[Any]]
"""Runs work in a worker thread, on the request's snapshot."""
Make: TypeAlias = Callable[[Any], Any]

MAX_BATCH = 200


class _Waiting(NamedTuple):
    """One who asked, and what is to be made of the value for them."""

    answer: Future[Any]
    make: Make

    def give(self, value: Any) -> None:
        if self.answer.done():  # nobody waits any more
            return
        try:
            self.answer.set_result(self.make(value))
        except Exception as error:
            self.answer.set_exception(error)

    def refuse(self, error: BaseException) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


class _Known:
    """What one `find` has found for this request, and who waits for the rest."""

    __slots__ = ("values", "waiting")

    def __init__(self) -> None:
        self.values: dict[Any, Any] = {}
        self.waiting: dict[Any, list[_Waiting]] = {}


Keys: TypeAlias = dict[Find[Any, Any], list[Any]]


class Batches:
    """The values of one request, as one view sees them. Used on the event loop only."""

    def __init__(self, read: Reading, view: View) -> None:
        self._read, self._view = read, view
        self._known: dict[Find[Any, Any], _Known] = defaultdict(_Known)
        self._asked: dict[CapacityLimiter | None, Keys] = {}
        self._running: set[asyncio.Task[None]] = set()

    def load(
        self,
        find: Find[K, V],
        key: K,
        make: Make,
        limiter: CapacityLimiter | None = None,
    ) -> Future[Any]:
        """What `make` makes of the value for the key, or of None where there is none.

        Everybody gets a future of their own: who is cancelled takes nothing from the others.
        """
        one = _Waiting(asyncio.get_running_loop().create_future(), make)
        known = self._known[find]
        if key in known.values:
            one.give(known.values[key])
        elif key in known.waiting:
            known.waiting[key].append(one)
        else:
            known.waiting[key] = [one]
            self._ask(find, key, limiter)
        return one.answer

    def _ask(self, find: Find[Any, Any], key: Any, limiter: CapacityLimiter | None) -> None:
        if limiter not in self._asked:
            self._asked[limiter] = defaultdict(list)
            # Once more around: resolvers that are tasks begin with the loop's next turn.
            loop = asyncio.get_running_loop()
            loop.call_soon(loop.call_soon, self._begin, limiter)
        self._asked[limiter][find].append(key)

    def _begin(self, limiter: CapacityLimiter | None) -> None:
        task = asyncio.ensure_future(self._find(self._asked.pop(limiter), limiter))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _find(self, asked: Keys, limiter: CapacityLimiter | None) -> None:
        try:
            found = await self._read(lambda session: self._all(session, asked), limiter)
        except BaseException as error:
            failed = error if isinstance(error, Exception) else asyncio.CancelledError()
            self._refuse(asked.items(), failed)
            if failed is not error:
                raise
            return
        for (find, keys), values in zip(asked.items(), found, strict=True):
            if isinstance(values, Exception):
                self._refuse([(find, keys)], values)
            else:
                self._give(self._known[find], keys, values)

    def _all(self, session: Session, asked: Keys) -> list[Mapping[Any, Any] | Exception]:
        """What each finds, or why it could not: one that fails takes nothing from the others."""
        return [self._each(session, find, keys) for find, keys in asked.items()]

    def _each(
        self, session: Session, find: Find[Any, Any], keys: Sequence[Any]
    ) -> Mapping[Any, Any] | Exception:
        try:
            if len(keys) <= MAX_BATCH:
                return find(session, self._view, keys)
            found: dict[Any, Any] = {}
            for begin in range(0, len(keys), MAX_BATCH):
                found.update(find(session, self._view, keys[begin : begin + MAX_BATCH]))
            return found
        except Exception as error:
            return error

    def _give(self, known: _Known, keys: Iterable[Any], found: Mapping[Any, Any]) -> None:
        for key in keys:
            value = known.values[key] = found.get(key)
            for one in known.waiting.pop(key):
                one.give(value)

    def _refuse(
        self, asked: Iterable[tuple[Find[Any, Any], Sequence[Any]]], error: BaseException
    ) -> None:
        for find, keys in asked:
            for key in keys:
                for one in self._known[find].waiting.pop(key):
                    one.refuse(error)
