"""Counting readers: once each in a while, in batches, within bounds."""

import asyncio

import pytest
from starlette.testclient import TestClient

from service.api import counting
from service.api.counting import ViewCounter
from tests.asking import Asking
from tests.service.api.desk import Desk, article_id

RECORD = """mutation ($id: ID!) { recordView(input: {article: $id}) { errors { code field } } }"""


@pytest.fixture(scope="module")
def category(desk: Desk) -> int:
    return desk.category("Thời sự")


def count(desk: Desk, entry_id: int) -> int:
    with desk.store.engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT view_count FROM entry WHERE id = ?", (entry_id,))
        return int(row.scalar_one())


def flush(client: TestClient, desk: Desk) -> None:
    assert client.portal is not None
    client.portal.call(desk.services.views.flush)


def test_a_reader_counts_once(client: TestClient, desk: Desk, query: Asking, category: int) -> None:
    """Reloading a page would make it the most viewed one; or its version would grow."""
    entry_id = desk.article(category)
    with desk.counting() as statements:
        for agent in ("one", "one", "two", "one"):
            query.headers["User-Agent"] = agent
            assert query(RECORD, id=article_id(entry_id))["recordView"] == {"errors": []}
    query.headers.clear()
    assert not any("UPDATE" in one for one in statements)
    flush(client, desk)
    assert count(desk, entry_id) == 2
    document = "query ($id: ID!) { node(id: $id) { ... on Article { viewCount version } } }"
    assert query(document, id=article_id(entry_id))["node"] == {"viewCount": 2, "version": 1}


def test_only_what_is_public_counts(desk: Desk, query: Asking, category: int) -> None:
    """Anyone could find out that a draft is there."""
    draft = desk.article(category, publish=False)
    for unseen in (article_id(draft), article_id(10**9), "rubbish"):
        errors = query(RECORD, id=unseen)["recordView"]["errors"]
        assert errors == [{"code": "NOT_FOUND", "field": ["article"]}]


def test_after_a_while_it_counts_again(desk: Desk) -> None:
    """A reader who comes back tomorrow would not count."""
    counter = ViewCounter(desk.store, 0)
    assert counter.count(1, "192.0.2.1", "x")
    assert counter.count(1, "192.0.2.1", "x")


def test_memory_is_bounded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crowd, or an attacker, would fill the memory."""
    monkeypatch.setattr(counting, "MAX_REMEMBERED", 10)
    counter = ViewCounter(desk.store, 1_000)
    for number in range(50):
        assert counter.count(1, f"192.0.2.{number}", "x")
    assert len(counter._seen) <= 10


def test_an_address_counts_a_few_readers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anyone could make an article the most viewed one by making up browsers."""
    counter = ViewCounter(desk.store, 1_000)
    counted = [counter.count(1, "192.0.2.1", f"browser {number}") for number in range(1_000)]
    assert sum(counted) == counting.MAX_AT_ADDRESS
    assert len(counter._seen) == counting.MAX_AT_ADDRESS
    assert counter.count(2, "192.0.2.1", "browser 0")
    assert counter.count(1, "192.0.2.2", "browser 0")
    monkeypatch.setattr(counter, "_window", 0)
    assert counter.count(1, "192.0.2.1", "browser 999")
    assert len(counter._readers) == len(counter._seen) == 1


def test_the_last_views_are_written_at_the_end(desk: Desk, category: int) -> None:
    """A restart would lose what was counted since the last batch."""
    entry_id = desk.article(category)

    async def run() -> None:
        counter = ViewCounter(desk.store, 1_000)
        async with counter.running():
            counter.count(entry_id, "192.0.2.1", "x")

    asyncio.run(run())
    assert count(desk, entry_id) == 1


def test_many_are_written_at_once(
    desk: Desk, category: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A busy minute would wait in memory, however much it is."""
    monkeypatch.setattr(counting, "MAX_WAITING", 1)
    entry_id = desk.article(category)

    async def run() -> None:
        counter = ViewCounter(desk.store, 1_000)
        async with counter.running():
            counter.count(entry_id, "192.0.2.1", "x")
            while count(desk, entry_id) == 0:
                await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(run(), 30))
    assert count(desk, entry_id) == 1
