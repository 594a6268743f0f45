"""A disk that is full or an index that cannot be written passes, and costs no change."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from errno import ENOSPC
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from index.document import Document
from index.engine import Engine, IndexUnavailable
from service.content.change import Subject
from service.settings import Settings
from service.store import Store
from service.sync import Indexer, rebuild, verify
from service.sync.documents import Indexable
from service.sync.worker import Worker
from service.sync.writing import add, replace
from tests.service.sync.newsroom import PATIENCE, Newsroom, drain, eventually, waits

LONG_AGO = datetime(2020, 10, 7, tzinfo=UTC)


@pytest.fixture
def in_the_way(settings: Settings) -> Path:
    """A file where the index's folder should be."""
    path = Path(settings.index.partition(":")[2])
    path.write_text("")
    return path


def test_the_indexer_goes_on_when_the_disk_does(
    room: Newsroom, in_the_way: Path, engine: Engine, store: Store, lock_path: Path
) -> None:
    """Otherwise one full disk means a restart, and until then no search."""
    entry = room.write("Tin vắn")
    indexer = Indexer(store, engine, lock_path)
    with capture_logs() as logs:
        indexer.start()
        eventually(lambda: len(_pauses(logs)) >= 3)
        assert not indexer.wait_until_indexed(room.seq, 0)
        in_the_way.unlink()
        assert indexer.wait_until_indexed(room.seq, PATIENCE)
        indexer.stop()
    assert _pauses(logs)[:3] == [0.1, 0.2, 0.4]  # so the log stays short
    assert room.find("tin vắn") == [entry]
    assert verify(store, engine) == []


def test_a_command_says_what_is_wrong(
    room: Newsroom, in_the_way: Path, engine: Engine, store: Store
) -> None:
    """Otherwise a rebuild that failed looks like one that worked."""
    with pytest.raises(OSError, match="exists"):
        rebuild(store, engine)
    in_the_way.unlink()
    rebuild(store, engine)


def test_nothing_is_marked_that_could_not_be_written(
    room: Newsroom, worker: Worker, in_the_way: Path, store: Store
) -> None:
    """Otherwise what was changed while the disk was full is never indexed."""
    room.write("Tin vắn")
    with pytest.raises(OSError, match="exists"):
        drain(worker)
    assert waits(store).interactive == 1


@pytest.mark.parametrize("calls", range(4))
def test_a_disk_that_fills_up_during_a_commit(
    room: Newsroom, worker: Worker, store: Store, monkeypatch: pytest.MonkeyPatch, calls: int
) -> None:
    """Otherwise a full disk takes search down, or changes are lost that an editor has saved."""
    first = room.write("Tin vắn")
    drain(worker)
    second = room.write("Tin vắn nữa")
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", _full_after(calls))
        for _ in range(3):
            with pytest.raises(OSError, match="No space"):
                drain(worker)
            assert room.find("tin vắn") in ([first], [first, second])
            assert waits(store).interactive == 1
    drain(worker)
    assert room.find("tin vắn") == [first, second]
    assert waits(store) == (0, 0)
    assert verify(store, room.engine) == []


@pytest.mark.parametrize("calls", range(8))
def test_a_disk_that_fills_up_during_a_rebuild(
    room: Newsroom, worker: Worker, store: Store, monkeypatch: pytest.MonkeyPatch, calls: int
) -> None:
    """Otherwise the index in use is lost with the one that found no room."""
    entries = [room.write(f"Tin {number}") for number in range(5)]
    drain(worker)
    room.queue_subject(Subject.EVERYTHING, 0)
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", _full_after(calls))
        for _ in range(3):
            with pytest.raises(OSError, match="No space"):
                drain(worker)
            assert room.find("tin") == entries
    drain(worker)
    assert room.find("tin") == entries
    assert waits(store) == (0, 0)
    assert verify(store, room.engine) == []


def test_an_index_that_vanishes_at_work_is_made_again(
    room: Newsroom, worker: Worker, engine: Engine, store: Store, settings: Settings
) -> None:
    """Otherwise the indexer tries for ever to write what is not there."""
    first = room.write("Tin vắn")
    drain(worker)
    shutil.rmtree(settings.index.partition(":")[2])
    second = room.write("Tin vắn")
    with pytest.raises(IndexUnavailable):
        worker.step()
    drain(worker)
    assert room.find("tin vắn") == [first, second]
    assert verify(store, engine) == []


def test_a_document_that_the_engine_refuses_is_left_out(
    room: Newsroom, worker: Worker, engine: Engine
) -> None:
    """Otherwise one odd text stops all others from being found."""
    drain(worker)
    replace(engine, [_item(number) for number in range(1, 7)], {"interactive": 9})
    assert _held(engine) == ["1", "2", "4", "5", "6"]
    assert engine.watermarks()["interactive"] == 9


def test_a_rebuild_leaves_it_out_too(engine: Engine) -> None:
    """Otherwise one odd text keeps a newsroom from ever getting its index back."""
    new = engine.rebuild()
    add(new, [_item(number) for number in range(1, 7)])
    new.finish({})
    assert _held(engine) == ["1", "2", "4", "5", "6"]


def _full_after(calls: int) -> Callable[[int], None]:
    """An fsync for which the disk is full after so many calls.

    The database, which asks the operating system without us, still has room.
    """
    left = iter(range(calls))
    sync = os.fsync

    def fsync(descriptor: int) -> None:
        if next(left, None) is None:
            raise OSError(ENOSPC, os.strerror(ENOSPC))
        sync(descriptor)

    return fsync


def _item(number: int) -> Indexable:
    """An entry with a document; of the third, no engine can make anything."""
    title: str = "Tin vắn" if number != 3 else None  # type: ignore[assignment]
    document = Document(
        id=str(number),
        owner=f"article:{number}",
        kind="article",
        title=title,
        lead="",
        body="",
        byline="",
        keywords="",
        tags=(),
        categories=(),
        published_at=LONG_AGO,
        visible_from=LONG_AGO,
    )
    return Indexable(number, (document.owner,), (document,))


def _held(engine: Engine) -> list[str]:
    return sorted(document_id for document_id, _ in engine.digests())


def _pauses(logs: list[EventDict]) -> list[float]:
    return [event["retry_in"] for event in logs if "retry_in" in event]
