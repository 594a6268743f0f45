"""Suggestions while a reader types: tags, frequent phrases and titles of published articles."""

from asyncio import gather
from collections.abc import Mapping
from typing import Annotated

import strawberry

from index.suggest import Begun, Found, ranked, suggest
from service.api.articles.listing import ARTICLES
from service.api.articles.types import Article
from service.api.connections import bounded
from service.api.context import Context, Info
from service.api.fields import field
from service.api.hits import entry_id_of
from service.api.loaders.tags import tags_beginning
from service.api.slugs import is_possible
from service.content.article import ARTICLE
from service.content.visibility import View
from service.notes import Work, timed

MAX_SUGGESTIONS = 20
SAMPLE = 30
"""Titles that are looked at, also for the phrases they share."""


@strawberry.type(description="What a reader may have begun to type.")
class Suggestion:
    text: str = strawberry.field(description="To be searched for, or shown; with its accents.")
    article: Article | None = strawberry.field(
        description="The article whose title it is; null for a tag, a phrase or a number."
    )


@strawberry.type
class SuggestQuery:
    @field(
        description="What may be meant by the words typed so far, of which the last one may go on:"
        " tags, frequent phrases, numbers of documents that are cited, and titles of published"
        " articles, whoever asks. What begins as it was typed comes first."
    )
    async def suggest(
        self,
        info: Info,
        prefix: Annotated[
            str,
            strawberry.argument(
                description="What has been typed, with or without accents. Of 4,096 characters and"
                " 24 words what follows is not looked at; after five words no phrases are proposed,"
                " and a number of a document is one of the last 60 characters."
            ),
        ],
        first: Annotated[int, strawberry.argument(description="How many, 1 to 20.")] = 8,
    ) -> list[Suggestion]:
        count, begun = bounded("first", first, MAX_SUGGESTIONS), Begun(prefix)
        return await _suggestions(info.context, begun, count) if begun else []


async def _suggestions(context: Context, begun: Begun, count: int) -> list[Suggestion]:
    found = await _found(context, begun)
    titles = await _titles(context, found)
    proposals = ranked(begun, await _tags(context, begun), found, titles, count)
    owners = [int(one.document) for one in proposals if one.document]
    shown = {one.entry.id: one for one in await context.load_many(ARTICLES.shown, owners)}
    return [
        Suggestion(
            text=one.text,
            article=Article.of(shown[int(one.document)]) if one.document else None,
        )
        for one in proposals
        if one.document is None or int(one.document) in shown
    ]


async def _found(context: Context, begun: Begun) -> Found:
    """What the index has, at the request's moment."""
    context.budget.things(SAMPLE)
    context.budget.search()
    engine, at = context.services.engine, context.view.now
    ask = timed(Work.SUGGEST)(lambda: suggest(engine, begun, ARTICLE.name, at, SAMPLE))
    return await context.search(ask)


async def _tags(context: Context, begun: Begun) -> list[str]:
    """The names of the public's tags, whoever asks."""
    text, view = begun.text.strip(), View(context.view.now)
    if not is_possible(text):
        return []
    tags = await context.read(lambda session: tags_beginning(session, view, text))
    return [tag.name for tag in tags if begun.starts(tag.name)]


async def _titles(context: Context, found: Found) -> Mapping[str, str]:
    """The titles that readers see now, by the entry's id."""
    entry_ids = list(dict.fromkeys(map(entry_id_of, found.titles.hits)))
    titles = await gather(*(context.load(ARTICLES.public_titles, one) for one in entry_ids))
    return {
        str(one): title for one, title in zip(entry_ids, titles, strict=True) if title is not None
    }
