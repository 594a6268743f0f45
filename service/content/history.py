"""What was before: revisions, and the slugs that something has had."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from service.content.times import UtcDateTime


class Revision(SQLModel, table=True):
    """One change of an entry: who, when, and of what was changed, how it was before."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("entry_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    entry_id: int = Field(foreign_key="entry.id", ondelete="CASCADE")
    version: int
    at: datetime = Field(sa_type=UtcDateTime)
    by_id: int | None = Field(default=None, foreign_key="account.id")
    changed_fields: list[str] = Field(sa_type=JSON)
    before: dict[str, Any] = Field(sa_type=JSON)
    """The value that each changed field had; empty for the first version."""


class SlugHistory(SQLModel, table=True):
    """A slug that belongs, or has belonged, to an entry or a category; it is given to no other.

    A deleted category leaves its slugs to the one that takes its content, if any does.
    """

    __tablename__ = "slug_history"
    __table_args__ = (
        UniqueConstraint("kind", "slug"),
        Index("ix_slug_history_entry", "entry_id"),
        Index("ix_slug_history_category", "category_id"),
        CheckConstraint("(entry_id IS NULL) <> (category_id IS NULL)", name="belongs_to_one_thing"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    slug: str = Field(max_length=200)
    entry_id: int | None = Field(default=None, foreign_key="entry.id", ondelete="CASCADE")
    category_id: int | None = Field(default=None, foreign_key="category.id", ondelete="CASCADE")
    public_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Since when the public may find it by this slug; None for one that only a draft has had."""
