"""Tags: words that articles share."""

from collections.abc import Callable
from typing import Annotated

import strawberry
from sqlmodel import Session, col, func, or_, select

from index.vietnamese.fold import is_marked
from index.vietnamese.normalise import nfc
from index.vietnamese.slug import slugify
from service.api import ids
from service.api.connections import bounded
from service.api.context import Context, Info
from service.api.errors import MutationError, mutation_errors
from service.api.fields import field, mutation, optional, refused
from service.api.loaders.tags import counts_by_tag, tag_is_shown, tags_by_id
from service.api.mutations import (
    DeleteInput,
    DeletePayload,
    change,
    delete,
    given,
    present,
)
from service.api.nodes import Node, finds
from service.api.slugs import is_possible
from service.content.tag import Tag as TagRow
from service.content.visibility import View
from service.errors import Invalid, Required
from service.operations import tags as operations
from service.permissions import Actor


@strawberry.type(description="A word that articles share.")
class Tag(Node):
    row: strawberry.Private[TagRow]
    slug: str = strawberry.field(description="Names it in addresses and filters; unique.")
    name: str = strawberry.field(description="What readers see.")

    @classmethod
    def of(cls, row: TagRow) -> "Tag":
        return cls(id=ids.encode("Tag", row.id), row=row, slug=row.slug, name=row.name)

    @field(description="Published articles that have it.")
    async def article_count(self, info: Info) -> int:
        return await info.context.load(counts_by_tag, self.row.id or 0) or 0


@finds("Tag")
async def find_tag(context: Context, row_id: int) -> Tag | None:
    row = await context.load(tags_by_id, row_id)
    return None if row is None else Tag.of(row)


def _search(session: Session, view: View, prefix: str, count: int) -> list[TagRow]:
    """Tags in alphabetical order; a prefix typed without marks finds every marking."""
    statement = select(TagRow).where(tag_is_shown(view))
    if prefix:
        named = func.lower(col(TagRow.name)).startswith(prefix.lower(), autoescape=True)
        slug = slugify(prefix, fallback="")
        if slug and not is_marked(prefix):
            named = or_(named, col(TagRow.slug).startswith(slug, autoescape=True))
        statement = statement.where(named)
    return list(session.exec(statement.order_by(col(TagRow.name_key)).limit(count)))


@strawberry.type
class TagQuery:
    @field(description="Tags in alphabetical order; the public's are those in use.")
    async def tags(
        self,
        info: Info,
        prefix: Annotated[
            str | None,
            strawberry.argument(description="How the name begins; without marks it finds any."),
        ] = strawberry.UNSET,
        first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = 50,
    ) -> list[Tag]:
        count, begin = bounded("first", first), nfc(present(prefix) or "").strip()
        if begin and not is_possible(begin):
            return []
        info.context.budget.things(count)
        view = info.context.view
        rows = await info.context.read(lambda session: _search(session, view, begin, count))
        return [Tag.of(row) for row in rows]


@strawberry.input(description="A tag to be made, or changed by its id.")
class TagInput:
    id: strawberry.ID | None = optional("Of the tag that is to be changed.")
    name: str = strawberry.field(description="What readers see.")
    slug: str | None = optional("Unique; made from the name if absent.")


@strawberry.type(description="A tag that was made or changed, or why not.")
class TagPayload:
    tag: Tag | None = strawberry.field(description="Null where refused.")
    errors: list[MutationError] = refused()


@strawberry.type
class TagMutation:
    @mutation(description="Makes a tag; an `id` is refused here. Editors.")
    async def create_tag(self, info: Info, input: TagInput) -> TagPayload:
        if present(input.id) is not None:
            misplaced = Invalid("id", "A new tag has no id; updateTag changes one.")
            return TagPayload(tag=None, errors=mutation_errors([misplaced]))
        slug = present(input.slug)
        return await _change(
            info,
            lambda session, actor: operations.create(session, actor, name=input.name, slug=slug),
        )

    @mutation(description="Changes a tag, whose `id` is required here. Editors.")
    async def update_tag(self, info: Info, input: TagInput) -> TagPayload:
        tag_id = present(input.id)
        if tag_id is None:
            return TagPayload(tag=None, errors=mutation_errors([Required("id")]))
        row_id, values = ids.row_of(tag_id, "Tag"), given({"name": input.name, "slug": input.slug})
        return await _change(
            info, lambda session, actor: operations.update(session, actor, row_id, values)
        )

    @mutation(description="Deletes a tag, from its articles too. Editors.")
    async def delete_tag(self, info: Info, input: DeleteInput) -> DeletePayload:
        return await delete(info, input, "Tag", operations.delete)


async def _change(info: Info, operation: Callable[[Session, Actor], TagRow]) -> TagPayload:
    outcome = await change(info, operation)
    return TagPayload(tag=outcome.shown(Tag.of), errors=outcome.errors)
