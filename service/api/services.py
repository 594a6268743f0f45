"""What the endpoint needs of the rest, made once for a process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from anyio import CapacityLimiter

from index.engine import Engine
from service.api.counting import ViewCounter
from service.api.recording import SearchRecorder
from service.api.throttling import LoginThrottle
from service.api.trees import CurrentTrees
from service.operations.media import MediaStore
from service.operations.renditions import read_secret
from service.settings import Settings
from service.store import READERS, WRITERS, Store
from service.sync.synonyms import CurrentSynonyms

WAITING = 16
HASHING = 2
SEARCHING = 1


class Indexing(Protocol):
    """What a mutation asks of the indexer."""

    def notify(self) -> None:
        """Says that there is something to index."""

    def wait_until_indexed(self, seq: int, timeout: float) -> bool:
        """Whether the outbox row is in the index; blocks for at most `timeout` seconds."""


@dataclass(frozen=True)
class Services:
    settings: Settings
    store: Store
    engine: Engine
    indexer: Indexing
    media: MediaStore

    @cached_property
    def reading(self) -> asyncio.Semaphore:
        """Taken for as long as a snapshot is open.

        Waiting here takes no thread; waiting for a connection would, and the requests that hold
        the connections need threads to finish.
        """
        return asyncio.Semaphore(READERS)

    @cached_property
    def writing(self) -> asyncio.Semaphore:
        return asyncio.Semaphore(WRITERS)

    @cached_property
    def waiting(self) -> CapacityLimiter:
        """Threads that wait for the index, apart from those that work."""
        return CapacityLimiter(WAITING)

    @cached_property
    def searching(self) -> CapacityLimiter:
        """The thread that searches or marks what was found.

        With more of them no search ends sooner, since Python runs one at a time; but whatever else
        is asked for would wait for its turn among them all.
        """
        return CapacityLimiter(SEARCHING)

    @cached_property
    def hashing(self) -> CapacityLimiter:
        """Passwords that are checked at once; each takes a core and much memory for a while."""
        return CapacityLimiter(HASHING)

    @cached_property
    def secret(self) -> bytes:
        """Signs the addresses of renditions."""
        return read_secret(self.settings.data_dir)

    @cached_property
    def views(self) -> ViewCounter:
        return ViewCounter(self.store, self.settings.view_window)

    @cached_property
    def searches(self) -> SearchRecorder:
        settings = self.settings
        return SearchRecorder(
            self.store, enabled=settings.search_analytics, days=settings.search_analytics_days
        )

    @cached_property
    def synonyms(self) -> CurrentSynonyms:
        return CurrentSynonyms()

    @cached_property
    def trees(self) -> CurrentTrees:
        return CurrentTrees()

    @cached_property
    def logins(self) -> LoginThrottle:
        return LoginThrottle(self.settings.login_attempts)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keeps what runs beside the requests alive; the application's lifespan enters it."""
        async with self.views.running(), self.searches.running():
            yield
