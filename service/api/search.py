"""Search: a reader's words in the public versions of articles."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Annotated, NamedTuple, TypeAlias

import strawberry
from sqlmodel import Session, col, select

from index.engine import Order, Page
from index.highlight import highlight, snippet
from index.parser import parse
from index.query import Query
from service.api import cursors
from service.api.articles.types import Article
from service.api.connections import After, PageInfo, bounded
from service.api.context import Context, Info
from service.api.fields import choice, field
from service.api.hits import entry_id_of, run, still_there
from service.api.mutations import present
from service.api.scalars import HTML
from service.api.search_filters import SearchFilter, narrowed
from service.content.article import Article as ArticleRow
from service.content.visibility import View, public_at
from service.errors import BadRequest

MAX_QUERY = 4_096
"""Bytes of a reader's words."""
MAX_REACH = 1_000
"""How far into the hits a page may lie."""


@strawberry.enum(description="In what order articles are found.")
class SearchOrder(Enum):
    RELEVANCE = choice(Order.RELEVANCE, "The best match first.")
    NEWEST = choice(Order.NEWEST, "Last published first.")
    OLDEST = choice(Order.OLDEST, "First published first.")


class _Text(NamedTuple):
    """What is shown of a hit, and the words it was found by."""

    entry_id: int
    query: Query


class _Marked(NamedTuple):
    title: str
    snippet: str


@strawberry.type(description="One article that was found.")
class SearchEdge:
    cursor: str = strawberry.field(description="The place, for `after`.")
    node: Article = strawberry.field(description="The article.")
    score: float = strawberry.field(description="How well it matches; comparable in one search.")
    text: strawberry.Private[_Text]

    @field(description="The title, <mark> around what matched, all else escaped.")
    async def title_highlight(self, info: Info) -> HTML:
        return HTML((await self._marked(info.context)).title)

    @field(description="A piece of the text, <mark> around what matched.")
    async def snippet(self, info: Info) -> HTML:
        return HTML((await self._marked(info.context)).snippet)

    async def _marked(self, context: Context) -> _Marked:
        return await context.load(_marked_texts, self.text) or _Marked("", "")


@strawberry.type(description="A page of what was found.")
class SearchConnection:
    found: strawberry.Private[list[SearchEdge]]
    offset: strawberry.Private[int]
    reached: strawberry.Private[int]
    total_count: int = strawberry.field(description="How many articles match.")

    @field(description="The page's articles with what matched.")
    def edges(self) -> list[SearchEdge]:
        return self.found

    @field(description="The page's articles alone.")
    def nodes(self) -> list[Article]:
        return [edge.node for edge in self.found]

    @field(description="Where the page stands among the hits.")
    def page_info(self) -> PageInfo:
        return PageInfo(
            has_next_page=self.reached < min(self.total_count, MAX_REACH),
            has_previous_page=self.offset > 0,
            start_cursor=self.found[0].cursor if self.found else None,
            # Not the last edge's: what is gone since was left out, and the next page goes on.
            end_cursor=_cursor(self.reached) if self.reached > self.offset else None,
        )


def _marked_texts(session: Session, view: View, keys: Sequence[_Text]) -> Mapping[_Text, _Marked]:
    """Made from the public version, whatever else the view may see."""
    rows = session.exec(
        select(ArticleRow.entry_id, ArticleRow.title, ArticleRow.lead, ArticleRow.plain_text).where(
            col(ArticleRow.entry_id).in_({key.entry_id for key in keys}),
            public_at(ArticleRow, view.now),
        )
    )
    texts = {row[0]: row for row in rows}
    marked = {}
    for key in keys:
        if key.entry_id in texts:
            _, title, lead, plain_text = texts[key.entry_id]
            text = f"{lead}\n{plain_text}" if lead else plain_text
            marked[key] = _Marked(highlight(title, key.query, "title"), snippet(text, key.query))
    return marked


def _cursor(place: int) -> str:
    return cursors.write("search", place)


def _offset(count: int, after: str | None, page: int | None) -> int:
    """How many hits come before the page."""
    if after is not None and page is not None:
        raise BadRequest("Either `page` or `after`, never both.")
    if page is not None and page < 1:
        raise BadRequest(f"`page` counts from 1; it is {page}.")
    offset = 0 if page is None else (page - 1) * count
    if after is not None:
        name, place = cursors.read(after, 2)
        if name != "search":
            raise cursors.foreign()
        offset = cursors.read_number(place, 1)
    if offset + count > MAX_REACH and (page is not None or offset >= MAX_REACH):
        raise BadRequest(f"A search reaches {MAX_REACH:,} hits; narrow it instead.")
    return offset


def _words(query: str) -> Query:
    if not query.strip():
        raise BadRequest("The query is empty.")
    if len(query) > MAX_QUERY or len(query.encode()) > MAX_QUERY:
        raise BadRequest(f"A query has at most {MAX_QUERY:,} bytes.")
    return parse(query)


async def _edges(context: Context, page: Page, words: Query, offset: int) -> list[SearchEdge]:
    found = await still_there(context, page)
    return [
        SearchEdge(
            cursor=_cursor(offset + place),
            node=Article.of(found[entry_id]),
            score=hit.score,
            text=_Text(entry_id, words),
        )
        for place, hit in enumerate(page.hits, 1)
        if (entry_id := entry_id_of(hit)) in found
    ]


Words: TypeAlias = Annotated[str, strawberry.argument(description="The words, at most 4 KB.")]
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
        " the public can read, whoever asks. If the index changed between two pages an article may"
        " come twice; a cursor never errors."
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
        context, count, words = info.context, bounded("first", first), _words(query)
        offset = _offset(count, present(after), present(page))
        reach = min(count, MAX_REACH - offset)
        asked = await narrowed(context, words, present(where))
        found = await run(context, asked, order_by.value, offset, reach)
        return SearchConnection(
            found=await _edges(context, found, words, offset),
            offset=offset,
            reached=offset + len(found.hits),
            total_count=found.total,
        )
