"""The outbox: what changed and is to reach the index, written with the change; and what cannot."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from service.content.naming import one_of
from service.content.times import UtcDateTime


class Lane(StrEnum):
    """Interactive changes go first, so that a bulk one never makes an editor wait."""

    INTERACTIVE = "interactive"
    BULK = "bulk"


class Subject(StrEnum):
    """What a row names: one entry, or all entries of a category's subtree or of a tag, or all."""

    ENTRY = "entry"
    CATEGORY = "category"
    TAG = "tag"
    EVERYTHING = "everything"


class Outbox(SQLModel, table=True):
    """One change, in the order in which they happened."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_lane", "lane", "done_at", "seq"),
        Index("ix_outbox_done", "done_at"),
        {"sqlite_autoincrement": True},
    )

    seq: int | None = Field(default=None, primary_key=True)
    lane: Lane = Field(sa_type=one_of(Lane))
    subject: Subject = Field(sa_type=one_of(Subject))
    subject_id: int
    created_at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class IndexingFailure(SQLModel, table=True):
    """An entry that could not be indexed, and has not been since."""

    __tablename__ = "indexing_failure"
    __table_args__ = (CheckConstraint("tries >= 0", name="tries_are_counted_up"),)

    entry_id: int = Field(primary_key=True)
    version: int
    """The entry's version that was tried; another one begins anew."""
    tries: int
    ended_process: bool
    """Whether the process ended meanwhile; else `error` was raised."""
    error: str
