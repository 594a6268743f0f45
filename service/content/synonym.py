"""Synonyms: words that search takes for each other."""

from typing import Any, NamedTuple

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel


class Synonym(SQLModel, table=True):
    """Terms that mean the same; with `one_way_to` they also find that, and not the reverse.

    The list is only ever replaced as a whole and no number is given twice, so that the highest id
    says which list it is.
    """

    __tablename__ = "synonym"
    __table_args__: Any = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    terms: list[str] = Field(sa_type=JSON)
    one_way_to: str | None = Field(default=None, max_length=100)


class SynonymEntry(NamedTuple):
    """What such a row says."""

    terms: tuple[str, ...]
    one_way_to: str | None = None
