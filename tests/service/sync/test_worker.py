"""The two lanes: nothing of a lane is lost, and an editor never waits for bulk work."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select, update

from index.engine import Engine
from service.content.change import Lane, Outbox, Subject
from service.content.times import now
from service.operations import tags
from service.permissions import SYSTEM
from service.settings import Settings
from service.store import Store
from service.sync import bulk_backlog, documents, verify
from service.sync.documents import CHUNK
from service.sync.worker import Worker
from tests.service.sync.newsroom import Newsroom, drain, waits


def test_an_editor_overtakes_bulk_work(room: Newsroom, worker: Worker, store: Store) -> None:
    """Otherwise a publish during an import is searchable only when the import is through."""
    entries = [room.write(f"Bài {number}") for number in range(20)]
    drain(worker)
    room.queue(entries * 100)  # 2,000 rows
    assert worker.step()
    urgent = room.write("Tin khẩn")
    assert worker.step()
    assert room.find("tin khẩn") == [urgent]
    with store.snapshot() as session:
        assert bulk_backlog(session) >= 2_000 - 2 * CHUNK


def test_bulk_work_goes_on_while_editors_are_busy(
    room: Newsroom, worker: Worker, store: Store
) -> None:
    """Otherwise an import never ends on a busy day."""
    entries = [room.write(f"Bài {number}") for number in range(10)]
    drain(worker)
    room.queue(entries * 100)
    for _ in range(5):
        room.edit(entries[0], title="Sửa liên tục")
        worker.step()
    with store.snapshot() as session:
        assert bulk_backlog(session) == 0


def test_bulk_work_has_its_turn_when_editors_are_too_many(
    room: Newsroom, worker: Worker, store: Store
) -> None:
    """Otherwise a program that edits without pause keeps an import from ever ending."""
    entry = room.write("Bài một")
    drain(worker)
    room.queue([entry] * 2_000, Lane.INTERACTIVE)
    room.queue([entry])
    for _ in range(5):
        worker.step()
    assert waits(store) == (2_000 - 5 * 100, 0)


def test_segments_do_not_pile_up(
    room: Newsroom, worker: Worker, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise search gets slower all through a large import, until no file can be opened."""
    monkeypatch.setattr(documents, "CHUNK", 1)
    drain(worker)
    room.queue([room.write(f"Bài {number}") for number in range(60)])
    drain(worker)
    folder = Path(settings.index.partition(":")[2])
    assert len(list(folder.rglob("*.seg"))) < 30
    assert len(room.find("bài")) == 60


def test_a_moved_category_takes_its_subtree_along(
    room: Newsroom, worker: Worker, engine: Engine, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the filter by category shows articles where they no longer are."""
    monkeypatch.setattr("service.sync.expansion.CHUNK", 2)
    parent = room.add_category("Kinh tế")
    child = room.add_category("Nông nghiệp", room.category_id)
    for number in range(5):
        room.write(f"Lúa vụ {number}", category_id=child)
    drain(worker)
    room.move_category(child, parent)
    assert verify(store, engine) == []  # what waits is no damage
    assert drain(worker) >= 3
    assert verify(store, engine) == []
    assert waits(store) == (0, 0)


def test_a_tag_reaches_all_that_have_it(
    room: Newsroom, worker: Worker, engine: Engine, store: Store
) -> None:
    """Otherwise articles are found by the old name of a tag."""
    with store.transaction() as session:
        (tag,) = tags.ids_for_names(session, ["Chuyển đổi số"])
    entry = room.write("Hội nghị trực tuyến", tags=[(tag,)])
    drain(worker)
    assert room.find("chuyển đổi") == [entry]
    with store.transaction() as session:
        tags.update(session, SYSTEM, tag, {"name": "Chính quyền số"})
    drain(worker)
    assert (room.find("chuyển đổi"), room.find("chính quyền")) == ([], [entry])
    with store.transaction() as session:
        tags.delete(session, SYSTEM, tag)
    drain(worker)
    assert room.find("chính quyền") == []
    assert verify(store, engine) == []


def test_a_wide_row_among_the_urgent_ones_is_done_in_slices(
    room: Newsroom, worker: Worker, store: Store
) -> None:
    """Otherwise one renamed category makes all editors wait."""
    room.write("Bài một")
    drain(worker)
    with store.transaction() as session:
        row = Outbox(
            lane=Lane.INTERACTIVE,
            subject=Subject.CATEGORY,
            subject_id=room.category_id,
            created_at=now(),
        )
        session.add(row)
    room.retitle_unseen(1, "Bài hai")
    drain(worker)
    assert room.find("bài hai") == [1]
    assert waits(store) == (0, 0)


def test_a_row_that_was_indexed_but_not_marked_is_done_again(
    room: Newsroom, worker: Worker, engine: Engine, store: Store
) -> None:
    """Otherwise a crash between index and database leaves rows that nobody ever finishes."""
    room.write("Bài một")
    drain(worker)
    with store.transaction() as session:
        session.execute(update(Outbox).values(done_at=None))
    worker.close()
    drain(Worker(store, engine))
    assert waits(store) == (0, 0)
    assert engine.watermarks()["interactive"] >= room.seq


def test_a_row_whose_entry_never_was_is_done(room: Newsroom, worker: Worker, store: Store) -> None:
    """Otherwise one row about nothing stops the lane."""
    room.queue_subject(Subject.ENTRY, 999)
    room.queue_subject(Subject.CATEGORY, 999)
    room.queue_subject(Subject.TAG, 999)
    drain(worker)
    assert waits(store) == (0, 0)


def test_one_bad_entry_stops_no_other(
    room: Newsroom, worker: Worker, engine: Engine, store: Store
) -> None:
    """Otherwise a single broken row ends all indexing."""
    first, bad, last = (room.write(f"Bài {number}") for number in range(3))
    room.spoil(bad)
    drain(worker)
    assert room.find("bài") == [first, last]
    assert waits(store) == (0, 0)
    (difference,) = verify(store, engine)
    assert (difference.kind, difference.id) == ("missing", f"article:{bad}")
    assert difference.detail


def test_what_became_bad_is_taken_out(room: Newsroom, worker: Worker) -> None:
    """Otherwise the index goes on showing a text that may have been withdrawn."""
    entry = room.write("Bài một")
    drain(worker)
    room.spoil(entry)
    room.queue([entry], Lane.INTERACTIVE)
    drain(worker)
    assert room.find("bài") == []


def test_old_rows_are_forgotten_but_the_newest(
    room: Newsroom, worker: Worker, store: Store
) -> None:
    """Otherwise the outbox grows for ever, or its numbers start again below the watermark."""
    for number in range(5):
        room.write(f"Bài {number}")
    drain(worker)
    with store.transaction() as session:
        session.execute(update(Outbox).values(done_at=now() - timedelta(days=2)))
    while worker.tidy():
        pass
    with store.snapshot() as session:
        assert session.exec(select(col(Outbox.seq))).all() == [room.seq]
