"""Where row numbers do not tell the order of commits, a row's own mark is what counts.

SQLite commits in the order of the numbers; other databases may show a greater one first.
"""

from pathlib import Path

import pytest

from index.engine import Engine
from service.content.change import Lane
from service.store import Store
from service.sync import Indexer, queue, request_rebuild, verify, waiting, waking
from service.sync.waiting import Waiting
from tests.service.sync.newsroom import PATIENCE, Newsroom, eventually, waits


@pytest.fixture(autouse=True)
def _not_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (queue, waiting, waking):
        monkeypatch.setattr(module, "in_commit_order", lambda store: False)


def test_all_works_as_elsewhere(
    room: Newsroom, store: Store, engine: Engine, lock_path: Path
) -> None:
    """Otherwise a newsroom with a larger database has a search that lags or lies."""
    indexer = Indexer(store, engine, lock_path)
    indexer.start()
    entry = room.write("Tin vắn")
    assert indexer.wait_until_indexed(room.seq, PATIENCE)
    assert room.find("tin vắn") == [entry]
    room.queue([entry], Lane.BULK)
    with store.transaction() as session:
        request_rebuild(session)
    eventually(lambda: waits(store) == (0, 0))
    assert verify(store, engine) == []
    indexer.stop()


def test_a_later_number_does_not_answer_for_an_earlier_one(
    room: Newsroom, store: Store, engine: Engine
) -> None:
    """Otherwise a change whose transaction was open a little longer seems to be searchable."""
    room.write("Tin vắn")
    waiting_ = Waiting(store, engine)
    waiting_.lead(room.seq + 1)
    assert not waiting_.wait(room.seq, 0.02)
    with store.transaction() as session:
        queue.mark_done(session, [room.seq])
    assert waiting_.wait(room.seq, 0)
