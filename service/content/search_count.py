"""What readers search for, counted; nothing of it says who they are."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

MAX_COUNTED = 100
"""Characters of a query that is counted."""


class SearchCount(SQLModel, table=True):
    """How often one query was asked on one day of Vietnam, and how often it found nothing."""

    __tablename__ = "search_count"
    __table_args__ = (
        CheckConstraint("asked >= 1", name="asked_at_least_once"),
        CheckConstraint("nothing_found BETWEEN 0 AND asked", name="no_more_than_asked"),
    )

    day: date = Field(primary_key=True)
    query: str = Field(primary_key=True, max_length=MAX_COUNTED)
    """In lower case, with single spaces."""
    asked: int
    nothing_found: int
