"""The field `search`, and its arguments."""

from enum import Enum
from functools import partial
from typing import Annotated, TypeAlias

import strawberry

from index.asking import Answer, Asking
from index.engine import Order
from service.api.connections import After, bounded
from service.api.context import Context, Info
from service.api.fields import choice, field
from service.api.mutations import present
from service.api.search.connection import SearchConnection
from service.api.search.filters import SearchFilter, narrowing
from service.api.search.paging import MAX_REACH, offset_of
from service.errors import BadRequest
from service.notes import Work, timed

MAX_QUERY = 4_096
"""Bytes of a reader's words."""


@strawberry.enum(description="In what order articles are found.")
class SearchOrder(Enum):
    RELEVANCE = choice(Order.RELEVANCE, "The best match first.")
    NEWEST = choice(Order.NEWEST, "Last published first.")
    OLDEST = choice(Order.OLDEST, "First published first.")


Words: TypeAlias = Annotated[
    str,
    strawberry.argument(
        description="The words, at most 4 KB. Quotation marks ask for a phrase, -word leaves out,"
        " OR gives a choice; title: and byline: before a word or phrase look there alone."
    ),
]
Narrowing: TypeAlias = Annotated[
    SearchFilter | None, strawberry.argument(description="What narrows it.")
]
OrderBy: TypeAlias = Annotated[
    SearchOrder, strawberry.argument(description="In what order they come.")
]
Count: TypeAlias = Annotated[int, strawberry.argument(description="How many, 1 to 100.")]
PageNumber: TypeAlias = Annotated[
    int | None,
    strawberry.argument(
        description="From 1; page x first <= 1000, and never together with `after`."
    ),
]


@strawberry.type
class SearchQuery:
    @field(
        description="Articles that hold a reader's words, typed with or without accents, among what"
        " the public can read, whoever asks. Where those that hold every word do not fill a page,"
        " those that hold about half of them follow. If the index changed between two pages an"
        " article may come twice; a cursor never errors."
    )
    async def search(
        self,
        info: Info,
        query: Words,
        where: Narrowing = strawberry.UNSET,
        order_by: OrderBy = SearchOrder.RELEVANCE,
        first: Count = 10,
        after: After = strawberry.UNSET,
        page: PageNumber = strawberry.UNSET,
    ) -> SearchConnection:
        context, count, words = info.context, bounded("first", first), _checked(query)
        offset = offset_of(count, present(after), present(page))
        asking = await _asking(context, present(where))
        answer = await _ask(context, asking, words, order_by.value, offset, count)
        if not offset and context.actor.role is None:
            # What a filter has left out is not missing.
            narrowed = len(asking.filters) > 1
            context.services.searches.record(words, answer.complete or int(narrowed))
        return SearchConnection(asking=asking, answer=answer, offset=offset)


def _checked(query: str) -> str:
    if not query.strip():
        raise BadRequest("The query is empty.")
    if len(query) > MAX_QUERY or len(query.encode()) > MAX_QUERY:
        raise BadRequest(f"A query has at most {MAX_QUERY:,} bytes.")
    return query


async def _asking(context: Context, where: SearchFilter | None) -> Asking:
    return Asking(
        context.services.engine,
        await context.synonyms(),
        context.view.now,
        await narrowing(context, where),
        context.services.settings.search_recency,
    )


async def _ask(
    context: Context, asking: Asking, words: str, order: Order, offset: int, count: int
) -> Answer:
    """In a worker thread."""
    reach = min(count, MAX_REACH - offset)
    context.budget.things(reach)
    context.budget.search()
    ask = partial(asking.ask, words, order=order, offset=offset, limit=reach)
    return await context.search(timed(Work.SEARCH)(ask))
