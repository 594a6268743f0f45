"""A server that is killed at any moment loses nothing that it acknowledged."""

import multiprocessing
import random
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from signal import SIGKILL
from time import sleep

from sqlmodel import col, select

from index.engine import Engine
from service.content.article import ARTICLE
from service.content.base import Entry, Stage, State
from service.settings import Settings
from service.store import Store
from service.sync import Indexer, run_until_empty, try_lock, verify
from tests.service.sync import editor
from tests.service.sync.editor import Acknowledged
from tests.service.sync.newsroom import PATIENCE, Newsroom, waits

KILLS = 30

# Each process is forked from one that has imported everything, so that 30 starts take no time.
CONTEXT = multiprocessing.get_context("forkserver")


def test_nothing_acknowledged_is_lost(
    room: Newsroom, store: Store, engine: Engine, settings: Settings
) -> None:
    """Otherwise a power cut or a crash eats what an editor has been told is saved."""
    chance = random.Random(20201007)
    told = 0
    for seed in range(KILLS):
        acknowledged = _edit_and_kill(settings, seed, chance)
        told += len(acknowledged)
        for last in {one.entry_id: one for one in acknowledged}.values():
            _assert_saved(store, last)
        _assert_in_index(engine, acknowledged)
        if seed % 3 == 0:  # at other times the next process finds things as they are
            with try_lock(settings.data_dir / "index.lock") as free:
                assert free
                run_until_empty(store, engine)
            assert verify(store, engine) == []
            assert waits(store) == (0, 0)
    run_until_empty(store, engine)
    assert verify(store, engine) == []
    assert told >= KILLS * 4 // 5  # all but every fifth wait for at least one


def test_one_that_stands_by_takes_over_from_one_that_was_killed(
    room: Newsroom, store: Store, engine: Engine, settings: Settings, lock_path: Path
) -> None:
    """Otherwise a crash of one server process ends indexing in all of them."""
    standby = Indexer(store, engine, lock_path)
    with _working(settings, seed=0) as told:
        assert told.poll(PATIENCE)
        standby.start()
        with try_lock(lock_path) as free:
            assert not free
    entry = room.write("Tin sau sự cố")
    assert standby.wait_until_indexed(room.seq, PATIENCE)
    assert room.find("sau sự cố") == [entry]
    standby.stop()


def _edit_and_kill(settings: Settings, seed: int, chance: random.Random) -> list[Acknowledged]:
    """Lets a process work, kills it, and returns what it had said by then."""
    with _working(settings, seed) as told:
        if seed % 5:  # every fifth is killed while it starts
            assert told.poll(PATIENCE)
        sleep(chance.uniform(0, 0.3))
    return list(_received(told))


@contextmanager
def _working(settings: Settings, seed: int) -> Iterator[Connection]:
    """A process that edits and indexes, killed at the end; yields what it tells."""
    CONTEXT.set_forkserver_preload([editor.__name__])
    ours, theirs = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(
        target=editor.edit_until_killed, args=(str(settings.data_dir), seed, theirs)
    )
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        process.kill()
        process.join()
        ended_by = process.exitcode
        process.close()
    assert ended_by == -SIGKILL  # not by an error of its own


def _received(told: Connection) -> Iterator[Acknowledged]:
    with told:
        while True:
            try:
                yield told.recv()
            except EOFError:  # of a message that was cut off, too
                return


def _assert_saved(store: Store, said: Acknowledged) -> None:
    article = ARTICLE.edition
    with store.snapshot() as session:
        entry = session.get_one(Entry, said.entry_id)
        title = session.exec(
            select(article.title).where(
                col(article.entry_id) == said.entry_id, col(article.stage) == Stage.WORKING
            )
        ).one()
    # A change that was committed but not acknowledged any more may have come after it.
    assert entry.version >= said.version
    if entry.version == said.version:
        assert title == said.title
        assert (entry.state is State.PUBLIC) == said.published


def _assert_in_index(engine: Engine, acknowledged: list[Acknowledged]) -> None:
    """What was called searchable is on the disk, though nobody has tidied up yet."""
    assert all(one.searchable for one in acknowledged)
    last = max((one.seq for one in acknowledged), default=0)
    assert engine.watermarks().get("interactive", 0) >= last
