"""Lists of articles: their order and filter, over all of them or one category's subtree."""

from collections.abc import Sequence
from enum import Enum
from typing import Annotated, TypeAlias

import strawberry
from sqlalchemy import ColumnElement
from sqlmodel import col

from service.api.articles.filters import ArticleFilter, Conditions, among, not_given
from service.api.articles.weighing import weigh
from service.api.connections import Window
from service.api.context import Context
from service.api.fields import choice
from service.api.loaders.categories import categories_named, category_tree
from service.api.loaders.entries import Entries
from service.api.loaders.pages import ORDERINGS, PageQuery
from service.content.article import ARTICLE
from service.content.base import Entry, State

ARTICLES = Entries(ARTICLE, long=("body", "plain_text"))


@strawberry.enum(description="In what order articles come.")
class ArticleOrder(Enum):
    NEWEST = choice("NEWEST", "Last published first.")
    OLDEST = choice("OLDEST", "First published first.")
    RECENTLY_UPDATED = choice("RECENTLY_UPDATED", "Last changed first.")
    TITLE = choice("TITLE", "In Vietnamese alphabetical order.")
    MOST_VIEWED = choice("MOST_VIEWED", "Most viewed first.")


Where: TypeAlias = Annotated[
    ArticleFilter | None, strawberry.argument(description="Only articles for which this holds.")
]
OrderBy: TypeAlias = Annotated[
    ArticleOrder, strawberry.argument(description="In what order they come.")
]


async def list_articles(
    context: Context,
    where: ArticleFilter | None,
    order_by: ArticleOrder,
    window: Window,
    category_id: int | None = None,
    also: Sequence[ColumnElement[bool]] = (),
) -> PageQuery:
    """The page that the arguments of a field ask for; with a category, of its subtree.

    `also` are conditions on the edition.
    """
    wanted: list[ColumnElement[bool]] = [*also]
    if category_id is not None:
        tree = await category_tree(context)
        wanted.append(among(tree.subtree(category_id)))
    asks_status = False
    if where is not None and not not_given(where):
        condition, asks_status = await _narrowed(context, where)
        wanted.append(condition)
    # Who sees working versions sees the trash only by asking for it.
    if not context.view.public and not asks_status:
        wanted.append(col(Entry.state) != State.TRASHED)
    return _page(context, wanted, order_by, window)


async def _narrowed(context: Context, where: ArticleFilter) -> tuple[ColumnElement[bool], bool]:
    """The filter as a condition, and whether it speaks of the status."""
    weighed = weigh(where)
    context.budget.conditions(weighed.weight)
    tree = await category_tree(context)
    conditions = Conditions(context.view, tree, await categories_named(context, weighed.slugs))
    return conditions.of(where), conditions.asks_status


def _page(
    context: Context, wanted: list[ColumnElement[bool]], order_by: ArticleOrder, window: Window
) -> PageQuery:
    order = ORDERINGS[order_by.value]
    after, before = window.bounds(order)
    return PageQuery(
        entries=ARTICLES,
        order=order,
        conditions=tuple(wanted),
        joins_entry=not context.view.public,
        count=window.count,
        backward=window.backward,
        after=after,
        before=before,
    )
