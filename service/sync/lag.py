"""How far the index is behind, by statements that stay small however far it is."""

from datetime import timedelta
from typing import NamedTuple

from sqlmodel import Session, col, func, select

from service.content.change import Lane, Outbox
from service.content.times import now

COUNTED = 10_000
"""Rows that are counted at most: beyond, the number says no more than that there are many."""


class Lag(NamedTuple):
    """Of one lane: how many changes wait, COUNTED at most, and for how long the oldest has."""

    waiting: int
    oldest: timedelta


def lag(session: Session, lane: Lane, counted: int = COUNTED) -> Lag:
    """Two statements, both answered by an index alone but for one row."""
    waits = select(Outbox.seq).where(col(Outbox.lane) == lane, col(Outbox.done_at).is_(None))
    count = session.exec(select(func.count()).select_from(waits.limit(counted).subquery())).one()
    if not count:
        return Lag(0, timedelta())
    first = waits.order_by(col(Outbox.seq)).limit(1).scalar_subquery()
    made = session.exec(select(Outbox.created_at).where(col(Outbox.seq) == first)).one()
    return Lag(count, max(now() - made, timedelta()))
