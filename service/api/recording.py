"""Counting what readers search for: in memory, and now and then in the database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from itertools import groupby
from threading import Event, Lock, Thread
from typing import TypeAlias

import anyio.to_thread
import structlog
from sqlalchemy.exc import SQLAlchemyError

from service.content.times import now
from service.operations.searches import Asked, add, countable, day_of, forget
from service.store import Store

log = structlog.get_logger(__name__)

THREAD = "searches"
INTERVAL = 5.0
"""Seconds between two batches."""
MAX_WAITING = 10_000
"""Different queries that wait for a batch; past that new ones are not counted."""
MANY = MAX_WAITING // 2
"""With so many a batch is written at once."""

Waiting: TypeAlias = dict[tuple[date, str], Asked]


class SearchRecorder:
    """Any thread may record. What is not written yet is lost when the process is killed."""

    def __init__(self, store: Store, *, enabled: bool, days: int) -> None:
        self.enabled = enabled
        self._store = store
        self._kept = timedelta(days=days)
        self._forgotten: date | None = None
        self._lock = Lock()
        self._waiting: Waiting = {}
        self._wake = Event()
        self._stopping = False

    def record(self, query: str, total: int) -> None:
        """Counts a search that found so much; takes microseconds, and never raises.

        Of the query nothing is kept where it is long or may say something of a person.
        """
        counted = countable(query) if self.enabled else None
        if counted is not None:
            key = day_of(now()), counted
            if self._wait_with({key: Asked(1, 0 if total else 1)}) == MANY:
                self._wake.set()

    def flush(self) -> None:
        """Writes what waits. If the database refuses, it waits for the next batch."""
        with self._lock:
            waiting, self._waiting = self._waiting, {}
        if not waiting:
            return
        try:
            with self._store.transaction() as session:
                for day, one_day in groupby(sorted(waiting.items()), lambda one: one[0][0]):
                    add(session, day, {query: asked for (_, query), asked in one_day})
        except SQLAlchemyError as error:
            log.warning("searches are not counted yet", error=str(error)[:500])
            self._wait_with(waiting)

    def forget_old(self) -> None:
        """Once a day, removes what has been kept long enough; also while nothing is counted."""
        today = day_of(now())
        if self._forgotten == today:
            return
        try:
            with self._store.transaction() as session:
                forget(session, today - self._kept)
            self._forgotten = today
        except SQLAlchemyError as error:
            log.warning("old searches are still counted", error=str(error)[:500])

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Writes a batch now and then, and the last one at the end."""
        thread = Thread(target=self._run, name=THREAD, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stopping = True
            self._wake.set()
            await anyio.to_thread.run_sync(thread.join)

    def _run(self) -> None:
        while not self._stopping:
            self._wake.wait(INTERVAL)
            self._wake.clear()
            self.flush()
            self.forget_old()

    def _wait_with(self, more: Waiting) -> int:
        """How many different queries wait now."""
        with self._lock:
            for key, asked in more.items():
                if key in self._waiting:
                    self._waiting[key] = self._waiting[key].plus(asked)
                elif len(self._waiting) < MAX_WAITING:
                    self._waiting[key] = asked
            return len(self._waiting)
