"""Counting the views of articles: once a reader and article in a while, written in batches."""

import asyncio
import secrets
import time
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from hashlib import blake2b

import anyio.to_thread
import structlog
from sqlalchemy.exc import SQLAlchemyError

from service.operations.views import add_views
from service.store import Store

log = structlog.get_logger(__name__)

INTERVAL = 5.0
"""Seconds between two batches."""
MAX_REMEMBERED = 200_000
"""Readers of articles that are remembered; past that the oldest may count again."""
MAX_AT_ADDRESS = 20
"""Readers of an article behind one address that count, in the time in which each counts once."""
MAX_WAITING = 20_000
"""Articles whose views wait for a batch; past that a batch is written at once."""


class ViewCounter:
    """Used on the event loop only. What it has not written is lost when the process is killed."""

    def __init__(self, store: Store, window: float) -> None:
        self._store = store
        self._window = window
        self._salt = secrets.token_bytes(16)
        self._seen: OrderedDict[bytes, tuple[float, bytes]] = OrderedDict()
        self._readers: Counter[bytes] = Counter()
        self._waiting: Counter[int] = Counter()
        self._full = asyncio.Event()

    def count(self, entry_id: int, address: str, user_agent: str) -> bool:
        """Counts a view; False where this reader's view of it was counted a while ago.

        Readers behind one address are told apart by what their browsers say of themselves. Anyone
        can make that up, so only a few of them count. Of a reader only digests are kept, salted
        anew in every process.
        """
        place = self._digest(entry_id, address)
        reader = self._digest(entry_id, address, user_agent)
        now = time.monotonic()
        self._forget(now)
        if reader in self._seen or self._readers[place] >= MAX_AT_ADDRESS:
            return False
        self._seen[reader] = now, place
        self._readers[place] += 1
        self._waiting[entry_id] += 1
        if len(self._waiting) >= MAX_WAITING:
            self._full.set()
        return True

    def _digest(self, *parts: object) -> bytes:
        named = "\n".join(map(str, parts)).encode("utf-8", "replace")
        return blake2b(named, digest_size=12, key=self._salt).digest()

    def _forget(self, now: float) -> None:
        while self._seen:
            reader, (seen, place) = next(iter(self._seen.items()))
            if now - seen < self._window and len(self._seen) < MAX_REMEMBERED:
                break
            del self._seen[reader]
            self._readers[place] -= 1
            if not self._readers[place]:
                del self._readers[place]

    async def flush(self) -> None:
        """Writes what waits. If the database refuses, it waits for the next batch."""
        counts, self._waiting = self._waiting, Counter()
        if not counts:
            return
        try:
            await anyio.to_thread.run_sync(self._write, counts)
        except SQLAlchemyError as error:
            log.warning("views are not written yet", error=str(error)[:500])
            self._waiting.update(counts)

    def _write(self, counts: Counter[int]) -> None:
        with self._store.transaction() as session:
            add_views(session, counts)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Writes a batch now and then, and the last one at the end."""
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await self.flush()

    async def _run(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._full.wait(), INTERVAL)
            self._full.clear()
            await self.flush()
