"""One request: who asks, what they see, and the one snapshot that everything is read from."""

import asyncio
from asyncio import Future
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any, TypeAlias, TypeVar, cast

import anyio
import anyio.to_thread
import strawberry
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from index.synonyms import Synonyms
from service import outbox
from service.api.batching import Batches, Find
from service.api.budget import Budget
from service.api.services import Services
from service.content.category import CategoryTree
from service.content.times import now
from service.content.visibility import View
from service.permissions import PUBLIC, Actor

K = TypeVar("K")
V = TypeVar("V")
T = TypeVar("T")

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

    def load(
        self, find: Find[K, V], key: K, limiter: anyio.CapacityLimiter | None = None
    ) -> Future[V | None]:
        """What `find` has for the key; what is asked for together is found together.

        What takes long is given the `limiter` of its kind.
        """
        return self._batches.load(find, key, _itself, limiter)

    def show(
        self,
        find: Find[K, V],
        key: K,
        make: Callable[[V | None], T],
        limiter: anyio.CapacityLimiter | None = None,
    ) -> T:
        """For a resolver to return: what `make` makes of what `find` has for the key, or of None.

        It is a future, which whoever runs resolvers waits for; a list shows such a thing for each
        of its items, and a task for each would cost more than all else about them.
        """
        shown: Any = self._batches.load(find, key, make, limiter)
        return cast("T", shown)

    def show_one(self, find: Find[K, V], key: K, make: Callable[[V], T]) -> T | None:
        """As `show`, where there may be nothing to make anything of; then it is null."""
        return self.show(find, key, lambda found: None if found is None else make(found))

    def show_all(self, find: Find[K, list[V]], key: K, make: Callable[[V], T]) -> list[T]:
        """As `show`, a list of what `make` makes of each that there is for the key."""

        def made(found: list[V] | None) -> list[T]:
            self.budget.things(len(found or ()))
            return [make(one) for one in found or ()]

        return self.show(find, key, made)

    async def load_many(self, find: Find[K, V], keys: Iterable[K]) -> list[V]:
        """What `find` has for the keys, in their order; keys without anything are left out."""
        found = await asyncio.gather(*(self.load(find, key) for key in keys))
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
        self._batches = Batches(self.read, self._view)
        self.tree: CategoryTree | None = None

    def _on_snapshot(self, work: Callable[[Session], T], opened: ExitStack) -> T:
        if self._session is None:  # here, because connecting may take a while
            snapshot = self.services.store.snapshot(READING_SECONDS)
            self._session = opened.enter_context(snapshot)
            self.tree = self.services.trees.known(self._session)
        return work(self._session)

    async def _close_snapshot(self) -> None:
        with anyio.CancelScope(shield=True):
            async with self._lock:
                opened, self._open, self._session = self._open, None, None
                if opened is None:
                    return
                try:
                    if self.services.store.local:  # a thread would take longer to be had
                        opened.close()
                    else:
                        await anyio.to_thread.run_sync(opened.close)
                finally:
                    self.services.reading.release()

    def _transact(self, work: Callable[[Session], T]) -> tuple[T, int | None]:
        with self.services.store.transaction() as session:
            return work(session), outbox.last_seq(session)


def _itself(value: Any) -> Any:
    return value


Info: TypeAlias = strawberry.Info[Context, None]
