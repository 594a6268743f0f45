"""Lists in pages: the arguments of a connection, its edges and its page info."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any, Generic, TypeAlias, TypeVar

import strawberry

from service.api.context import Context, Info
from service.api.cursors import Position
from service.api.fields import field
from service.api.loaders.entries import Shown
from service.api.loaders.pages import (
    Asked,
    Bound,
    Ordering,
    PageQuery,
    find_pages,
    find_totals,
    read_cursor,
    write_cursor,
)
from service.api.mutations import present
from service.errors import BadRequest

N = TypeVar("N")

DEFAULT_FIRST = 20
MAX_FIRST = 100

First: TypeAlias = Annotated[
    int | None,
    strawberry.argument(description="How many from the beginning, 1 to 100; 20 unless given."),
]
After: TypeAlias = Annotated[
    str | None, strawberry.argument(description="Only what comes after this cursor.")
]
Last: TypeAlias = Annotated[
    int | None,
    strawberry.argument(description="How many from the end, 1 to 100; never with `first`."),
]
Before: TypeAlias = Annotated[
    str | None, strawberry.argument(description="Only what comes before this cursor.")
]


@strawberry.type(description="Whether there is more, and where the page begins and ends.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether something follows this page.")
    has_previous_page: bool = strawberry.field(
        description="Whether something comes before this page."
    )
    start_cursor: str | None = strawberry.field(description="Of the first edge; null without one.")
    end_cursor: str | None = strawberry.field(description="Of the last edge; null without one.")


def bounded(name: str, value: int, most: int = MAX_FIRST) -> int:
    """The number, where a list may have so many; else BadRequest."""
    if not 1 <= value <= most:
        raise BadRequest(f"`{name}` must be between 1 and {most}; it is {value}.")
    return value


@dataclass(frozen=True, slots=True)
class Window:
    """How much of a list: `count` from its beginning (or end, if backward), within two cursors."""

    count: int
    backward: bool
    after: str | None
    before: str | None

    def bounds(self, order: Ordering) -> tuple[Bound | None, Bound | None]:
        """What `after` and `before` name in that order."""
        after = None if self.after is None else Bound(read_cursor(self.after, order))
        before = None if self.before is None else Bound(read_cursor(self.before, order))
        return after, before


def window(
    first: int | None, after: str | None, last: int | None = None, before: str | None = None
) -> Window:
    """The arguments of a connection, checked; absent ones may be UNSET."""
    first, last = present(first), present(last)
    after, before = present(after), present(before)
    if first is not None and last is not None:
        raise BadRequest("Either `first` or `last`, never both.")
    if last is not None:
        return Window(bounded("last", last), True, after, before)
    count = DEFAULT_FIRST if first is None else bounded("first", first)
    return Window(count, False, after, before)


@strawberry.type(description="One thing in a list, with its place there.")
class Edge(Generic[N]):
    cursor: str = strawberry.field(description="The place, for `after` and `before`.")
    node: N = strawberry.field(description="The thing itself.")


@strawberry.type(description="A page of a list. What is not selected is not asked for.")
class Connection(Generic[N]):
    query: strawberry.Private[PageQuery]
    make: strawberry.Private[Callable[[Shown], Any]]

    @field(description="The page's things with their cursors.")
    async def edges(self, info: Info) -> list[Edge[N]]:
        return [
            Edge(cursor=write_cursor(place, self.query.order), node=self.make(one))
            for place, one in await self._things(info.context)
        ]

    @field(description="The page's things alone.")
    async def nodes(self, info: Info) -> list[N]:
        return [self.make(one) for _, one in await self._things(info.context)]

    @field(description="Where the page stands in the list.")
    async def page_info(self, info: Info) -> PageInfo:
        query, found = self.query, await self._found(info.context, self.query)
        places, more = self._page(found), len(found) > query.count
        # What the page did not have to look at: only a cursor can have something behind it.
        before = await self._exists(info.context, replace(query, after=None, before=query.after))
        after = await self._exists(info.context, replace(query, before=None, after=query.before))
        cursors = [write_cursor(place, query.order) for place in (places[:1] + places[-1:])]
        return PageInfo(
            has_next_page=after or (more and not query.backward),
            has_previous_page=before or (more and query.backward),
            start_cursor=cursors[0] if cursors else None,
            end_cursor=cursors[-1] if cursors else None,
        )

    @field(description="How many the whole list holds; counted only when asked for.")
    async def total_count(self, info: Info) -> int:
        return await info.context.load(find_totals, self.query) or 0

    async def _things(self, context: Context) -> list[tuple[Position, Shown]]:
        """What is on the page, each with its place."""
        context.budget.things(self.query.count)
        found = await context.load(find_pages, Asked(self.query, things=True))
        assert found is not None
        shown = found.shown
        return [
            (place, shown[place.entry_id])
            for place in self._page(found.places)
            if place.entry_id in shown
        ]

    async def _found(self, context: Context, query: PageQuery) -> list[Position]:
        found = await context.load(find_pages, Asked(query, things=False))
        return found.places if found is not None else []

    def _page(self, found: list[Position]) -> list[Position]:
        """Without the one that only says that there is more."""
        if len(found) <= self.query.count:
            return found
        return found[1:] if self.query.backward else found[: self.query.count]

    async def _exists(self, context: Context, query: PageQuery) -> bool:
        """Whether anything stands at the window's cursor or behind it."""
        if query.after is None and query.before is None:
            return False
        inclusive = {
            name: replace(bound, inside=True)
            for name in ("after", "before")
            if (bound := getattr(query, name)) is not None
        }
        return bool(await self._found(context, replace(query, count=0, **inclusive)))
