"""What readers search for: counted by the day, and shown to editors.

Nothing is kept of who asked, from where, or at what time of the day. A query that may say something
of a person (an address, a number of a telephone, an identity card or a car, anything long) is not
kept at all, and one that was asked a few times only is not shown.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Insert,
    Update,
    bindparam,
    delete,
    insert,
    literal,
    union_all,
    update,
)
from sqlmodel import Session, col, func, select

from index.vietnamese.normalise import visible
from service.content.search_count import MAX_COUNTED, SearchCount
from service.content.times import VIETNAM
from service.operations.editions import tabular
from service.permissions import Action, Actor, require

MAX_A_DAY = 10_000
"""Different queries of one day that are kept: no one can fill the disk with made-up ones."""
_CHUNK = 500
_PERSONAL = re.compile(
    r"@"
    r"|\d{7}"
    r"|(?:\d[\s.()+-]{0,3}){9}"
    r"|\b\d{2}[\s-]?[a-zđ]{1,2}\d?[\s.-]{0,3}\d{3}\.?\d{1,2}\b"  # the plate of a car
)


class Asked(NamedTuple):
    """How often a query was asked, and how often it found nothing."""

    times: int
    in_vain: int

    def plus(self, other: "Asked") -> "Asked":
        return Asked(self.times + other.times, self.in_vain + other.in_vain)


@dataclass(frozen=True, slots=True)
class Counted:
    """A query with its count in some days, and on each of them on which it was asked enough."""

    query: str
    count: int
    days: list[tuple[date, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Statistics:
    """The queries that were asked most, and those that found nothing most."""

    frequent: list[Counted]
    nothing_found: list[Counted]


def countable(query: str) -> str | None:
    """The query as it is counted; None where it must not be or asks for nothing. Never raises."""
    if len(query) > 4 * MAX_COUNTED:
        return None
    text = " ".join(visible(query).lower().split())
    if len(text) > MAX_COUNTED or not text.isprintable() or not any(map(str.isalnum, text)):
        return None
    return None if _PERSONAL.search(unicodedata.normalize("NFKC", text)) else text


def day_of(moment: datetime) -> date:
    """The day that it is in Vietnam."""
    return moment.astimezone(VIETNAM).date()


def add(session: Session, day: date, asked: Mapping[str, Asked]) -> None:
    """Adds to the counts of that day; beyond MAX_A_DAY, what was not asked before is left out."""
    known = set(_known(session, day, list(asked)))
    if known:
        session.connection().execute(_more(day), [_row(name, asked[name]) for name in known])
    room = MAX_A_DAY - session.exec(select(func.count()).where(SearchCount.day == day)).one()
    new = list(islice((name for name in asked if name not in known), max(0, room)))
    if new:
        session.connection().execute(_first(day), [_row(name, asked[name]) for name in new])


def forget(session: Session, before: date) -> None:
    """Removes what was asked before that day."""
    table = tabular(SearchCount)
    session.execute(delete(table).where(table.c.day < before))


def statistics(
    session: Session, actor: Actor, since: date, until: date, *, first: int, least: int
) -> Statistics:
    """Of the days from `since` to `until`, both included; `first` of each sort.

    What was asked, or found nothing, fewer than `least` times is left out.
    """
    require(actor, Action.SEARCH)
    within = col(SearchCount.day).between(since, until)
    frequent, in_vain = _most(session, within, first, least)
    names = frequent.keys() | in_vain.keys()
    for day, query, asked, nothing_found in _by_day(session, within, names):
        if asked >= least and query in frequent:
            frequent[query].days.append((day, asked))
        if nothing_found >= least and query in in_vain:
            in_vain[query].days.append((day, nothing_found))
    return Statistics(list(frequent.values()), list(in_vain.values()))


def _row(name: str, asked: Asked) -> dict[str, Any]:
    return {"name": name, "times": asked.times, "in_vain": asked.in_vain}


def _more(day: date) -> Update:
    table = tabular(SearchCount)
    return (
        update(table)
        .where(table.c.day == day, table.c.query == bindparam("name"))
        .values(
            asked=table.c.asked + bindparam("times"),
            nothing_found=table.c.nothing_found + bindparam("in_vain"),
        )
    )


def _first(day: date) -> Insert:
    return insert(tabular(SearchCount)).values(
        day=day,
        query=bindparam("name"),
        asked=bindparam("times"),
        nothing_found=bindparam("in_vain"),
    )


def _known(session: Session, day: date, names: Sequence[str]) -> Iterator[str]:
    for start in range(0, len(names), _CHUNK):
        wanted = col(SearchCount.query).in_(names[start : start + _CHUNK])
        yield from session.exec(select(SearchCount.query).where(SearchCount.day == day, wanted))


def _most(
    session: Session, within: ColumnElement[bool], first: int, least: int
) -> tuple[dict[str, Counted], dict[str, Counted]]:
    """Those asked most, and those that found nothing most, in one pass over the days."""
    table = tabular(SearchCount)
    sums = [
        func.sum(column).label(column.name) for column in (table.c.asked, table.c.nothing_found)
    ]
    by_query = select(table.c.query, *sums).where(within).group_by(table.c.query)
    counted = by_query.having(func.sum(table.c.asked) >= least).cte("counted")
    halves = [
        select(literal(half), counted.c.query, column)
        .where(column >= least)
        .order_by(column.desc(), counted.c.query)
        .limit(first)
        .subquery()
        for half, column in enumerate((counted.c.asked, counted.c.nothing_found))
    ]
    rows = session.execute(union_all(*(select(half.c) for half in halves))).all()
    found: tuple[dict[str, Counted], dict[str, Counted]] = {}, {}
    for half, query, count in sorted(rows, key=lambda row: (-row[2], row[1])):
        found[half][query] = Counted(query, count)
    return found


def _by_day(
    session: Session, within: ColumnElement[bool], names: Iterable[str]
) -> Iterable[tuple[date, str, int, int]]:
    day, query = col(SearchCount.day), col(SearchCount.query)
    return session.exec(
        select(day, query, SearchCount.asked, SearchCount.nothing_found)
        .where(within, query.in_(names))
        .order_by(day)
    )
