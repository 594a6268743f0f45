"""Categories: the tree, and what stands in it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import strawberry
from sqlmodel import Session

from service.api import ids
from service.api.articles.listing import ArticleOrder, OrderBy, Where, list_articles
from service.api.connections import After, Before, First, Last, window
from service.api.context import Context, Info
from service.api.errors import MutationError
from service.api.fields import field, mutation, optional, refused
from service.api.loaders.categories import (
    categories_named,
    category_tree,
    published_by_category,
    with_tree,
)
from service.api.mutations import DeletePayload, change, given, present
from service.api.nodes import Node, finds
from service.api.paths import category_path
from service.content.category import Category as CategoryRow
from service.operations import categories as operations
from service.permissions import Actor

if TYPE_CHECKING:
    from service.api.articles import ArticleConnection


@strawberry.type(description="A section of the portal (Chuyên mục), in a tree.")
class Category(Node):
    row: strawberry.Private[CategoryRow]
    slug: str = strawberry.field(description="Names it in addresses; unique among categories.")
    name: str = strawberry.field(description="What readers see.")
    description: str | None = strawberry.field(description="What it is about.")
    position: int = strawberry.field(description="Its place among its siblings, from 0.")

    @classmethod
    def of(cls, row: CategoryRow) -> "Category":
        return cls(
            id=ids.encode("Category", row.id),
            row=row,
            slug=row.slug,
            name=row.name,
            description=row.description,
            position=row.position,
        )

    @field(description="Where it stands on the portal, by TOASOAN_CATEGORY_PATH.")
    def path(self, info: Info) -> str:
        settings, own_id = info.context.services.settings, self.row.id or 0
        return with_tree(info.context, lambda tree: category_path(settings, tree, own_id))

    @field(description="The one above it; null for a root.")
    def parent(self, info: Info) -> "Category | None":
        parent_id = self.row.parent_id
        if parent_id is None:
            return None
        return with_tree(info.context, lambda tree: Category.of(tree.by_id[parent_id]))

    @field(description="Those right under it, in menu order.")
    def children(self, info: Info) -> list["Category"]:
        context = info.context
        return with_tree(context, lambda tree: _all(context, tree.children(self.row.id)))

    @field(description="From the root down to its parent.")
    def ancestors(self, info: Info) -> list["Category"]:
        context = info.context
        return with_tree(context, lambda tree: _all(context, tree.ancestors(self.row.id or 0)))

    @field(description="Its published articles, subtree included.")
    async def article_count(self, info: Info) -> int:
        tree = await category_tree(info.context)
        counts = await info.context.load(published_by_category, None) or {}
        return sum(counts.get(one, 0) for one in tree.subtree(self.row.id or 0))

    @field(description="Its articles in pages, subtree included.")
    async def articles(
        self,
        info: Info,
        where: Where = strawberry.UNSET,
        order_by: OrderBy = ArticleOrder.NEWEST,
        first: First = strawberry.UNSET,
        after: After = strawberry.UNSET,
        last: Last = strawberry.UNSET,
        before: Before = strawberry.UNSET,
    ) -> Annotated["ArticleConnection", strawberry.lazy("service.api.articles")]:
        from service.api.articles import Article, ArticleConnection

        asked = window(first, after, last, before)
        query = await list_articles(info.context, where, order_by, asked, self.row.id)
        return ArticleConnection(query=query, make=Article.of)


def _all(context: Context, rows: list[CategoryRow]) -> list[Category]:
    context.budget.things(len(rows))
    return [Category.of(row) for row in rows]


async def find_row(context: Context, slug: str) -> CategoryRow | None:
    """By its slug, or one that it had."""
    return (await categories_named(context, [slug])).get(slug)


@finds("Category")
async def find_category(context: Context, row_id: int) -> Category | None:
    row = (await category_tree(context)).by_id.get(row_id)
    return None if row is None else Category.of(row)


async def roots(context: Context) -> list[Category]:
    """The top of the tree, in menu order."""
    return _all(context, (await category_tree(context)).children(None))


@strawberry.type
class CategoryQuery:
    @field(description="A category by its slug, or one it had.")
    async def category(
        self,
        info: Info,
        slug: Annotated[str, strawberry.argument(description="One it has or has had.")],
    ) -> Category | None:
        row = await find_row(info.context, slug)
        return None if row is None else Category.of(row)

    @field(description="The roots, in menu order.")
    async def categories(self, info: Info) -> list[Category]:
        return await roots(info.context)


@strawberry.input(description="A new category.")
class CreateCategoryInput:
    name: str = strawberry.field(description="What readers see.")
    slug: str | None = optional("Unique; made from the name if absent.")
    description: str | None = optional("What it is about.")
    parent: strawberry.ID | None = optional("The category above it; a root if absent.")


@strawberry.input(description="Changes of a category; what is absent stays.")
class UpdateCategoryInput:
    id: strawberry.ID = strawberry.field(description="Of the category.")
    name: str | None = optional("What readers see.")
    slug: str | None = optional("Unique; the old one goes on finding it.")
    description: str | None = optional("What it is about.")


@strawberry.input(description="A new place in the tree.")
class MoveCategoryInput:
    id: strawberry.ID = strawberry.field(description="Of the category.")
    parent: strawberry.ID | None = optional(
        "The category above it; a root if null, where it is if absent."
    )
    position: int | None = optional(
        "Place among its siblings, from 0; the last if null. If absent, its own under the same"
        " parent and the last under another."
    )


@strawberry.input(description="A category to be deleted.")
class DeleteCategoryInput:
    id: strawberry.ID = strawberry.field(description="Of the category.")
    move_to: strawberry.ID | None = optional(
        "Where its articles and children go; required where it has any."
    )


@strawberry.type(description="A category that was made or changed, or why not.")
class CategoryPayload:
    category: Category | None = strawberry.field(description="Null where refused.")
    errors: list[MutationError] = refused()


@strawberry.type
class CategoryMutation:
    @mutation(description="Makes a category. Editors.")
    async def create_category(self, info: Info, input: CreateCategoryInput) -> CategoryPayload:
        return await _change(
            info,
            lambda session, actor: operations.create(
                session,
                actor,
                name=input.name,
                slug=present(input.slug),
                description=present(input.description),
                parent_id=_row_id(input.parent),
            ),
        )

    @mutation(description="Changes a category's words. Editors.")
    async def update_category(self, info: Info, input: UpdateCategoryInput) -> CategoryPayload:
        category_id = ids.row_of(input.id, "Category")
        values = given({"name": input.name, "slug": input.slug, "description": input.description})
        return await _change(
            info, lambda session, actor: operations.update(session, actor, category_id, values)
        )

    @mutation(description="Puts a category elsewhere, never under itself. Editors.")
    async def move_category(self, info: Info, input: MoveCategoryInput) -> CategoryPayload:
        category_id = ids.row_of(input.id, "Category")

        def operation(session: Session, actor: Actor) -> CategoryRow:
            parent_id, position = _row_id(input.parent), present(input.position)
            old_parent, old_position = operations.place_of(session, category_id)
            if input.parent is strawberry.UNSET:
                parent_id = old_parent
            if input.position is strawberry.UNSET and parent_id == old_parent:
                position = old_position
            return operations.move(session, actor, category_id, parent_id, position)

        return await _change(info, operation)

    @mutation(description="Deletes a category. Editors.")
    async def delete_category(self, info: Info, input: DeleteCategoryInput) -> DeletePayload:
        category_id, move_to = ids.row_of(input.id, "Category"), _row_id(input.move_to)
        outcome = await change(
            info,
            lambda session, actor: operations.delete(session, actor, category_id, move_to),
        )
        return DeletePayload(id=None if outcome.refusals else input.id, errors=outcome.errors)


def _row_id(given_id: strawberry.ID | None) -> int | None:
    """None where nothing is named; 0, which nothing has, where what is named is no category."""
    named = present(given_id)
    return None if named is None else ids.row_of(named, "Category")


async def _change(
    info: Info, operation: Callable[[Session, Actor], CategoryRow]
) -> CategoryPayload:
    outcome = await change(info, operation)
    return CategoryPayload(category=outcome.shown(Category.of), errors=outcome.errors)
