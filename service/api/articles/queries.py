"""The queries for articles."""

from typing import Annotated

import strawberry

from service.api.articles.listing import ARTICLES, ArticleOrder, OrderBy, Where, list_articles
from service.api.articles.types import Article, ArticleConnection
from service.api.connections import After, Before, First, Last, window
from service.api.context import Info
from service.api.fields import field
from service.api.slugs import is_possible


@strawberry.type
class ArticleQuery:
    @field(
        description="An article by its slug. An old slug finds its article too; its `slug` then"
        " differs, so that a client can redirect."
    )
    async def article(
        self,
        info: Info,
        slug: Annotated[str, strawberry.argument(description="One it has or has had.")],
    ) -> Article | None:
        if not is_possible(slug):
            return None
        shown = await info.context.load(ARTICLES.shown_by_slug, slug)
        return None if shown is None else Article.of(shown)

    @field(
        description="Articles in pages. The cursor carries the order's own key and the id; nulls"
        " come last."
    )
    async def articles(
        self,
        info: Info,
        where: Where = strawberry.UNSET,
        order_by: OrderBy = ArticleOrder.NEWEST,
        first: First = strawberry.UNSET,
        after: After = strawberry.UNSET,
        last: Last = strawberry.UNSET,
        before: Before = strawberry.UNSET,
    ) -> ArticleConnection:
        asked = window(first, after, last, before)
        query = await list_articles(info.context, where, order_by, asked)
        return ArticleConnection(query=query, make=Article.of)
