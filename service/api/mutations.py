"""What every mutation shares: one operation in one transaction, and refusals as data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import anyio
import anyio.to_thread
import strawberry
from sqlmodel import Session
from strawberry import UNSET

from service.api import ids
from service.api.context import Context, Info
from service.api.errors import MutationError, mutation_errors, refusals_of
from service.api.fields import refused
from service.errors import Refusal, Refused
from service.permissions import Actor

T = TypeVar("T")
S = TypeVar("S")


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without what the client left out; null stays, and clears."""
    return {name: value for name, value in values.items() if value is not UNSET}


def present(value: T | None) -> T | None:
    """The value, or None where it is absent."""
    return None if value is UNSET else value


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """What an operation returned, or what it refused."""

    value: T | None
    seq: int | None
    refusals: list[Refusal]

    def shown(self, make: Callable[[T], S]) -> S | None:
        """The value as its GraphQL type; None where it was refused."""
        return None if self.value is None else make(self.value)

    @property
    def errors(self) -> list[MutationError]:
        return mutation_errors(self.refusals)


async def change(info: Info, operation: Callable[[Session, Actor], T]) -> Outcome[T]:
    """Runs one operation as the request's actor; nothing of it is kept if it refuses."""
    context = info.context
    try:
        value, seq = await context.write(lambda session: operation(session, context.actor))
    except (Refused, Refusal) as error:
        return Outcome(None, None, refusals_of(error))
    if seq is not None:
        context.services.indexer.notify()
    return Outcome(value, seq, [])


async def searchable(context: Context, seq: int | None) -> bool:
    """Whether the index shows the change; waits for it, within bounds."""
    if seq is None:
        return False
    services = context.services
    wait = services.settings.searchable_wait
    with anyio.move_on_after(wait):
        return await anyio.to_thread.run_sync(
            services.indexer.wait_until_indexed, seq, wait, limiter=services.waiting
        )
    return False


@strawberry.input(description="What is to be deleted.")
class DeleteInput:
    id: strawberry.ID = strawberry.field(description="Its id.")


@strawberry.type(description="What was deleted, or why not.")
class DeletePayload:
    id: strawberry.ID | None = strawberry.field(
        default=None, description="Of what is gone; null where refused."
    )
    errors: list[MutationError] = refused()


async def delete(
    info: Info, input: DeleteInput, type_name: str, operation: Callable[..., object]
) -> DeletePayload:
    """Runs an operation that takes a session, an actor and the row's id."""
    row_id = ids.row_of(input.id, type_name)
    outcome = await change(info, lambda session, actor: operation(session, actor, row_id))
    return DeletePayload(id=None if outcome.refusals else input.id, errors=outcome.errors)
