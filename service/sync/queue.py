"""The outbox as the indexer sees it: the rows that wait, in order, and those that are done."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from service import outbox
from service.content.change import Lane, Outbox, Subject
from service.content.times import now
from service.store import Store

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Row(NamedTuple):
    """One change that waits."""

    seq: int
    subject: Subject
    subject_id: int


class Backlog(NamedTuple):
    """How many rows of each lane wait."""

    interactive: int
    bulk: int


class Pending(NamedTuple):
    """What waits in either lane: which single entries, and whether many or all of them."""

    entries: set[int]
    wide: bool
    everything: bool


def waiting(session: Session, lane: Lane, limit: int) -> list[Row]:
    """The first rows of the lane that are not done."""
    rows = session.exec(
        select(Outbox.seq, Outbox.subject, Outbox.subject_id)
        .where(col(Outbox.lane) == lane, col(Outbox.done_at).is_(None))
        .order_by(col(Outbox.seq))
        .limit(limit)
    )
    return [Row(seq or 0, Subject(subject), subject_id) for seq, subject, subject_id in rows]


def mark_done(session: Session, seqs: Iterable[int]) -> None:
    session.execute(update(Outbox).where(col(Outbox.seq).in_(list(seqs))).values(done_at=now()))


def mark_covered(session: Session, newest: int, limit: int) -> int:
    """Marks some of the rows up to `newest` in either lane; 0 when none is left."""
    covered = (
        select(Outbox.seq)
        .where(col(Outbox.done_at).is_(None), col(Outbox.seq) <= newest)
        .order_by(col(Outbox.seq))
        .limit(limit)
    )
    seqs = [seq or 0 for seq in session.exec(covered)]
    mark_done(session, seqs)
    return len(seqs)


def demote(session: Session, seqs: Iterable[int]) -> None:
    """Moves rows into the bulk lane: those that name many entries would make an editor wait."""
    session.execute(update(Outbox).where(col(Outbox.seq).in_(list(seqs))).values(lane=Lane.BULK))


def forget_done(session: Session, before: datetime, limit: int) -> int:
    """Deletes some rows that were done before then; the newest row stays, whatever it is."""
    old = (
        select(Outbox.seq)
        .where(col(Outbox.done_at) < before, col(Outbox.seq) < newest(session))
        .limit(limit)
    )
    seqs = list(session.exec(old))
    session.execute(delete(Outbox).where(col(Outbox.seq).in_(seqs)))
    return len(seqs)


def newest(session: Session) -> int:
    """The greatest number of any row, done or not; 0 before the first change."""
    return session.exec(select(func.max(col(Outbox.seq)))).one() or 0


def stamp(session: Session, seq: int) -> int:
    """When the row was made, in microseconds since 1970; 0 where there is no such row.

    With its number it tells one history of a database from another: a restored backup gives the
    same numbers to other changes.
    """
    made = session.exec(select(Outbox.created_at).where(col(Outbox.seq) == seq)).first()
    return 0 if made is None else (made - EPOCH) // timedelta(microseconds=1)


def is_any_done_after(session: Session, lane: Lane, seq: int) -> bool:
    """Whether a row of the lane with a greater number was done."""
    done = select(Outbox.seq).where(
        col(Outbox.lane) == lane, col(Outbox.done_at).is_not(None), col(Outbox.seq) > seq
    )
    return session.exec(done.limit(1)).first() is not None


def is_done(session: Session, seq: int) -> bool:
    """Whether the row was done; one that is gone was, too."""
    undone = select(Outbox.seq).where(col(Outbox.seq) == seq, col(Outbox.done_at).is_(None))
    return session.exec(undone).first() is None


def backlog(session: Session) -> Backlog:
    """How many changes are not in the index yet."""
    counts = select(Outbox.lane, func.count()).where(col(Outbox.done_at).is_(None))
    found = dict(session.exec(counts.group_by(col(Outbox.lane))).all())
    return Backlog(found.get(Lane.INTERACTIVE, 0), found.get(Lane.BULK, 0))


def what_waits(session: Session) -> Pending:
    """The subjects of all rows that are not done."""
    rows = session.exec(
        select(Outbox.subject, Outbox.subject_id).where(col(Outbox.done_at).is_(None)).distinct()
    ).all()
    kinds = {subject for subject, _ in rows}
    return Pending(
        {subject_id for subject, subject_id in rows if subject is Subject.ENTRY},
        wide=bool(kinds & {Subject.CATEGORY, Subject.TAG}),
        everything=Subject.EVERYTHING in kinds,
    )


def bulk_backlog(session: Session) -> int:
    """How many rows of the bulk lane wait."""
    return backlog(session).bulk


def request_rebuild(session: Session) -> int:
    """Asks the indexer of whatever process to rebuild the index; returns the row's number."""
    return outbox.record(session, Subject.EVERYTHING, 0, Lane.BULK)


def in_commit_order(store: Store) -> bool:
    """Whether a row's number tells when its transaction was committed.

    SQLite lets one transaction write at a time. Elsewhere a greater number may be seen first, so
    only `done_at` of the row itself says that it was done.
    """
    return store.engine.dialect.name == "sqlite"
