"""Counting searches beside them: in memory within bounds, and in the database in batches."""

import asyncio
import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from service.api import recording
from service.api.recording import SearchRecorder
from service.content.search_count import SearchCount
from service.content.times import now
from service.operations import searches
from service.operations.searches import Asked, day_of
from service.store import Store


@pytest.fixture
def store(tmp_path: Path, empty_database: Path) -> Iterator[Store]:
    shutil.copy(empty_database, tmp_path / "toasoan.db")
    opened = Store(f"sqlite:///{tmp_path / 'toasoan.db'}")
    yield opened
    opened.close()


def rows(store: Store) -> list[tuple[Any, ...]]:
    with store.snapshot() as session:
        found = session.execute(
            text("SELECT query, asked, nothing_found FROM search_count ORDER BY query")
        )
        return [tuple(row) for row in found]


def recorder(store: Store, **how: Any) -> SearchRecorder:
    return SearchRecorder(store, **({"enabled": True, "days": 90} | how))


def test_the_last_ones_are_written_at_the_end(store: Store) -> None:
    """A restart would lose what was counted since the last batch."""

    async def run() -> None:
        counting = recorder(store)
        async with counting.running():
            counting.record("xe", 0)

    asyncio.run(run())
    assert rows(store) == [("xe", 1, 1)]


def test_many_are_written_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy minute would wait in memory, however much it is."""
    monkeypatch.setattr(recording, "MANY", 1)

    async def run() -> None:
        counting = recorder(store)
        async with counting.running():
            counting.record("xe", 0)
            while not rows(store):
                await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(run(), 30))
    assert rows(store) == [("xe", 1, 1)]


def test_memory_is_bounded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crowd, or an attacker, would fill the memory."""
    monkeypatch.setattr(recording, "MAX_WAITING", 2)
    counting = recorder(store)
    for query in ("xe", "nhà", "cá", "xe"):
        counting.record(query, 1)
    counting.flush()
    assert rows(store) == [("nhà", 1, 0), ("xe", 2, 0)]


def test_a_search_never_waits_for_the_database(store: Store) -> None:
    """A search would be slow, or fail, because somebody imports."""
    counting = recorder(store)
    with store.transaction():
        begun = time.monotonic()
        for number in range(1_000):
            counting.record(f"từ {number}", 1)
        assert time.monotonic() - begun < 1
    counting.flush()
    assert len(rows(store)) == 1_000


def test_what_the_database_refuses_waits(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk would lose the counts, or stop the counting for good."""
    counting = recorder(store)
    counting.record("xe", 1)

    def full(*_: Any) -> None:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    with monkeypatch.context() as patched:
        patched.setattr(recording, "add", full)
        patched.setattr(recording, "forget", full)
        counting.flush()
        counting.forget_old()
    counting.record("xe", 0)
    counting.flush()
    counting.forget_old()
    assert rows(store) == [("xe", 2, 1)]


def test_old_days_are_forgotten_even_when_turned_off(store: Store) -> None:
    """What was once counted would be kept for ever."""
    today = day_of(now())
    with store.transaction() as session:
        for ago in (0, 7, 8, 500):
            searches.add(session, today - timedelta(days=ago), {"xe": Asked(1, 0)})

    async def run() -> None:
        async with recorder(store, enabled=False, days=7).running():
            pass

    asyncio.run(run())
    assert len(rows(store)) == 2


def test_two_processes_add_up(store: Store) -> None:
    """Of two workers only one would count."""
    other = Store(store.engine.url.render_as_string())
    one, two = recorder(store), recorder(other)
    for counting in (one, two, two):
        counting.record("xe", 1)
    one.flush()
    two.flush()
    other.close()
    assert rows(store) == [("xe", 3, 0)]


def test_nothing_of_the_reader_is_kept(store: Store) -> None:
    """Who searched, and when, could be found out from a copy of the database."""
    assert set(SearchCount.model_fields) == {"day", "query", "asked", "nothing_found"}
