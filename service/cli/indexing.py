"""Indexing in a process of its own, beside a command that fills the database.

The child works if nobody else does, and stands by while a server holds the lock; so both
processors are used, and nothing is left undone if that server stops meanwhile.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from service.cli.failures import CommandFailed

if TYPE_CHECKING:
    from index.engine import Engine
    from service.cli.progress import Update
    from service.store import Store

LOOK_EVERY = 0.2
"""Seconds between two looks at how much is indexed."""
STOP_WAIT = 60
"""Seconds for the piece of work in hand; then the child is killed, which loses nothing."""


class Helper:
    """The child process."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def check(self) -> None:
        """Raises CommandFailed where it has ended by itself: then nobody may be indexing."""
        if self._process.poll() is not None:
            raise CommandFailed(
                "indexing has stopped, the articles are saved; run: toasoan search rebuild"
            )


@contextmanager
def indexing_beside() -> Iterator[Helper]:
    """Runs the child for as long as the block does; it ends too if this process is killed."""
    process = subprocess.Popen(  # noqa: S603  nothing in it comes from outside
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for the parent, which then stops the child
    )
    try:
        yield Helper(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(STOP_WAIT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def finish_indexing(store: "Store", engine: "Engine", helper: Helper, update: "Update") -> None:
    """Waits until the index can be searched and holds all that is in the outbox now."""
    from index.engine import State
    from service.sync.queue import newest

    with store.snapshot() as session:
        last = newest(session)
    total = left = _waiting_rows(store, last)
    while left or engine.state is not State.READY:
        update(total - left, total)
        helper.check()
        time.sleep(LOOK_EVERY)
        left = _waiting_rows(store, last)
    update(total, total)


def _waiting_rows(store: "Store", until: int) -> int:
    """How many changes up to this row of the outbox are not in the index yet."""
    from sqlmodel import col, func, select

    from service.content.change import Outbox

    with store.snapshot() as session:
        undone = col(Outbox.done_at).is_(None), col(Outbox.seq) <= until
        return session.exec(select(func.count()).select_from(Outbox).where(*undone)).one()


def _index_until_told() -> None:
    """What the child does, until its stdin is closed."""
    from service import sync
    from service.cli import workplace

    settings = workplace.read_settings()
    with (
        workplace.open_store(settings, writing=True) as store,
        workplace.open_index(settings) as engine,
    ):
        indexer = sync.Indexer(store, engine, settings.indexer_lock)
        indexer.start()
        sys.stdin.buffer.read()
        indexer.stop()


if __name__ == "__main__":
    _index_until_told()
