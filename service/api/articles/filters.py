"""Which articles a list holds: a client's filter as conditions. What it costs: see weighing."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from enum import Enum
from typing import Any, Optional

import strawberry
from sqlalchemy import ColumnElement, and_, func, not_, or_, select, true
from sqlmodel import col

from index.vietnamese.normalise import nfc
from service.api.fields import choice, optional
from service.api.loaders.entries import status_is
from service.content.article import Article, ArticleTag
from service.content.base import Status
from service.content.category import Category, CategoryTree
from service.content.tag import Tag
from service.content.visibility import View
from service.errors import BadRequest

MAX_VALUES = 100
MAX_TEXT = 300


@strawberry.enum(description="What an article is at this moment.")
class ArticleStatus(Enum):
    DRAFT = choice(Status.DRAFT, "Never published, or withdrawn.")
    SCHEDULED = choice(Status.SCHEDULED, "Will be published by itself, at its time.")
    PUBLISHED = choice(Status.PUBLISHED, "Seen by everyone.")
    ARCHIVED = choice(Status.ARCHIVED, "Kept, and no longer shown.")
    TRASHED = choice(Status.TRASHED, "Thrown away; can be restored.")


@strawberry.input(description="A span of time; both ends together, or either alone.")
class DateTimeFilter:
    gte: datetime | None = optional("From this moment on.")
    lt: datetime | None = optional("Before this moment.")


@strawberry.input(description="Conditions on a text, all of which must hold.")
class StringFilter:
    eq: str | None = optional("The whole text, letter by letter.")
    in_: list[str] | None = strawberry.field(
        name="in", default=strawberry.UNSET, description="One of these texts; none if empty."
    )
    contains: str | None = optional("A part of the text, in upper or lower case.")


@strawberry.input(description="Categories, each with everything under it.")
class CategoryFilter:
    slugs: list[str] = strawberry.field(description="Of the categories; any of them.")


@strawberry.input(description="Conditions on the tags, all of which must hold.")
class TagFilter:
    any_of: list[str] | None = optional("Slugs, of which it has at least one.")
    all_of: list[str] | None = optional("Slugs, all of which it has.")


@strawberry.input(description="Conditions on articles, all of which must hold.")
class ArticleFilter:
    and_: list["ArticleFilter"] | None = strawberry.field(
        name="and", default=strawberry.UNSET, description="All of these hold."
    )
    or_: list["ArticleFilter"] | None = strawberry.field(
        name="or", default=strawberry.UNSET, description="At least one of these holds."
    )
    not_: Optional["ArticleFilter"] = strawberry.field(
        name="not", default=strawberry.UNSET, description="This does not hold."
    )
    category: CategoryFilter | None = optional("Where it stands, subtrees included.")
    tags: TagFilter | None = optional("Which tags it has.")
    title: StringFilter | None = optional("Its title.")
    byline: StringFilter | None = optional("Who wrote it.")
    published_at: DateTimeFilter | None = optional("When it was published.")
    status: list[ArticleStatus] | None = optional(
        "One of these. For editors; for the public it is PUBLISHED whatever is asked."
    )


class Conditions:
    """Reads one filter; afterwards `asks_status` says whether it spoke of the status anywhere."""

    def __init__(self, view: View, tree: CategoryTree, named: Mapping[str, Category]) -> None:
        self._view = view
        self._tree = tree
        self._named = named
        self.asks_status = False

    def of(self, where: ArticleFilter) -> ColumnElement[bool]:
        return and_(
            true(),
            *self._joined(where),
            *self._each(where.category, self._category),
            *self._each(where.tags, self._tags),
            *self._each(where.title, lambda one: self._text(col(Article.title), one)),
            *self._each(where.byline, lambda one: self._text(col(Article.byline), one)),
            *self._each(where.published_at, self._published),
            *self._each(where.status, self._status),
        )

    def _joined(self, where: ArticleFilter) -> list[ColumnElement[bool]]:
        return [
            *self._each(where.and_, lambda ones: and_(true(), *map(self.of, ones))),
            *self._each(where.or_, lambda ones: or_(*map(self.of, ones)) if ones else ~true()),
            *self._each(where.not_, lambda one: not_(self.of(one))),
        ]

    def _each(self, given: Any, read: Any) -> list[ColumnElement[bool]]:
        """No condition where nothing is given, else the one that `read` makes of it."""
        return [] if not_given(given) else [read(given)]

    def _category(self, where: CategoryFilter) -> ColumnElement[bool]:
        """In one of these, or under it; a slug that nothing has finds nothing."""
        known = (self._named[slug] for slug in checked(where.slugs) if slug in self._named)
        return among({below for one in known for below in self._tree.subtree(one.id or 0)})

    def _tags(self, where: TagFilter) -> ColumnElement[bool]:
        any_of = [] if not_given(where.any_of) else [_has_tag(checked(where.any_of or []))]
        every = [] if not_given(where.all_of) else checked(where.all_of or [])
        return and_(true(), *any_of, *(_has_tag([slug]) for slug in every))

    def _text(self, column: Any, where: StringFilter) -> ColumnElement[bool]:
        conditions = []
        if not not_given(where.eq):
            conditions.append(column.in_(checked([where.eq or ""])))
        if not not_given(where.in_):
            conditions.append(column.in_(checked(where.in_ or [])))
        if not not_given(where.contains):
            part = checked([where.contains or ""])[0].lower()
            conditions.append(func.lower(column).contains(part, autoescape=True))
        # A text that is not there fulfils no condition, and `not` of one: never null.
        return and_(true(), *(func.coalesce(one, ~true()) for one in conditions))

    def _published(self, where: DateTimeFilter) -> ColumnElement[bool]:
        column = col(Article.published_at)
        conditions: list[ColumnElement[bool]] = [column.is_not(None)]
        if not not_given(where.gte):
            conditions.append(column >= where.gte)
        if not not_given(where.lt):
            conditions.append(column < where.lt)
        return and_(*conditions)

    def _status(self, where: list[ArticleStatus]) -> ColumnElement[bool]:
        if self._view.public:
            return true()
        self.asks_status = True
        return status_is(self._view, list({one.value: None for one in where}))


def not_given(value: object) -> bool:
    return value is None or value is strawberry.UNSET


def checked(values: list[str]) -> list[str]:
    """The texts in NFC; BadRequest for one that no text of ours can equal, or too many."""
    if len(values) > MAX_VALUES:
        raise BadRequest(f"A filter takes at most {MAX_VALUES} values.")
    if any(len(value) > MAX_TEXT or "\x00" in value for value in values):
        raise BadRequest(f"A filter's value has at most {MAX_TEXT} characters, none of them NUL.")
    return [nfc(value) for value in values]


def among(category_ids: Collection[int]) -> ColumnElement[bool]:
    """In one of these categories."""
    if len(category_ids) == 1:
        return col(Article.category_id) == min(category_ids)
    # Of several the index by category gives each in order, but not all together: they would be
    # sorted. The sum keeps it from being used, and the index by date is walked instead.
    # They are one bound value, however many they are: a statement may hold only so many.
    ids = func.json_each(json.dumps(sorted(category_ids))).table_valued("value")
    return (col(Article.category_id) + 0).in_(select(ids.c.value))


def _has_tag(slugs: list[str]) -> ColumnElement[bool]:
    tagged = (
        select(col(ArticleTag.edition_id))
        .join(Tag, col(Tag.id) == col(ArticleTag.tag_id))
        .where(col(Tag.slug).in_(slugs))
    )
    return col(Article.id).in_(tagged)
