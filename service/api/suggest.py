"""Suggestions while a reader types: published articles whose titles hold the words so far."""

from functools import reduce
from operator import and_
from typing import Annotated

import strawberry

from index.engine import Order
from index.query import Prefix, Query, Term, Value
from index.vietnamese.segment import syllables
from service.api.articles.listing import ARTICLES
from service.api.articles.types import Article
from service.api.connections import bounded
from service.api.context import Context, Info
from service.api.fields import field
from service.api.hits import run, still_there
from service.api.search import MAX_QUERY

MAX_WORDS = 12
MAX_SUGGESTIONS = 20


@strawberry.type(description="What a reader may have begun to type.")
class Suggestion:
    text: str = strawberry.field(description="To be searched for, or shown.")
    article: Article | None = strawberry.field(description="The article whose title it is.")


def _begun(prefix: str) -> Query | None:
    """Titles that hold all the words, the last of which may go on."""
    words = [token.text for token in syllables(prefix[:MAX_QUERY])][:MAX_WORDS]
    if not words:
        return None
    *whole, last = words
    leaves = [*(Term(word, "title") for word in whole), Prefix(last, "title")]
    return reduce(and_, leaves, Value("kind", "article"))


@strawberry.type
class SuggestQuery:
    @field(description="Titles of published articles that hold the words typed so far.")
    async def suggest(
        self,
        info: Info,
        prefix: Annotated[str, strawberry.argument(description="What has been typed.")],
        first: Annotated[int, strawberry.argument(description="How many, 1 to 20.")] = 8,
    ) -> list[Suggestion]:
        count, query = bounded("first", first, MAX_SUGGESTIONS), _begun(prefix)
        return [] if query is None else await _suggestions(info.context, query, count)


async def _suggestions(context: Context, query: Query, count: int) -> list[Suggestion]:
    found = await still_there(context, await run(context, query, Order.RELEVANCE, 0, count))
    titles = [
        (shown, await context.load(ARTICLES.public_titles, entry_id))
        for entry_id, shown in found.items()
    ]
    return [Suggestion(text=title, article=Article.of(shown)) for shown, title in titles if title]
