"""The indexer's work without its thread, for a command that holds the lock."""

from collections.abc import Callable
from pathlib import Path

from index.engine import Engine
from service.store import Store
from service.sync.reporting import Report
from service.sync.worker import Worker

Progress = Callable[[int, int], None]
"""Told how much is done and how much there is: rows of the outbox, or entries of a rebuild."""


def ignore(done: int, total: int) -> None:
    """A Progress that nobody watches."""


def run_until_empty(
    store: Store, engine: Engine, progress: Progress = ignore, lock_path: Path | None = None
) -> None:
    """Indexes all that waits; an index that is missing, damaged or outdated is rebuilt first.

    What ends the process is counted where the path of the indexer's lock is given. Raises what the
    database or the engine raises.
    """
    worker = Worker(store, engine, lock_path=lock_path, report=_without_name(progress))
    try:
        while worker.step():
            pass
    finally:
        worker.close()


def rebuild(
    store: Store, engine: Engine, progress: Progress = ignore, lock_path: Path | None = None
) -> None:
    """Makes the index anew from the database, beside the old one, and puts it in its place.

    Until then the old one answers, and shows what editors change meanwhile. At the end all that
    waits is in it.
    """
    worker = Worker(store, engine, lock_path=lock_path, report=_without_name(progress))
    try:
        worker.open()
        worker.target.start_rebuild("by command")
        while worker.target.rebuilding:
            worker.step()
        while worker.step():
            pass
    finally:
        worker.close()


def _without_name(progress: Progress) -> Report:
    return lambda _job, done, total: progress(done, total)
