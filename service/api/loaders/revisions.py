"""The changes of an entry, newest first."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, literal, union_all
from sqlalchemy import select as select_columns
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from service.content.base import Entry
from service.content.history import Revision
from service.content.visibility import View


class RevisionPage(NamedTuple):
    """At most `most` revisions of an entry, and one more if there is one, below a version."""

    entry_id: int
    most: int
    below: int | None


def find_revision_pages(
    session: Session, view: View, keys: Sequence[RevisionPage]
) -> Mapping[RevisionPage, list[Revision]]:
    """All pages in one statement; for entries whose working version is seen."""
    ids = union_all(*(_ids(key, place) for place, key in enumerate(keys))).subquery()
    rows = session.exec(
        select(ids.c.place, Revision)
        .join(Revision, col(Revision.id) == ids.c.id)
        # What a field held before may be long, and is not shown in a list.
        .options(defer(Revision.before, raiseload=True))  # type: ignore[arg-type]
        .order_by(col(Revision.version).desc())
    )
    pages: dict[RevisionPage, list[Revision]] = {key: [] for key in keys}
    for place, revision in rows:
        pages[keys[place]].append(revision)
    return pages


def _ids(key: RevisionPage, place: int) -> Any:
    statement = select_columns(col(Revision.id)).where(col(Revision.entry_id) == key.entry_id)
    if key.below is not None:
        statement = statement.where(col(Revision.version) < key.below)
    newest = statement.order_by(col(Revision.version).desc()).limit(key.most + 1).subquery()
    return select_columns(literal(place).label("place"), newest.c.id)


def totals_of_revisions(session: Session, view: View, keys: Sequence[int]) -> Mapping[int, int]:
    """How many revisions each entry has."""
    rows = session.exec(
        select(Revision.entry_id, func.count())
        .where(col(Revision.entry_id).in_(keys))
        .group_by(col(Revision.entry_id))
    )
    return dict(rows.all())


def revisions_by_id(session: Session, view: View, keys: Sequence[int]) -> Mapping[int, Revision]:
    """Of entries whose working version is seen."""
    rows = session.exec(
        select(Revision, Entry)
        .join(Entry, col(Entry.id) == col(Revision.entry_id))
        .where(col(Revision.id).in_(keys))
        .options(defer(Revision.before, raiseload=True))  # type: ignore[arg-type]
    )
    return {one.id or 0: one for one, entry in rows if view.sees_working(entry)}
