"""Waiting ends as soon as the change is in the index, and never much later than it may."""

from threading import Thread
from time import monotonic

from index.engine import Engine
from service.store import Store
from service.sync.waiting import Waiting
from service.sync.worker import Worker
from tests.service.sync.newsroom import PATIENCE, Newsroom, drain


def test_all_who_wait_are_told(store: Store, engine: Engine) -> None:
    """Otherwise of two editors who save at once, one waits in vain."""
    waiting = Waiting(store, engine)
    waiting.lead(0)
    told: list[bool] = []
    threads = [
        Thread(target=lambda seq=seq: told.append(waiting.wait(seq, PATIENCE))) for seq in (1, 2, 3)
    ]
    for thread in threads:
        thread.start()
    waiting.reach(3)
    for thread in threads:
        thread.join()
    assert told == [True, True, True]


def test_an_older_mark_takes_nothing_back(store: Store, engine: Engine) -> None:
    """Otherwise a row that is done once more makes others wait."""
    waiting = Waiting(store, engine)
    waiting.lead(0)
    waiting.reach(7)
    waiting.reach(5)
    assert waiting.wait(7, 0)


def test_who_waits_while_the_indexing_process_changes_sees_the_end_of_it(
    room: Newsroom, worker: Worker, store: Store, engine: Engine
) -> None:
    """Otherwise a mutation hangs when the process stops indexing in the middle of it."""
    waiting = Waiting(store, engine)
    waiting.lead(0)
    room.write("Tin vắn")
    told: list[bool] = []
    thread = Thread(target=lambda: told.append(waiting.wait(room.seq, PATIENCE)))
    thread.start()
    waiting.follow()  # from now on another one indexes
    drain(worker)
    thread.join()
    assert told == [True]


def test_it_ends_without_an_index(store: Store, engine: Engine) -> None:
    """Otherwise every mutation hangs until someone makes an index."""
    start = monotonic()
    assert not Waiting(store, engine).wait(1, 0.05)
    assert monotonic() - start < PATIENCE
