"""Articles that cannot be indexed: tried a few times, then set aside, and all others go on."""

import multiprocessing
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from index.analysis import TermNumbers
from index.engine import Engine
from service.content.change import Lane, Subject
from service.settings import Settings
from service.store import Store
from service.sync import Indexer, failures, rebuild, verify
from service.sync.failures import ENDED, TRIES, Failure, Failures, read_all
from service.sync.worker import Worker
from tests.service.sync import trapped
from tests.service.sync.newsroom import PATIENCE, Newsroom, drain, eventually, waits

BAD = "độc hại"
CONTEXT = multiprocessing.get_context("forkserver")


A_TRY = 2
"""How often a text is analysed when it is tried: in its batch, and once more by itself."""


class Poison:
    """Has the analysis of a text that holds BAD raise so many times."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = self.raised = 0
        analyse = TermNumbers.of

        def analysed(numbers: TermNumbers, text: str) -> list[int]:
            if BAD in text and self.left > 0:
                self.left -= 1
                self.raised += 1
                raise ValueError("an odd text")
            return analyse(numbers, text)

        monkeypatch.setattr(TermNumbers, "of", analysed)


@pytest.fixture
def poison(monkeypatch: pytest.MonkeyPatch) -> Poison:
    monkeypatch.setattr(failures, "PAUSE", 0.0)
    return Poison(monkeypatch)


def failed(store: Store) -> list[Failure]:
    with store.snapshot() as session:
        return read_all(session)


# ------------------------------------------------------------ one that raises


@pytest.mark.parametrize("tries", range(1, TRIES))
def test_what_fails_for_a_while_is_indexed_in_the_end(
    room: Newsroom, worker: Worker, engine: Engine, store: Store, poison: Poison, tries: int
) -> None:
    """An article that met a fault of a moment would be missing until somebody edits it."""
    drain(worker)
    poison.left = A_TRY * tries
    entry = room.write(f"Bài {BAD}")
    with capture_logs() as logs:
        drain(worker)
    assert [one["tries"] for one in logs if one["log_level"] == "error"] == [*range(1, tries + 1)]
    assert poison.left == 0
    assert room.find(BAD) == [entry]
    assert failed(store) == []
    assert verify(store, engine) == []


def test_what_always_fails_is_set_aside_and_the_rest_go_on(
    room: Newsroom, worker: Worker, store: Store, poison: Poison
) -> None:
    """One odd text would be tried for ever, or stop all others."""
    drain(worker)
    poison.left = 1_000
    first, bad, last = room.write("Bài một"), room.write(f"Bài {BAD}"), room.write("Bài hai")
    with capture_logs() as logs:
        drain(worker)
    assert room.find("bài") == [first, last]
    raised = poison.raised
    assert failed(store) == [Failure(bad, 1, TRIES, False, "ValueError: an odd text")]
    told = [one for one in logs if one["log_level"] == "error"]
    assert [one["tries"] for one in told] == [1, 2, 3]
    assert all("exc_info" not in one and "odd text" in one["error"] for one in told)
    assert told[-1]["event"] == "an entry is set aside"
    after = room.write("Bài ba")
    drain(worker)
    drain(Worker(store, room.engine))
    assert poison.raised == raised  # nobody tries it any more
    assert room.find("bài") == [first, last, after]


def test_one_that_is_set_aside_is_tried_anew_when_it_is_edited(
    room: Newsroom, worker: Worker, store: Store, engine: Engine, poison: Poison
) -> None:
    """An editor who mends the text would see no change."""
    drain(worker)
    poison.left = 1_000
    bad = room.write(f"Bài {BAD}")
    drain(worker)
    room.edit(bad, title=f"Bài vẫn {BAD}")
    raised = poison.raised
    drain(worker)
    assert poison.raised == raised + TRIES * A_TRY
    assert [(one.version, one.tries) for one in failed(store)] == [(2, TRIES)]
    room.edit(bad, title="Bài lành")
    drain(worker)
    assert room.find("lành") == [bad]
    assert failed(store) == []
    assert verify(store, engine) == []


def test_a_rebuild_tries_once_more(
    room: Newsroom, worker: Worker, store: Store, engine: Engine, poison: Poison
) -> None:
    """After the fault is mended each such article would have to be found and edited."""
    good, bad = room.write("Bài một"), room.write(f"Bài {BAD}")
    poison.left = 1_000
    drain(worker)
    assert failed(store)[0].is_set_aside
    raised = poison.raised
    rebuild(store, engine)
    assert room.find("bài") == [good]
    assert poison.raised == raised + A_TRY
    assert failed(store)[0].is_set_aside
    poison.left = 0
    room.queue_subject(Subject.EVERYTHING, 0)
    drain(worker)
    assert room.find("bài") == [good, bad]
    assert failed(store) == []
    assert verify(store, engine) == []


def test_what_fails_beside_a_rebuild_does_not_end_it(
    room: Newsroom, worker: Worker, store: Store, engine: Engine, poison: Poison
) -> None:
    """An article that is saved at the wrong moment would have the rebuild begin again."""
    entry, other = room.write("Bài một"), room.write("Bài hai")
    drain(worker)
    room.queue_subject(Subject.EVERYTHING, 0)
    while not worker.target.rebuilding:
        worker.step()
    worker.step()
    poison.left = 1_000
    room.edit(entry, title=f"Bài {BAD}")
    worker.step()
    drain(worker)
    assert room.find("bài") == [other]
    assert waits(store) == (0, 0)


def test_between_tries_there_is_time(
    room: Newsroom, worker: Worker, store: Store, poison: Poison, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All tries would be over before a fault of a second has passed."""
    monkeypatch.setattr(failures, "PAUSE", 3_600.0)
    drain(worker)
    poison.left = A_TRY
    entry = room.write(f"Bài {BAD}")
    drain(worker)
    assert room.find("bài") == []
    assert waits(store) == (0, 0)
    assert failed(store)[0].tries == 1
    drain(Worker(store, room.engine))  # who starts anew does not wait
    assert room.find(BAD) == [entry]


def test_a_running_indexer_tries_again_by_itself(
    room: Newsroom, indexer: Indexer, store: Store, poison: Poison
) -> None:
    """It would be tried again with the next change only, and at night there is none."""
    room.write("Bài một")
    assert indexer.wait_until_indexed(room.seq, PATIENCE)
    poison.left = A_TRY
    entry = room.write(f"Bài {BAD}")
    eventually(lambda: room.find(BAD) == [entry])
    eventually(lambda: failed(store) == [])


def test_one_that_is_deleted_is_forgotten(
    room: Newsroom, worker: Worker, store: Store, poison: Poison
) -> None:
    """The doctor would complain for ever of an article that is no more."""
    drain(worker)
    poison.left = 1_000
    bad = room.write(f"Bài {BAD}")
    drain(worker)
    room.delete_unseen(bad)
    room.queue([bad], Lane.INTERACTIVE)
    drain(worker)
    assert failed(store) == []


# ------------------------------------------------------------ one that ends the process


def _start_over(settings: Settings) -> int | None:
    """A process that indexes all that waits; its exit code."""
    CONTEXT.set_forkserver_preload([trapped.__name__])
    process = CONTEXT.Process(target=trapped.index_all, args=(str(settings.data_dir),))
    process.start()
    process.join(PATIENCE)
    code = process.exitcode
    process.close()
    return code


def _starts(settings: Settings) -> int:
    """How many processes end before one has done."""
    for number in range(10):
        code = _start_over(settings)
        if code == 0:
            return number
        assert code == trapped.EXIT
    raise AssertionError("it never ends")


def test_an_article_that_ends_the_process_is_set_aside(
    room: Newsroom, worker: Worker, store: Store, settings: Settings
) -> None:
    """One article would have every start die, and nothing would be indexed any more."""
    drain(worker)
    worker.close()
    before = [room.write(f"Bài {number}") for number in range(4)]
    bad = room.write(f"Bài {trapped.DEADLY}")
    after = [room.write(f"Bài {number}") for number in range(4, 8)]
    assert _start_over(settings) == trapped.EXIT  # all that was written together is suspected
    assert _start_over(settings) == trapped.EXIT
    assert room.find("bài") == before
    assert _start_over(settings) == trapped.EXIT  # the one that is suspected twice comes last
    assert room.find("bài") == before + after
    assert _starts(settings) == 0
    assert failed(store) == [Failure(bad, 1, TRIES, True, ENDED)]
    assert waits(store) == (0, 0)
    (difference,) = verify(store, room.engine)
    assert difference.id == f"article:{bad}:public"
    room.edit(before[0], title="Bài mới")
    assert _start_over(settings) == 0
    assert room.find("bài mới") == [before[0]]


def test_an_edit_gives_it_another_chance(
    room: Newsroom, worker: Worker, store: Store, engine: Engine, settings: Settings
) -> None:
    """What an editor has mended would stay out of search for good."""
    drain(worker)
    worker.close()
    bad = room.write(f"Bài {trapped.DEADLY}")
    assert _starts(settings) == TRIES
    room.edit(bad, title="Bài lành")
    assert _start_over(settings) == 0
    assert room.find("lành") == [bad]
    assert failed(store) == []
    assert verify(store, engine) == []


def test_a_withdrawn_text_does_not_stay_in_the_index(
    room: Newsroom, worker: Worker, store: Store, settings: Settings
) -> None:
    """The text as it was before would be found as long as the new one is set aside."""
    entry = room.write("Bài một")
    drain(worker)
    worker.close()
    room.edit(entry, title=f"Tin {trapped.DEADLY}")
    assert _starts(settings) == TRIES
    room.queue([entry])  # as by a new name of its category
    assert _start_over(settings) == 0
    assert room.find("bài một") == []


def test_a_rebuild_is_not_stopped_by_it(
    room: Newsroom, store: Store, engine: Engine, settings: Settings
) -> None:
    """A lost index could not be made again: each process would die at the same place."""
    good = [room.write(f"Bài {number}") for number in range(3)]
    bad = room.write(f"Bài {trapped.DEADLY}")
    assert _start_over(settings) == trapped.EXIT
    assert _start_over(settings) == trapped.EXIT  # after a rebuild without those
    assert room.find("bài") == good
    assert _starts(settings) == TRIES - 2
    assert failed(store) == [Failure(bad, 1, TRIES, True, ENDED)]
    rebuild(store, engine)  # which would live through it, but does not know
    assert room.find("bài") == good
    assert failed(store)[0].is_set_aside


def test_what_was_only_beside_it_is_not_suspected_for_long(
    room: Newsroom, worker: Worker, store: Store, settings: Settings
) -> None:
    """A server that is killed three times would set aside what it had in hand."""
    drain(worker)
    in_hand = Failures(store, settings.indexer_lock)
    in_hand.open()
    entries = [room.write(f"Bài {number}") for number in range(3)]
    for _ in range(2 * TRIES):
        with in_hand.in_hand(entries):  # as a killed process leaves it
            left = _in_hand(settings).read_text()
        _in_hand(settings).write_text(left)
        drain(Worker(store, room.engine, lock_path=settings.indexer_lock))
        assert failed(store) == []
        assert room.find("bài") == entries


@pytest.mark.parametrize("content", ["", "1 2 x", "\x00" * 9, "\udcff", "999999999999"])
def test_a_damaged_note_stops_nobody(
    room: Newsroom, store: Store, settings: Settings, content: str
) -> None:
    """A file that a power cut has torn would keep every server from indexing."""
    _in_hand(settings).write_bytes(content.encode(errors="surrogateescape"))
    entry = room.write("Bài một")
    drain(Worker(store, room.engine, lock_path=settings.indexer_lock))
    assert room.find("bài") == [entry]
    assert not _in_hand(settings).exists()
    assert failed(store) == []


def test_a_note_that_cannot_be_written_stops_nobody(
    room: Newsroom, store: Store, settings: Settings
) -> None:
    """A full disk would stop what needs no room."""
    _in_hand(settings).mkdir()
    entry = room.write("Bài một")
    drain(Worker(store, room.engine, lock_path=settings.indexer_lock))
    assert room.find("bài") == [entry]


def _in_hand(settings: Settings) -> Path:
    return settings.indexer_lock.with_name(failures.FILE)
