"""Entries of a kind with the edition that a view shows of them."""

from collections import namedtuple
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Executable, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from service.api.loaders.prepared import Prepared, given
from service.content.base import Entry, Kind, Stage, State, Status, status_at
from service.content.history import SlugHistory
from service.content.visibility import View, public_at

_KEPT_INSIDE = {"stage", "visible_from", "visible_until", "title_key", "digest"}
"""Columns of an edition that say where it stands, and not what it says."""


class EntryRow(NamedTuple):
    """What is shown of an entry; not the entity itself, which would take longer than all else."""

    id: int
    state: State
    public_from: datetime | None
    version: int
    view_count: int
    posted_by_id: int | None
    updated_by_id: int | None
    created_at: datetime

    def status(self, now: datetime) -> Status:
        return status_at(self.state, self.public_from, now)


class Shown(NamedTuple):
    """An entry, and the one edition of it that the view shows."""

    entry: EntryRow
    edition: Any
    """A row of what the kind's edition says: its columns by their names, without the long ones."""


class Entries:
    """The entries of one kind. `long` names the columns that are read only when they are asked for.

    Its methods are given to `Context.load`; there is one instance for each kind.
    """

    def __init__(self, kind: Kind, long: Sequence[str] = ()) -> None:
        self.kind = kind
        edition: Any = kind.edition
        self.edition = edition
        self._long = tuple(getattr(edition, name) for name in long)
        every = [column.name for column in edition.__table__.columns]
        self._columns = [name for name in every if name not in {*long, *_KEPT_INSIDE}]
        self._row: Any = namedtuple("EditionRow", self._columns)  # type: ignore[misc]
        self._shown = Prepared(self._select_shown)
        self._texts = Prepared(self._select_texts)
        self._by_slug = Prepared(self._select_by_slug)

    def shown(self, session: Session, view: View, keys: Sequence[int]) -> Mapping[int, Shown]:
        """By the entry's id; what the view does not show is left out."""
        own = len(EntryRow._fields)
        return {
            row[0]: Shown(EntryRow._make(row[:own]), self._row._make(row[own:]))
            for row in self._shown.rows(session, view, keys=keys)
        }

    def _select_shown(self, view: View) -> Executable:
        edition = self.edition
        return (
            select_columns(
                *(getattr(Entry, name) for name in EntryRow._fields),
                *(getattr(edition, name) for name in self._columns),
            )
            .join(edition, edition.entry_id == col(Entry.id))
            .where(col(Entry.id).in_(given()), view.sees(edition))
        )

    def shown_by_slug(
        self, session: Session, view: View, keys: Sequence[str]
    ) -> Mapping[str, Shown]:
        """By a slug that the entry has, or has had, as far as the view may know."""
        ids = self.by_slug(session, view, keys)
        shown = self.shown(session, view, list(set(ids.values()))) if ids else {}
        return {slug: shown[entry_id] for slug, entry_id in ids.items() if entry_id in shown}

    def still_public(
        self, session: Session, view: View, keys: Sequence[int]
    ) -> Mapping[int, Shown]:
        """Those of the entries that the public sees now, as this view sees them."""
        if not view.public:  # who sees working versions would be shown drafts too
            keys = list(self.public_titles(session, view, keys))
        return self.shown(session, view, keys) if keys else {}

    def texts(self, session: Session, view: View, keys: Sequence[int]) -> Mapping[int, Any]:
        """The long columns of editions, by the edition's id."""
        return {row[0]: row for row in self._texts.rows(session, view, keys=keys)}

    def _select_texts(self, view: View) -> Executable:
        edition = self.edition
        return select_columns(edition.id, *self._long).where(
            edition.id.in_(given()), view.sees(edition)
        )

    def public_titles(self, session: Session, view: View, keys: Sequence[int]) -> Mapping[int, str]:
        """The titles of those entries that the public sees, whoever asks."""
        statement = select(self.edition.entry_id, self.edition.title).where(
            self.edition.entry_id.in_(keys), public_at(self.edition, view.now)
        )
        return dict(session.exec(statement).all())

    def by_slug(self, session: Session, view: View, keys: Sequence[str]) -> Mapping[str, int]:
        """The id of the entry that has, or has had, a slug; for the public, that it has seen."""
        rows = self._by_slug.rows(session, view, keys=keys)
        return {slug: entry_id for slug, entry_id in rows if entry_id is not None}

    def _select_by_slug(self, view: View) -> Executable:
        return (
            select_columns(col(SlugHistory.slug), col(SlugHistory.entry_id))
            .join(Entry, col(Entry.id) == col(SlugHistory.entry_id))
            .where(
                col(SlugHistory.kind) == self.kind.name,
                col(SlugHistory.slug).in_(given()),
                _may_know(view),
            )
        )

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
