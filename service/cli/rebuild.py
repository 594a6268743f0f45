"""toasoan search rebuild"""

import time
from typing import TYPE_CHECKING

from service.cli.console import note, say

if TYPE_CHECKING:
    from pathlib import Path

    from service.cli.progress import Update
    from service.store import Store

LOOK_EVERY = 0.2
"""Seconds between two looks at what a running server does."""


def rebuild() -> None:
    """Make the index anew from the database, beside the old one, and put it in its place.

    Where a server runs, the server does it; searching goes on all the time.

    \b
    Example:
      toasoan search rebuild
    """
    from service import sync
    from service.cli import workplace
    from service.cli.progress import showing_progress

    settings = workplace.read_settings()
    with (
        workplace.open_store(settings, writing=True) as store,
        workplace.open_index(settings) as engine,
        sync.try_lock(settings.indexer_lock) as held,
        showing_progress() as add_job,
    ):
        update = add_job("rebuilt")
        if held:
            sync.rebuild(store, engine, update, settings.indexer_lock)
        else:
            note("A server is running and rebuilds its index; Ctrl-C here does not stop it.")
            _watch(store, settings.indexer_lock, update)
        say(f"The index has been rebuilt: {engine.count():,} documents.")


def _watch(store: "Store", lock: "Path", update: "Update") -> None:
    """Asks the running server, and shows how far it is until it has done."""
    from service import sync
    from service.sync.reporting import REBUILD

    with store.transaction() as session:
        row = sync.request_rebuild(session)
    while not _done(store, row):
        report = sync.progress(lock)
        if report is not None and report.job == REBUILD:
            update(report.done, report.total)
        time.sleep(LOOK_EVERY)


def _done(store: "Store", row: int) -> bool:
    from service.sync.queue import is_done

    with store.snapshot() as session:
        return is_done(session, row)
