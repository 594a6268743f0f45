"""The tree of categories, and what stands in it."""

from asyncio import gather
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import func
from sqlmodel import Session, col, select

from service.api.slugs import is_possible
from service.content.article import Article
from service.content.category import Category, CategoryTree
from service.content.history import SlugHistory
from service.content.visibility import View, public_at

if TYPE_CHECKING:
    from service.api.context import Context

T = TypeVar("T")


async def category_tree(context: "Context") -> CategoryTree:
    """All categories; read once a request, if at all."""
    if context.tree is None:
        context.tree = await context.load(context.services.trees.find, None)
    assert context.tree is not None
    return context.tree


def with_tree(context: "Context", make: Callable[[CategoryTree], T]) -> T:
    """What `make` makes of the tree, for a resolver: awaitable only if the tree must be read first.

    A list shows a category and a path for each of its articles; a task for each would cost more
    than all else about them.
    """
    if context.tree is not None:
        return make(context.tree)

    def made(tree: CategoryTree | None) -> T:
        assert tree is not None
        context.tree = tree
        return make(tree)

    return context.show(context.services.trees.find, None, made)


def old_category_slugs(session: Session, view: View, keys: Sequence[str]) -> Mapping[str, int]:
    """The id of the category that has, or has had, a slug."""
    rows = session.exec(
        select(SlugHistory.slug, SlugHistory.category_id).where(
            col(SlugHistory.category_id).is_not(None), col(SlugHistory.slug).in_(keys)
        )
    )
    return {slug: category_id for slug, category_id in rows if category_id is not None}


async def categories_named(context: "Context", slugs: Iterable[str]) -> dict[str, Category]:
    """By the slugs that they have, or have had; those that nothing has are left out."""
    tree, asked = await category_tree(context), set(slugs)
    old = [slug for slug in asked if slug not in tree.by_slug and is_possible(slug)]
    found = await gather(*(context.load(old_category_slugs, slug) for slug in old))
    renamed = {
        slug: tree.by_id[category_id]
        for slug, category_id in zip(old, found, strict=True)
        if category_id in tree.by_id
    }
    return renamed | {slug: tree.by_slug[slug] for slug in asked if slug in tree.by_slug}


def published_by_category(
    session: Session, view: View, keys: Sequence[None]
) -> Mapping[None, Mapping[int, int]]:
    """Published articles right in each category, in one pass over an index."""
    # The sum keeps SQLite from the index by category, which does not cover the condition.
    category = col(Article.category_id) + 0
    rows = session.exec(
        select(category, func.count()).where(public_at(Article, view.now)).group_by(category)
    )
    return {None: dict(rows.all())}
