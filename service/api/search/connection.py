"""A page of what was found. What is not selected is not looked for."""

from collections.abc import Callable
from functools import partial

import strawberry

from index.asking import Answer, Asking
from service.api.articles.types import Article
from service.api.connections import PageInfo
from service.api.context import Context, Info
from service.api.fields import field
from service.api.hits import entry_id_of, still_there
from service.api.scalars import HTML
from service.api.search.facets import NAMES, SearchFacets, shown
from service.api.search.interpretation import SearchInterpretation
from service.api.search.marking import Found, Marked, marked_texts
from service.api.search.paging import MAX_REACH, cursor
from service.notes import Work, timed


@strawberry.type(description="One article that was found.")
class SearchEdge:
    cursor: str = strawberry.field(description="The place, for `after`.")
    node: Article = strawberry.field(description="The article.")
    score: float = strawberry.field(
        description="How well it matches. Of a few words, what holds every one comes first whatever"
        " its score; and of two, what holds them side by side."
    )
    found: strawberry.Private[Found]

    @field(description="The title, <mark> around what matched, all else escaped.")
    def title_highlight(self, info: Info) -> HTML:
        return self._marked(info.context, lambda marked: marked.title)

    @field(
        description="The piece of the text that tells most about the match: at most 240 characters,"
        " <mark> around what matched, all else escaped."
    )
    def snippet(self, info: Info) -> HTML:
        return self._marked(info.context, lambda marked: marked.snippet)

    def _marked(self, context: Context, part: Callable[[Marked], str]) -> HTML:
        return context.show(
            marked_texts,
            self.found,
            lambda marked: HTML(part(marked) if marked is not None else ""),
            context.services.searching,
        )


@strawberry.type(description="A page of what was found. What is not selected is not looked for.")
class SearchConnection:
    asking: strawberry.Private[Asking]
    answer: strawberry.Private[Answer]
    offset: strawberry.Private[int]

    @field(description="The page's articles with what matched.")
    async def edges(self, info: Info) -> list[SearchEdge]:
        return await self._edges(info.context)

    @field(description="The page's articles alone.")
    async def nodes(self, info: Info) -> list[Article]:
        return [edge.node for edge in await self._edges(info.context)]

    @field(description="Where the page stands among the hits.")
    async def page_info(self, info: Info) -> PageInfo:
        edges = await self._edges(info.context)
        reached = self.offset + len(self.answer.page.hits)
        return PageInfo(
            has_next_page=reached < min(self.answer.page.total, MAX_REACH),
            has_previous_page=self.offset > 0,
            start_cursor=edges[0].cursor if edges else None,
            # Not the last edge's: what is gone since was left out, and the next page goes on.
            end_cursor=cursor(reached) if reached > self.offset else None,
        )

    @field(
        description="How many articles were found: those that hold every word, and where these do"
        " not fill a page, those that hold about half of the words."
    )
    def total_count(self) -> int:
        return self.answer.page.total

    @field(description="How many of them hold every word that was typed.")
    def complete_count(self) -> int:
        return self.answer.complete

    @field(description="Counts under this query, each leaving out its own filter.")
    async def facets(self, info: Info) -> SearchFacets:
        info.context.budget.search()
        count = timed(Work.FACETS)(partial(self.asking.facets, self.answer, NAMES))
        found = await info.context.search(count)
        return await shown(info.context, found)

    @field(
        description="The query with accents restored and typing errors mended; null unless it"
        " would find more articles that hold every word."
    )
    async def did_you_mean(self, info: Info) -> str | None:
        info.context.budget.search()
        return await info.context.search(partial(self.asking.did_you_mean, self.answer))

    @field(
        description="What was searched, where that is not just what was typed (raw typing, an"
        " abbreviation, words let go), as it can be typed again. Where words were let go it is"
        " `interpretation.text`: the words as read, without document numbers that no article names."
    )
    def interpreted_as(self) -> str | None:
        return self.answer.interpreted_as

    @field(description="What the query was taken for.")
    def interpretation(self) -> SearchInterpretation:
        return SearchInterpretation(asking=self.asking, answer=self.answer)

    async def _edges(self, context: Context) -> list[SearchEdge]:
        page = self.answer.page
        found = await still_there(context, page)
        return [
            SearchEdge(
                cursor=cursor(self.offset + place),
                node=Article.of(found[entry_id]),
                score=hit.score,
                found=Found(entry_id, self.answer.query),
            )
            for place, hit in enumerate(page.hits, 1)
            if (entry_id := entry_id_of(hit)) in found
        ]
