"""The tree of categories as it is in a snapshot of the database, put together once for many."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlmodel import Session, select

from service.content.category import MAX_CATEGORIES, Category, CategoryTree
from service.content.visibility import View
from service.store import state_of

TREE = "toasoan_tree"


class _Kept(NamedTuple):
    rows: tuple[tuple[Any, ...], ...]
    tree: CategoryTree


class CurrentTrees:
    """One for a process; any number of threads may ask it.

    Every connection remembers at which state of the database it has seen which tree. That state
    changes with every commit, of any process: then the categories are read again. Connections that
    read the same rows share one tree.
    """

    def __init__(self) -> None:
        self._newest = _Kept((), CategoryTree(()))

    def known(self, session: Session) -> CategoryTree | None:
        """The session's, if its connection knows it; without a statement."""
        state = state_of(session)
        seen, tree = session.connection().info.get(TREE, (None, None))
        return tree if state is not None and seen == state else None

    def of(self, session: Session) -> CategoryTree:
        """The session's: at most one statement."""
        known = self.known(session)
        if known is not None:
            return known
        state, tree = state_of(session), self._read(session)
        session.connection().info[TREE] = state, tree
        return tree

    def find(
        self, session: Session, view: View, keys: Sequence[None]
    ) -> Mapping[None, CategoryTree]:
        """As `of`, for a request's batches; everybody sees the same."""
        return {None: self.of(session)}

    def _read(self, session: Session) -> CategoryTree:
        columns = Category.__table__.columns  # type: ignore[attr-defined]
        found = session.connection().execute(select(*columns).limit(MAX_CATEGORIES))
        rows = tuple(tuple(row) for row in found)
        kept = self._newest
        if kept.rows != rows:
            names = [column.name for column in columns]
            # Of no session: whoever has the tree may read it in any thread.
            tree = CategoryTree(Category(**dict(zip(names, row, strict=True))) for row in rows)
            kept = self._newest = _Kept(rows, tree)
        return kept.tree
