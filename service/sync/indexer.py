"""The thread that keeps the index up with the database, in whichever process holds the lock."""

from pathlib import Path
from threading import Event, Thread
from time import monotonic

import structlog
from sqlalchemy.exc import DBAPIError

from index.engine import Engine, IndexUnavailable
from service.logs import in_a_line
from service.store import Store
from service.sync import commands
from service.sync.inspecting import inspecting
from service.sync.locking import try_lock
from service.sync.reporting import ProgressFile
from service.sync.waiting import Waiting
from service.sync.waking import ChangeWatch
from service.sync.worker import Worker

LOCK_RETRY = 0.25
"""Seconds between two tries to take over from another process."""
LOOK_ANYWAY = 1.0
"""Seconds after which rows are looked for without a sign of any."""
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 10.0
"""Seconds before what failed is tried again, at first and in the end."""

FORESEEN = (OSError, IndexUnavailable, DBAPIError)
"""A full disk, a damaged index, a busy database: where it was met says nothing more."""

log = structlog.get_logger()


class Indexer:
    """One in every process; the one that gets the lock works, the others stand by."""

    def __init__(self, store: Store, engine: Engine, lock_path: Path) -> None:
        self._store = store
        self._engine = engine
        self._lock_path = lock_path
        self._waiting = Waiting(store, engine)
        self._progress = ProgressFile(lock_path)
        self._stopping = Event()
        self._wake = Event()
        self._thread: Thread | None = None
        self._pause = FIRST_PAUSE

    def start(self) -> None:
        assert self._thread is None
        self._stopping.clear()
        self._thread = Thread(target=self._run, name="indexer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends after the piece of work in hand, and lets another process take over."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def notify(self) -> None:
        """Says that a change was committed; without it, it is noticed a little later."""
        self._wake.set()

    def wait_until_indexed(self, seq: int, timeout: float) -> bool:
        """Whether the index shows what this interactive outbox row stands for.

        Waits for it, `timeout` seconds at most; from any thread, whichever process indexes.
        """
        self.notify()
        return self._waiting.wait(seq, timeout)

    def run_until_empty(self, progress: commands.Progress = commands.ignore) -> None:
        """For a command that holds the lock and runs no thread: see `sync.run_until_empty`."""
        commands.run_until_empty(self._store, self._engine, progress, self._lock_path)

    # ------------------------------------------------------------ the thread

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                with try_lock(self._lock_path) as held:
                    if held:
                        self._lead()
            except Exception as error:
                self._back_off("the indexer could not start", error)
            self._stopping.wait(LOCK_RETRY)

    def _lead(self) -> None:
        log.info("indexing in this process")
        self._waiting.lead(0)
        worker = Worker(
            self._store,
            self._engine,
            lock_path=self._lock_path,
            reached=self._waiting.reach,
            report=self._progress.write,
        )
        try:
            with (
                ChangeWatch(self._store) as watch,
                inspecting(self._engine, damaged=self._wake.set),
            ):
                while not self._stopping.is_set():
                    self._step(worker, watch)
        finally:
            self._waiting.follow()
            worker.close()
            self._progress.clear()

    def _step(self, worker: Worker, watch: ChangeWatch) -> None:
        try:
            watch.changed()  # before the rows are read, so that a later one counts as a change
            if not worker.step() and not worker.tidy():
                self._progress.clear()
                self._idle(watch)
            self._pause = FIRST_PAUSE
        except Exception as error:
            self._back_off("the search index could not be written", error)

    def _idle(self, watch: ChangeWatch) -> None:
        """Until there may be something to do."""
        until = monotonic() + LOOK_ANYWAY
        while not self._wake.wait(watch.interval) and monotonic() < until:
            if watch.changed():
                break
        self._wake.clear()

    def _back_off(self, event: str, error: Exception) -> None:
        """Waits longer each time, which also bounds what is logged."""
        if isinstance(error, FORESEEN):
            log.error(event, error=in_a_line(error), retry_in=self._pause)
            log.debug(event, exc_info=error)
        else:
            log.error(event, retry_in=self._pause, exc_info=error)
        self._stopping.wait(self._pause)
        self._pause = min(2 * self._pause, LONGEST_PAUSE)
