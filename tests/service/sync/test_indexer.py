"""What an editor does is found by the very next search, whichever process does the indexing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from index.engine import Engine, State
from service.content.times import now
from service.store import Store
from service.sync import Indexer, verify
from service.sync.locking import try_lock
from tests.service.sync.newsroom import PATIENCE, Newsroom, eventually, waits


@pytest.fixture
def seen(room: Newsroom, indexer: Indexer) -> "Seen":
    return Seen(room, indexer)


class Seen:
    """What the next search finds after waiting for the last change."""

    def __init__(self, room: Newsroom, indexer: Indexer) -> None:
        self._room = room
        self._indexer = indexer

    def __call__(self, text: str) -> list[int]:
        assert self._indexer.wait_until_indexed(self._room.seq, PATIENCE)
        return self._room.find(text)


@pytest.fixture
def other(store: Store, engine: Engine, lock_path: Path) -> Iterator[Indexer]:
    """The indexer of another server, which stands by."""
    made = Indexer(store, engine, lock_path)
    made.start()
    yield made
    made.stop()


def test_a_published_article_is_found_at_once(room: Newsroom, seen: Seen) -> None:
    """Otherwise an editor publishes, searches, and thinks that it failed."""
    draft = room.write("Họp báo thường kỳ", publish=False)
    assert seen("họp báo") == []
    room.move("publish", draft)
    assert seen("họp báo") == [draft]


def test_an_edited_article_is_found_by_its_new_words_only(room: Newsroom, seen: Seen) -> None:
    """Otherwise a corrected mistake stays in the results."""
    entry = room.write("Khánh thành cây cầu")
    assert seen("cây cầu") == [entry]
    room.edit(entry, title="Khánh thành nhà ga")
    assert seen("cây cầu") == []
    assert seen("nhà ga") == [entry]


def test_a_saved_change_stays_hidden_until_it_is_published(room: Newsroom, seen: Seen) -> None:
    """Otherwise the public reads what an editor is still writing."""
    entry = room.write("Khánh thành cây cầu")
    room.edit(entry, publish=False, title="Khánh thành nhà ga")
    assert seen("nhà ga") == []
    assert seen("cây cầu") == [entry]
    room.move("publish", entry)
    assert seen("nhà ga") == [entry]


@pytest.mark.parametrize("move", ["unpublish", "archive", "trash"])
def test_what_is_taken_down_is_gone_at_once(room: Newsroom, seen: Seen, move: str) -> None:
    """Otherwise something withdrawn can still be read."""
    entry = room.write("Thông cáo báo chí")
    assert seen("thông cáo") == [entry]
    room.move(move, entry)
    assert seen("thông cáo") == []


def test_what_was_trashed_can_be_published_again(room: Newsroom, seen: Seen) -> None:
    """Otherwise a restored article is never found any more."""
    entry = room.write("Thông cáo báo chí")
    room.move("trash", entry)
    room.move("restore", entry)
    assert seen("thông cáo") == []
    room.move("publish", entry)
    assert seen("thông cáo") == [entry]


def test_a_scheduled_article_is_found_from_its_second_on(room: Newsroom, seen: Seen) -> None:
    """Otherwise an embargo is broken, or the article comes late."""
    entry = room.write("Công bố quy hoạch", publish=False)
    due = now() + timedelta(hours=1)
    room.move("schedule", entry, due)
    assert seen("quy hoạch") == []
    assert room.find("quy hoạch", at=due - timedelta(seconds=1)) == []
    assert room.find("quy hoạch", at=due) == [entry]


def test_a_scheduled_change_takes_the_place_of_what_is_shown(room: Newsroom, seen: Seen) -> None:
    """Otherwise the new text leaks early, or both are shown."""
    entry = room.write("Giá vé cũ")
    room.edit(entry, publish=False, title="Giá vé mới")
    due = now() + timedelta(hours=1)
    room.move("schedule", entry, due)
    assert (seen("vé cũ"), seen("vé mới")) == ([entry], [])
    assert (room.find("vé cũ", at=due), room.find("vé mới", at=due)) == ([], [entry])


def test_waiting_for_what_was_indexed_long_ago(room: Newsroom, indexer: Indexer) -> None:
    """Otherwise a slow mutation says that its change is not searchable though it is."""
    room.write("Tin vắn")
    assert indexer.wait_until_indexed(room.seq, PATIENCE)
    assert indexer.wait_until_indexed(room.seq, 0)
    assert not indexer.wait_until_indexed(room.seq + 1, 0.05)


def test_an_indexer_that_was_not_told_finds_changes(room: Newsroom, indexer: Indexer) -> None:
    """Otherwise what the command line changes is searchable only after the next edit."""
    entry = room.write("Tin vắn")
    eventually(lambda: room.engine.state is State.READY)
    eventually(lambda: room.find("tin vắn") == [entry])


def test_one_that_stands_by_knows_when_a_change_is_in_the_index(
    room: Newsroom, indexer: Indexer, other: Indexer
) -> None:
    """Otherwise mutations in all server processes but one say that they are not searchable."""
    for number in range(5):
        entry = room.write(f"Bản tin số {number}")
        assert other.wait_until_indexed(room.seq, PATIENCE)
        assert entry in room.find("bản tin")


def test_another_takes_over(room: Newsroom, indexer: Indexer, other: Indexer) -> None:
    """Otherwise search stands still once the first server process has ended."""
    room.write("Bản tin sáng")
    assert indexer.wait_until_indexed(room.seq, PATIENCE)
    indexer.stop()
    entry = room.write("Bản tin chiều")
    assert other.wait_until_indexed(room.seq, PATIENCE)
    assert room.find("bản tin chiều") == [entry]


def test_a_command_gets_the_lock_only_when_no_server_has_it(
    indexer: Indexer, lock_path: Path
) -> None:
    """Otherwise two processes write one index."""
    eventually(lambda: not _free(lock_path))
    indexer.stop()
    assert _free(lock_path)
    with try_lock(lock_path):
        assert not _free(lock_path)


def test_a_command_indexes_without_a_thread(
    room: Newsroom, store: Store, engine: Engine, lock_path: Path
) -> None:
    """Otherwise what a command imports is found only once a server runs."""
    room.queue([room.write(f"Tin số {number}") for number in range(3)])
    shown: list[tuple[int, int]] = []
    with try_lock(lock_path) as held:
        assert held
        Indexer(store, engine, lock_path).run_until_empty(lambda *far: shown.append(far))
    assert len(room.find("tin số")) == 3
    assert shown[-1][0] == shown[-1][1]
    assert waits(store) == (0, 0)


def test_many_changes_in_a_row_are_all_there(
    room: Newsroom, indexer: Indexer, store: Store, engine: Engine
) -> None:
    """Otherwise a busy newsroom loses changes now and then."""
    entries = [room.write(f"Tin số {number}") for number in range(30)]
    for entry in entries[::3]:
        room.move("trash", entry)
    assert indexer.wait_until_indexed(room.seq, PATIENCE)
    assert len(room.find("tin số")) == 20
    assert verify(store, engine) == []
    eventually(lambda: waits(store) == (0, 0))


def _free(lock_path: Path) -> bool:
    with try_lock(lock_path) as held:
        return held
