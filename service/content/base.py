"""What every kind of content shares: an entry, its editions, and what a kind declares.

An *entry* is what stays the same: its identity, state, version and who posted it. An *edition* is
what it says: an entry has a WORKING one, and once published a PUBLIC one; a change that waits for
its time is a SCHEDULED one. The public sees an edition inside its window, `visible_from` <= now <
`visible_until`, and never the working one; so nothing has to happen at the time itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from index.document import Document
from service.content.fields import FieldRule
from service.content.naming import one_of
from service.content.times import UtcDateTime


class State(StrEnum):
    """What was decided about an entry; its status says what that means at a given moment."""

    DRAFT = "DRAFT"
    PUBLIC = "PUBLIC"
    ARCHIVED = "ARCHIVED"
    TRASHED = "TRASHED"


class Status(StrEnum):
    """What an entry is at a given moment."""

    DRAFT = "DRAFT"
    SCHEDULED = "SCHEDULED"
    PUBLISHED = "PUBLISHED"
    ARCHIVED = "ARCHIVED"
    TRASHED = "TRASHED"


def status_at(state: State, public_from: datetime | None, now: datetime) -> Status:
    """What an entry is at that moment; `public_from` is None for one that was never public."""
    if state is State.PUBLIC:
        begun = public_from is not None and public_from <= now
        return Status.PUBLISHED if begun else Status.SCHEDULED
    return Status(state.value)


class Stage(StrEnum):
    WORKING = "WORKING"
    PUBLIC = "PUBLIC"
    SCHEDULED = "SCHEDULED"


class Entry(SQLModel, table=True):
    """The lasting identity of one piece of content, of any kind."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("import_key"),
        Index("ix_entry_kind_state", "kind", "state"),
        Index("ix_entry_views", "kind", "view_count", "id"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        CheckConstraint("view_count >= 0", name="views_are_counted_up"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    state: State = Field(default=State.DRAFT, sa_type=one_of(State))
    trashed_from: State | None = Field(default=None, sa_type=one_of(State))
    public_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When its first public edition can be seen; None while it has none."""
    version: int = 1
    view_count: int = 0
    posted_by_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    updated_by_id: int | None = Field(default=None, foreign_key="account.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    import_key: str | None = Field(default=None, max_length=64)
    """Digest of title and publishedAt, by which an imported line without a slug is known again."""

    def status(self, now: datetime) -> Status:
        return status_at(self.state, self.public_from, now)

    def shown_by(self, now: datetime) -> bool:
        return self.public_from is not None and self.public_from <= now


class Edition(SQLModel):
    """What one stage of an entry says. A kind adds its own columns, long texts last."""

    id: int | None = Field(default=None, primary_key=True)
    entry_id: int = Field(foreign_key="entry.id", ondelete="CASCADE")
    stage: Stage = Field(sa_type=one_of(Stage))
    version: int
    """The entry's version when this was last written."""
    visible_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    visible_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    slug: str = Field(max_length=200)
    title: str = Field(max_length=1_000)
    title_key: str
    """Sorts by code point in Vietnamese alphabetical order."""
    digest: str = Field(max_length=32)
    """Of all its kind's fields; two editions with one digest say the same."""


def edition_constraints(table: str, *order: str) -> tuple[UniqueConstraint | Index, ...]:
    """One edition a stage, and indexes that serve the lists; `order` are extra leading columns."""
    tail = ("published_at", "entry_id", "stage", "visible_from", "visible_until")
    return (
        UniqueConstraint("entry_id", "stage"),
        Index(f"ix_{table}_newest", *tail, *order),
        Index(f"ix_{table}_slug", "slug"),
        Index(f"ix_{table}_title", "title_key", "entry_id"),
        Index(f"ix_{table}_updated", "updated_at", "entry_id"),
    )


class Part(SQLModel):
    """A row that belongs to one edition, in order: a tag, a picture."""

    edition_id: int
    position: int = Field(primary_key=True)


@dataclass(frozen=True, slots=True)
class PartRule:
    """Which rows a content field is made of, and the columns of a row in the field's value."""

    table: type[Part]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CiteRule:
    """Where a kind cites official documents: its own fields, and the columns of their texts."""

    table: type[Part]
    fields: frozenset[str]
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """A kind of content, declared once beside its entity; the lifecycle needs no more than this."""

    name: str
    edition: type[Edition]
    fields: Mapping[str, FieldRule]
    """How each content column is checked and cleaned on the way in."""
    document: Callable[["Searchable"], Document]
    """What the search index holds of one public edition."""
    parts: Mapping[str, PartRule] = field(default_factory=dict)
    derive: Callable[[Mapping[str, Any]], Mapping[str, Any]] = lambda fields: {}
    """From the values of the fields, the columns that follow from them."""
    cites: CiteRule | None = None


@dataclass(frozen=True, slots=True)
class Searchable:
    """One public edition with what its document is made of."""

    entry: Entry
    edition: Any
    categories: tuple[int, ...]
    """Its category and that one's ancestors."""
    tags: tuple[tuple[str, str], ...]
    """Slug and name of each tag."""

    @property
    def owner(self) -> str:
        return f"{self.entry.kind}:{self.entry.id}"
