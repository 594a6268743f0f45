"""One request: who asks, what they see, and the one snapshot that everything is read from."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from typing import Any, TypeAlias, TypeVar

import anyio
import anyio.to_thread
import strawberry
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from strawberry.dataloader import DataLoader

from index.synonyms import Synonyms
from service import outbox
from service.api.budget import Budget
from service.api.services import Services
from service.content.category import CategoryTree
from service.content.times import now
from service.content.visibility import View
from service.permissions import PUBLIC, Actor

K = TypeVar("K")
V = TypeVar("V")
T = TypeVar("T")

Find: TypeAlias = Callable[[Session, View, Sequence[K]], Mapping[K, V]]
"""Finds values for many keys at once, in a constant number of statements."""

MAX_BATCH = 200
READING_SECONDS = 5.0
"""Processor time that the statements of one request may take while it reads."""


class Context:
    """What resolvers work with; `Info.context`. Closed at the end of the request."""

    def __init__(self, services: Services, request: Request, response: Response) -> None:
        self.services = services
        self.request = request
        self.response = response
        self.actor: Actor = PUBLIC
        self.budget = Budget()
        self._lock = asyncio.Lock()
        self._open: ExitStack | None = None
        self._session: Session | None = None
        self._closed = False
        self._renew()

    @property
    def view(self) -> View:
        """What this request sees; the same moment for all of it."""
        return self._view

    @property
    def address(self) -> str:
        """The client's address, for what is counted by it."""
        return self.request.client.host if self.request.client else ""

    def become(self, actor: Actor) -> None:
        """Whatever is read from now on is read as `actor`."""
        self.actor = actor
        self._renew()

    async def load(
        self, find: Find[K, V], key: K, limiter: anyio.CapacityLimiter | None = None
    ) -> V | None:
        """What `find` has for the key; keys that are asked for together are found together.

        Others wait for the same answer: whoever is cancelled must not take it from them. What
        takes long is given the `limiter` of its kind.
        """
        answer = asyncio.ensure_future(self._loader(find, limiter).load(key))
        return answer.result() if answer.done() else await asyncio.shield(answer)

    async def load_many(self, find: Find[K, V], keys: Iterable[K]) -> list[V]:
        """What `find` has for the keys, in their order; keys without anything are left out."""
        found = await asyncio.shield(self._loader(find).load_many(keys))
        return [one for one in found if one is not None]

    async def synonyms(self) -> Synonyms:
        """Those of the request's moment; one small statement for the whole request."""
        found = await self.load(self.services.synonyms.find, None)
        assert found is not None
        return found

    async def search(self, work: Callable[[], T]) -> T:
        """Runs `work` in a worker thread, a few at a time for all requests."""
        return await anyio.to_thread.run_sync(work, limiter=self.services.searching)

    async def read(
        self, work: Callable[[Session], T], limiter: anyio.CapacityLimiter | None = None
    ) -> T:
        """Runs `work` in a worker thread, on the request's snapshot."""
        async with self._lock:
            if self._closed:
                raise RuntimeError("the request is over")
            self.budget.check()
            if self._open is None:
                await self.services.reading.acquire()
                self._open = ExitStack()
            return await anyio.to_thread.run_sync(
                self._on_snapshot, work, self._open, limiter=limiter
            )

    async def write(self, work: Callable[[Session], T]) -> tuple[T, int | None]:
        """Runs `work` in one transaction; its result and the number of its last outbox row.

        What is read afterwards shows what was committed.
        """
        await self._close_snapshot()
        try:
            async with self.services.writing:
                return await anyio.to_thread.run_sync(self._transact, work)
        finally:
            self._renew()

    async def close(self) -> None:
        self._closed = True
        await self._close_snapshot()

    def _renew(self) -> None:
        self._view = self.actor.view(now())
        self._loaders: dict[Any, DataLoader[Any, Any]] = {}
        self.tree: CategoryTree | None = None

    def _loader(
        self, find: Find[K, V], limiter: anyio.CapacityLimiter | None = None
    ) -> DataLoader[K, V | None]:
        if find not in self._loaders:
            load = partial(self._find, find, limiter)
            self._loaders[find] = DataLoader(load, max_batch_size=MAX_BATCH)
        return self._loaders[find]

    async def _find(
        self, find: Find[K, V], limiter: anyio.CapacityLimiter | None, keys: list[K]
    ) -> list[V | None]:
        found = await self.read(lambda session: find(session, self._view, keys), limiter)
        return [found.get(key) for key in keys]

    def _on_snapshot(self, work: Callable[[Session], T], opened: ExitStack) -> T:
        if self._session is None:  # here, because connecting may take a while
            snapshot = self.services.store.snapshot(READING_SECONDS)
            self._session = opened.enter_context(snapshot)
        return work(self._session)

    async def _close_snapshot(self) -> None:
        with anyio.CancelScope(shield=True):
            async with self._lock:
                opened, self._open, self._session = self._open, None, None
                if opened is None:
                    return
                try:
                    await anyio.to_thread.run_sync(opened.close)
                finally:
                    self.services.reading.release()

    def _transact(self, work: Callable[[Session], T]) -> tuple[T, int | None]:
        with self.services.store.transaction() as session:
            return work(session), outbox.last_seq(session)


Info: TypeAlias = strawberry.Info[Context, None]
