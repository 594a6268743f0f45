"""What the API of every kind of content shares: its payloads, and its moves through the lifecycle.

A kind's own file declares its types and one `KindApi`; the mutations that change only an entry's
status are made here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import strawberry
from sqlmodel import Session

from service.api import ids
from service.api.context import Context, Info
from service.api.loaders.entries import Entries, Shown
from service.api.mutations import Outcome, change, searchable
from service.content.base import Entry
from service.errors import Conflict
from service.permissions import Actor

Operation = Callable[[Session, Actor], Entry]
Move = Callable[[Session, Actor, int, int], Entry]
"""Given the entry's id and the version that was read."""


@dataclass(frozen=True)
class KindApi:
    """A kind as GraphQL types; `field` is the payload's field that holds the thing."""

    entries: Entries
    type_name: str
    make: Callable[[Shown], Any]
    payload: Callable[..., Any]
    field: str

    async def find(self, context: Context, entry_id: int | None) -> Any | None:
        """The thing as the request sees it; None where it does not."""
        shown = None if not entry_id else await context.load(self.entries.shown, entry_id)
        return None if shown is None else self.make(shown)

    async def change(self, info: Info, operation: Operation) -> Any:
        """Runs the operation; the payload shows what was committed, or was there before."""
        outcome = await change(info, operation)
        # First the wait: nothing is held open during it.
        in_index = await searchable(info.context, outcome.seq)
        return self.payload(
            **{self.field: await self.find(info.context, _entry_id(outcome))},
            searchable=in_index,
            errors=outcome.errors,
        )

    def entry_id(self, session: Session, global_id: str) -> int:
        """The entry's id; 0, which no entry has, for one of another kind."""
        entry = session.get(Entry, ids.row_of(global_id, self.type_name))
        if entry is None or entry.kind != self.entries.kind.name:
            return 0
        return entry.id or 0

    def transition(self, move: Move, input_type: type, description: str) -> Any:
        """The mutation that makes a move; its input has an `id` and an `expected_version`."""

        async def resolve(info: Info, input: Any) -> Any:
            def operation(session: Session, actor: Actor) -> Entry:
                entry_id = self.entry_id(session, input.id)
                return move(session, actor, entry_id, input.expected_version)

            return await self.change(info, operation)

        resolve.__annotations__ |= {"input": input_type, "return": self.payload}
        return strawberry.mutation(resolver=resolve, description=description)


def _entry_id(outcome: Outcome[Entry]) -> int | None:
    if outcome.value is not None:
        return outcome.value.id
    conflicts = (one.entry_id for one in outcome.refusals if isinstance(one, Conflict))
    return next(conflicts, None)
