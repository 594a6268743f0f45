"""Things with a global id, and how each kind of them is found by it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import strawberry

from service.api import ids
from service.api.connections import MAX_FIRST
from service.api.context import Context, Info
from service.api.fields import field
from service.errors import BadRequest


@strawberry.interface(description="Anything with an id that is unique among all things.")
class Node:
    id: strawberry.ID = strawberry.field(description="Opaque; the same for ever.")


FindNode = Callable[[Context, int], Awaitable[Node | None]]
Found = TypeVar("Found", bound=FindNode)

_finders: dict[str, FindNode] = {}


def finds(type_name: str) -> Callable[[Found], Found]:
    """Registers how a type is found by its row's id, under the request's view."""

    def register(find: Found) -> Found:
        _finders[type_name] = find
        return find

    return register


async def find_node(context: Context, node_id: str) -> Node | None:
    """The thing; None for an unknown id, or where the view does not show it."""
    decoded = ids.decode(node_id)
    if decoded is None or decoded[0] not in _finders:
        return None
    type_name, row_id = decoded
    return await _finders[type_name](context, row_id)


@strawberry.type
class NodeQuery:
    @field(description="Anything by its id; null if there is nothing to be seen.")
    async def node(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Its global id.")],
    ) -> Node | None:
        return await find_node(info.context, id)

    @field(description="Several things by their ids, in the order of these.")
    async def nodes(
        self,
        info: Info,
        ids: Annotated[
            list[strawberry.ID], strawberry.argument(description="At most 100 global ids.")
        ],
    ) -> list[Node | None]:
        if len(ids) > MAX_FIRST:
            raise BadRequest(f"At most {MAX_FIRST} ids at once.")
        info.context.budget.things(len(ids))
        return await asyncio.gather(*(find_node(info.context, one) for one in ids))
