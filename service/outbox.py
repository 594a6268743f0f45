"""Notes what a change means for the search index, in the transaction of the change itself."""

from collections.abc import Iterable

from sqlalchemy import insert
from sqlmodel import Session, col

from service.content import times
from service.content.change import Lane, Outbox, Subject

_LAST = "outbox_seq"
_BATCH = 1_000


def record(
    session: Session, subject: Subject, subject_id: int, lane: Lane = Lane.INTERACTIVE
) -> int:
    """Writes one row and returns its number; everything pending in the session is flushed too."""
    row = Outbox(lane=lane, subject=subject, subject_id=subject_id, created_at=times.now())
    session.add(row)
    session.flush()
    assert row.seq is not None
    session.info[_LAST] = row.seq
    return row.seq


def record_many(session: Session, entry_ids: Iterable[int], lane: Lane) -> None:
    """One row for each entry, in this order."""
    now = times.now()
    ids = list(entry_ids)
    for start in range(0, len(ids), _BATCH):
        rows = [
            {"lane": lane, "subject": Subject.ENTRY, "subject_id": entry_id, "created_at": now}
            for entry_id in ids[start : start + _BATCH]
        ]
        written = session.execute(insert(Outbox).returning(col(Outbox.seq)), rows).scalars()
        session.info[_LAST] = max(written)


def last_seq(session: Session) -> int | None:
    """The number of the last row that this session wrote; None if it wrote none."""
    seq: int | None = session.info.get(_LAST)
    return seq
