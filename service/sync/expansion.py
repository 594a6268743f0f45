"""A row that names many entries, taken apart in slices."""

from array import array
from typing import Any

from sqlalchemy import ColumnElement, Select, union
from sqlmodel import Session, col, select

from service.content import KINDS
from service.content.base import Kind, Stage
from service.content.category import Category, CategoryTree
from service.content.change import Subject
from service.store import Store
from service.sync.documents import CATEGORY_COLUMN, CHUNK
from service.sync.queue import Row


class Expansion:
    """The published entries of a category's subtree or of a tag, eight bytes of memory each.

    They are listed once: one that joins them later does so by a change with a row of its own. The
    position is not kept anywhere else: after a crash the row is done from its beginning.
    """

    def __init__(self, store: Store, row: Row) -> None:
        self.row = row
        self.done = 0
        with store.snapshot() as session:
            self._ids = array("q", _entry_ids(session, row))

    @property
    def total(self) -> int:
        return len(self._ids)

    def slice(self) -> list[int]:
        """The next entries, CHUNK at most."""
        return self._ids[self.done : self.done + CHUNK].tolist()


def _entry_ids(session: Session, row: Row) -> list[int]:
    if row.subject is Subject.TAG:
        queries = [_tagged(kind, row.subject_id) for kind in KINDS.values() if "tags" in kind.parts]
    else:
        categories = CategoryTree(session.exec(select(Category))).subtree(row.subject_id)
        queries = [_within(kind, categories) for kind in KINDS.values() if _has_category(kind)]
    return list(session.scalars(union(*queries))) if queries else []


def _has_category(kind: Kind) -> bool:
    return CATEGORY_COLUMN in kind.edition.model_fields


def _within(kind: Kind, categories: list[int]) -> Select[Any]:
    return _published(kind, getattr(kind.edition, CATEGORY_COLUMN).in_(categories))


def _tagged(kind: Kind, tag_id: int) -> Select[Any]:
    rule = kind.parts["tags"]
    tagged = select(rule.table.edition_id).where(getattr(rule.table, rule.columns[0]) == tag_id)
    return _published(kind, col(kind.edition.id).in_(tagged))


def _published(kind: Kind, where: ColumnElement[bool]) -> Select[Any]:
    edition = kind.edition
    return select(edition.entry_id).where(where, col(edition.stage) != Stage.WORKING)
