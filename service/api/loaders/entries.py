"""Entries of a kind with the edition that a view shows of them."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from service.content.base import Entry, Kind, Stage, State
from service.content.history import SlugHistory
from service.content.visibility import View, public_at


class Shown(NamedTuple):
    """An entry, and the one edition of it that the view shows."""

    entry: Entry
    edition: Any


class Entries:
    """The entries of one kind. `long` names the columns that are read only when they are asked for.

    Its methods are given to `Context.load`; there is one instance for each kind.
    """

    def __init__(self, kind: Kind, long: Sequence[str] = ()) -> None:
        self.kind = kind
        self.edition: Any = kind.edition
        self._long = tuple(getattr(self.edition, name) for name in long)

    def shown(self, session: Session, view: View, keys: Sequence[int]) -> Mapping[int, Shown]:
        """By the entry's id; what the view does not show is left out."""
        rows = session.exec(
            select(Entry, self.edition)
            .join(self.edition, self.edition.entry_id == col(Entry.id))
            .where(col(Entry.id).in_(keys), view.sees(self.edition))
            # Read by accident on the event loop, such a column raises instead of asking there.
            .options(*(defer(column, raiseload=True) for column in self._long))
        )
        return {entry.id or 0: Shown(entry, edition) for entry, edition in rows}

    def texts(self, session: Session, view: View, keys: Sequence[int]) -> Mapping[int, Any]:
        """The long columns of editions, by the edition's id."""
        statement = select(self.edition.id, *self._long).where(
            self.edition.id.in_(keys), view.sees(self.edition)
        )
        return {row[0]: row for row in session.exec(statement)}

    def public_titles(self, session: Session, view: View, keys: Sequence[int]) -> Mapping[int, str]:
        """The titles of those entries that the public sees, whoever asks."""
        statement = select(self.edition.entry_id, self.edition.title).where(
            self.edition.entry_id.in_(keys), public_at(self.edition, view.now)
        )
        return dict(session.exec(statement).all())

    def by_slug(self, session: Session, view: View, keys: Sequence[str]) -> Mapping[str, int]:
        """The id of the entry that has, or has had, a slug; for the public, that it has seen."""
        rows = session.exec(
            select(SlugHistory.slug, SlugHistory.entry_id)
            .join(Entry, col(Entry.id) == col(SlugHistory.entry_id))
            .where(
                col(SlugHistory.kind) == self.kind.name,
                col(SlugHistory.slug).in_(keys),
                _may_know(view),
            )
        )
        return {slug: entry_id for slug, entry_id in rows if entry_id is not None}

    def pending(self, session: Session, view: View, keys: Sequence[int]) -> Mapping[int, bool]:
        """Whether the working edition says something else than the newest public one."""
        rows = session.exec(
            select(self.edition.entry_id, self.edition.stage, self.edition.digest).where(
                self.edition.entry_id.in_(keys)
            )
        )
        digests: dict[int, dict[Stage, str]] = {key: {} for key in keys}
        for entry_id, stage, digest in rows:
            digests[entry_id][stage] = digest
        return {key: _differs(found) for key, found in digests.items()}


def _differs(digests: Mapping[Stage, str]) -> bool:
    newest = digests.get(Stage.SCHEDULED) or digests.get(Stage.PUBLIC)
    return newest is not None and digests.get(Stage.WORKING) != newest


def _may_know(view: View) -> ColumnElement[bool]:
    seen = col(SlugHistory.public_from) <= view.now
    if view.public:
        return seen
    if view.editor:
        return col(Entry.id).is_not(None)
    return or_(seen, col(Entry.posted_by_id) == view.account_id)


def status_is(view: View, states: Sequence[str]) -> ColumnElement[bool]:
    """The entries whose status, at the view's moment, is one of these."""
    begun = col(Entry.public_from).is_not(None) & (col(Entry.public_from) <= view.now)
    public = col(Entry.state) == State.PUBLIC
    conditions: dict[str, ColumnElement[bool]] = {
        "PUBLISHED": public & begun,
        "SCHEDULED": public & ~begun,
    }
    return or_(
        *(
            conditions[one] if one in conditions else col(Entry.state) == State(one)
            for one in states
        )
    )
