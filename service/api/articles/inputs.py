"""What clients send to write articles, and the values that operations take."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeAlias

import strawberry
from sqlmodel import Session

from service.api import ids
from service.api.fields import optional
from service.api.mutations import given
from service.api.scalars import HTML
from service.content.article import ARTICLE, MAX_TAGS
from service.content.base import Entry
from service.content.fields import client_name
from service.errors import Refusal, Refused, TooLong
from service.operations import tags


@strawberry.input(description="A picture of an article.")
class ArticleImageInput:
    image: strawberry.ID = strawberry.field(description="Id of an image that was uploaded.")
    caption: str | None = optional("What this article says of it.")


@strawberry.input(description="A new article.")
class CreateArticleInput:
    title: str = strawberry.field(description="Plain text on one line.")
    body: HTML = strawberry.field(description="As it was pasted; it is sanitised.")
    category: strawberry.ID = strawberry.field(description="Where it stands.")
    slug: str | None = optional("Unique; made from the title if absent.")
    lead: str | None = optional("What stands between title and body (Sapo).")
    byline: str | None = optional("Who wrote it (Tác giả).")
    tags: list[str] | None = optional("Names of tags; made where they are missing.")
    cover: strawberry.ID | None = optional("Id of the picture that stands for it.")
    images: list[ArticleImageInput] | None = optional("Its pictures, in order.")
    published_at: datetime | None = optional("Set at the first publication if absent.")
    publish: bool = strawberry.field(
        default=False, description="Whether the public is to see it at once. Editors."
    )


@strawberry.input(
    description="Changes of an article's working version; absent: kept, null: cleared."
)
class UpdateArticleInput:
    id: strawberry.ID = strawberry.field(description="Of the article.")
    expected_version: int = strawberry.field(description="The version that was read.")
    title: str | None = optional("Plain text on one line.")
    body: HTML | None = optional("As it was pasted; it is sanitised.")
    category: strawberry.ID | None = optional("Where it stands.")
    slug: str | None = optional("Unique; the old one goes on finding it. Null: made anew.")
    lead: str | None = optional("What stands between title and body (Sapo).")
    byline: str | None = optional("Who wrote it (Tác giả).")
    tags: list[str] | None = optional("Names of all its tags; made where they are missing.")
    cover: strawberry.ID | None = optional("Id of the picture that stands for it.")
    images: list[ArticleImageInput] | None = optional("All its pictures, in order.")
    published_at: datetime | None = optional("When it was published, as readers see it.")
    publish: bool = strawberry.field(
        default=False, description="Whether the public is to see the change at once. Editors."
    )


@strawberry.input(description="An article, and the version that was read.")
class ArticleTransitionInput:
    id: strawberry.ID = strawberry.field(description="Of the article.")
    expected_version: int = strawberry.field(description="The version that was read.")


@strawberry.input(description="An article that is to be published by itself.")
class ScheduleArticleInput:
    id: strawberry.ID = strawberry.field(description="Of the article.")
    expected_version: int = strawberry.field(description="The version that was read.")
    publish_at: datetime = strawberry.field(description="When; it must be ahead.")


Write: TypeAlias = Callable[[dict[str, Any]], Entry]


def written(
    session: Session, input: CreateArticleInput | UpdateArticleInput, write: Write
) -> Entry:
    """What `write` makes of the given values; raises Refused with all that is wrong about them.

    Tags that are refused are left out, so that it can say what else is; nothing is kept then.
    """
    values, refusals = _values(input), []
    if values.get("tags") is not None:
        try:
            values["tags"] = _tags(session, values["tags"])
        except Refusal as refusal:
            del values["tags"]
            refusals.append(refusal)
    try:
        entry = write(values)
    except Refused as refused:
        raise _in_order([*refused.refusals, *refusals]) from refused
    if refusals:
        raise _in_order(refusals)
    return entry


def _in_order(refusals: list[Refusal]) -> Refused:
    names = [client_name(name) for name in ARTICLE.fields]
    return Refused(sorted(refusals, key=lambda refusal: names.index(refusal.field[0])))


def _values(input: CreateArticleInput | UpdateArticleInput) -> dict[str, Any]:
    """The values of the article's fields that the client has given; None clears.

    An id that names nothing becomes 0, which the operation reports as not found.
    """
    values = given(
        {
            "title": input.title,
            "slug": input.slug,
            "lead": input.lead,
            "body": input.body,
            "byline": input.byline,
            "category_id": input.category,
            "cover_id": input.cover,
            "published_at": input.published_at,
            "tags": input.tags,
            "images": input.images,
        }
    )
    for name, type_name in (("category_id", "Category"), ("cover_id", "Image")):
        if values.get(name) is not None:
            values[name] = ids.row_of(values[name], type_name)
    if values.get("images") is not None:
        values["images"] = _images(values["images"])
    return values


def _tags(session: Session, names: Sequence[str]) -> list[tuple[int]]:
    if len(names) > MAX_TAGS:  # before any of them is made
        raise TooLong("tags", MAX_TAGS, "tags")
    return [(tag_id,) for tag_id in tags.ids_for_names(session, names)]


def _images(images: Sequence[ArticleImageInput]) -> list[tuple[int, str | None]]:
    return [
        (ids.row_of(one.image, "Image"), None if one.caption is strawberry.UNSET else one.caption)
        for one in images
    ]
