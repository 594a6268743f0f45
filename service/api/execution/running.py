"""One run of an operation: what it waits for, and what went wrong."""

import asyncio
from asyncio import Future
from collections.abc import Awaitable
from functools import partial
from typing import Any, NamedTuple

from graphql import FieldNode, GraphQLError, GraphQLSchema
from graphql.error import located_error
from graphql.execution.values import VariableValues

from service.api.execution.shapes import Selection
from service.api.execution.slots import Container, Path, Resolving, Slot, Takes

MAX_ERRORS = 100
"""That are kept; one cause may show in thousands of places."""


class Answer(NamedTuple):
    data: dict[str, Any] | None
    errors: list[GraphQLError]


class Info(NamedTuple):
    """What resolvers get."""

    context: Any
    schema: GraphQLSchema


class Run:
    """Used once, on the event loop."""

    def __init__(self, info: Resolving, variables: VariableValues) -> None:
        self.info = info
        self.variables = variables
        self.arguments: dict[object, dict[str, Any]] = {}
        self._errors: list[GraphQLError] = []
        self._pending: set[Future[Any]] = set()
        self._settled: Future[None] | None = None
        self._whole: dict[str, Any] = {"data": {}}
        self._slot = Slot(self._whole, "data", None)

    async def answer(self, root: Selection, *, serially: bool = False) -> Answer:
        """What the selection gives; what goes wrong is among its errors.

        Serially, as mutations are run, a field begins when the one before it is done.
        """
        try:
            for part in root.one_by_one() if serially else (root,):
                part.fill(None, self._whole["data"], None, self._slot, self)
                await self._settle()
                if self._slot.is_null:
                    break
        finally:
            await self._abandon()
        return Answer(self._whole["data"], self._errors)

    def wait(
        self,
        awaitable: Awaitable[Any],
        position: Takes,
        into: Container,
        key: str | int,
        path: Path,
        slot: Slot,
    ) -> None:
        """The position gets the value as soon as it is there."""
        future = asyncio.ensure_future(awaitable)
        self._pending.add(future)
        future.add_done_callback(partial(self._arrived, position, into, key, path, slot))

    def fail(self, error: Exception, nodes: list[FieldNode], path: Path, slot: Slot) -> None:
        """Makes the slot null, and says why; unless it is not shown anyway."""
        if slot.is_gone:
            return
        slot.nullify()
        if len(self._errors) < MAX_ERRORS:
            self._errors.append(located_error(error, nodes, _spelt(path)))

    def _arrived(
        self,
        position: Takes,
        into: Container,
        key: str | int,
        path: Path,
        slot: Slot,
        future: Future[Any],
    ) -> None:
        self._pending.discard(future)
        if not future.cancelled():
            error = future.exception()
            if slot.is_gone:
                pass
            elif error is None:
                position.put(future.result(), into, key, path, slot, self)
            elif isinstance(error, Exception):
                position.fail(error, into, key, path, slot, self)
        if self._settled is not None and (not self._pending or self._slot.is_null):
            self._settled.set_result(None)
            self._settled = None

    async def _settle(self) -> None:
        """Until nothing is waited for, or nothing is left to be shown."""
        if self._pending and not self._slot.is_null:
            self._settled = asyncio.get_running_loop().create_future()
            await self._settled

    async def _abandon(self) -> None:
        """What is still under way has nobody left who asks for it."""
        self._settled = None
        left = list(self._pending)
        for future in left:
            future.cancel()
        await asyncio.gather(*left, return_exceptions=True)


def _spelt(path: Path) -> list[str | int]:
    parts: list[str | int] = []
    while path is not None:
        path, part = path
        parts.append(part)
    return parts[::-1]
