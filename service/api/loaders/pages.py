"""Pages of lists by keyset: what follows or precedes a place in an order, never an offset.

Several pages that are asked for together are one statement, a union of limited queries each of
which walks an index.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    literal,
    or_,
    union_all,
)
from sqlmodel import Session, col, select

from service.api import cursors
from service.api.cursors import Position
from service.api.ids import MAX_ROW
from service.api.loaders.entries import Entries, Shown
from service.api.loaders.prepared import Prepared
from service.content.base import Entry
from service.content.visibility import View


@dataclass(frozen=True)
class Ordering:
    """An order by a key and, where keys are alike, by the entry's id; nulls last."""

    name: str
    key: Callable[[Any], Any]
    """The key's column, given the editions' table."""
    descending: bool
    parse: Callable[[Any], Any]
    """The key from a cursor; raises BadRequest."""
    of_entry: bool = False
    """Whether the key stands in the entry, not in its edition."""
    nullable: bool = False
    """Whether a working edition may have none; a public one always has."""


def _moment(value: Any) -> datetime | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise cursors.foreign() from error
    if moment.tzinfo is not None:
        raise cursors.foreign()
    return moment.replace(tzinfo=UTC)


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise cursors.foreign()
    return value


ORDERINGS = {
    one.name: one
    for one in (
        Ordering("NEWEST", lambda edition: edition.published_at, True, _moment, nullable=True),
        Ordering("OLDEST", lambda edition: edition.published_at, False, _moment, nullable=True),
        Ordering("RECENTLY_UPDATED", lambda edition: edition.updated_at, True, _moment),
        Ordering("TITLE", lambda edition: edition.title_key, False, _text),
        Ordering(
            "MOST_VIEWED", lambda _: Entry.view_count, True, cursors.read_number, of_entry=True
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a window: a place, which itself is inside or not."""

    place: Position
    inside: bool = False

    def opened(self, name: str) -> "Bound":
        """The same with its values left open; nulls are compared in another way than values."""
        key: Any = None if self.place.key is None else bindparam(f"{name}_key")
        entry_id: Any = bindparam(f"{name}_id")
        return Bound(Position(key, entry_id), self.inside)


@dataclass(frozen=True, slots=True, eq=False)
class PageQuery:
    """At most `count` places of a list, and one more if there is one. No query equals another."""

    entries: Entries
    order: Ordering
    conditions: tuple[ColumnElement[bool], ...]
    joins_entry: bool
    count: int
    backward: bool = False
    after: Bound | None = None
    before: Bound | None = None

    def select(self, view: View, most: Any = None) -> Select[Any]:
        """Entry ids and keys, from the window's beginning (its end, if backward) on."""
        edition = self.entries.edition
        key = col(self.order.key(edition))
        # The id of the key's own table: an index holds both together.
        entry_id = col(Entry.id) if self.order.of_entry else edition.entry_id
        nullable = self.order.nullable and not view.public
        statement = _listed(self, view, edition.entry_id, key.label("place"))
        for bound, forward in ((self.after, True), (self.before, False)):
            if bound is not None:
                statement = statement.where(
                    _beyond(key, entry_id, bound, self.order.descending, forward, nullable)
                )
        down = self.order.descending != self.backward
        first = key.desc() if down else key.asc()
        if nullable:
            first = first.nulls_first() if self.backward else first.nulls_last()
        last = entry_id.desc() if down else entry_id.asc()
        return statement.order_by(first, last).limit(self.count + 1 if most is None else most)

    @property
    def shape(self) -> object:
        """Alike for queries without conditions that differ in nothing but their values."""
        bounds = tuple(
            bound and (bound.inside, bound.place.key is None) for bound in (self.after, self.before)
        )
        return (self.entries, self.order.name, self.joins_entry, self.backward, bounds)

    def opened(self) -> "PageQuery":
        """The same query for a statement that is made once: its `values` are given to each run."""
        return replace(
            self,
            after=self.after and self.after.opened("after"),
            before=self.before and self.before.opened("before"),
        )

    @property
    def values(self) -> dict[str, Any]:
        values: dict[str, Any] = {"most": self.count + 1}
        for name, bound in (("after", self.after), ("before", self.before)):
            if bound is not None:
                values |= {f"{name}_key": bound.place.key, f"{name}_id": bound.place.entry_id}
        return values


class Asked(NamedTuple):
    """A page, and whether the things on it are wanted or their places alone."""

    query: PageQuery
    things: bool


class Page(NamedTuple):
    """Places in the list's order, and by their ids what stands there, where that was asked for."""

    places: list[Position]
    shown: Mapping[int, Shown]


def _listed(query: PageQuery, view: View, *columns: Any) -> Select[Any]:
    edition = query.entries.edition
    statement: Select[Any] = select(*columns).select_from(edition)
    if query.joins_entry or query.order.of_entry:
        statement = statement.join(Entry, col(Entry.id) == edition.entry_id)
    if query.order.of_entry:
        statement = statement.where(col(Entry.kind) == query.entries.kind.name)
    return statement.where(view.sees(edition), *query.conditions)


def _beyond(
    key: Any, entry_id: Any, bound: Bound, descending: bool, forward: bool, nullable: bool
) -> ColumnElement[bool]:
    """What stands after the place in the order, or before it. Nulls are the last of all."""
    down = descending == forward
    nearer = (entry_id <= bound.place.entry_id) if down else (entry_id >= bound.place.entry_id)
    if not bound.inside:
        nearer = and_(nearer, entry_id != bound.place.entry_id)
    if bound.place.key is None:
        among_nulls = and_(key.is_(None), nearer)
        return among_nulls if forward else or_(key.is_not(None), among_nulls)
    # Written so that an index is entered at the key: one range, and a check inside it.
    within = key <= bound.place.key if down else key >= bound.place.key
    past = and_(within, or_(key != bound.place.key, nearer))
    return or_(past, key.is_(None)) if forward and nullable else past


def find_pages(session: Session, view: View, keys: Sequence[Asked]) -> Mapping[Asked, Page]:
    """One statement for each order asked for, and one for all that stands on the pages."""
    places = _find_places(session, view, list(dict.fromkeys(key.query for key in keys)))
    wanted: dict[Entries, set[int]] = defaultdict(set)
    for query in {key.query for key in keys if key.things}:
        wanted[query.entries].update(place.entry_id for place in places[query])
    shown = {
        entries: entries.shown(session, view, list(ids)) if ids else {}
        for entries, ids in wanted.items()
    }
    return {key: Page(places[key.query], shown.get(key.query.entries, {})) for key in keys}


def _find_places(
    session: Session, view: View, queries: Sequence[PageQuery]
) -> dict[PageQuery, list[Position]]:
    groups: dict[tuple[str, Any], list[PageQuery]] = defaultdict(list)
    for query in queries:
        groups[query.order.name, query.entries.kind.name].append(query)
    found: dict[PageQuery, list[Position]] = {query: [] for query in queries}
    for group in groups.values():
        if len(group) == 1 and not group[0].conditions:
            rows = _alone(session, view, group[0])
            found[group[0]] = [Position(key, entry_id) for entry_id, key in rows]
            continue
        for number, entry_id, key in session.connection().execute(_together(group, view)):
            found[group[number]].append(Position(key, entry_id))
    return {query: _in_order(query, places) for query, places in found.items()}


_prepared: dict[object, Prepared] = {}
"""By the shapes of queries without conditions; there are few."""


def _alone(session: Session, view: View, query: PageQuery) -> Any:
    prepared = _prepared.get(query.shape)
    if prepared is None:
        opened, most = query.opened(), bindparam("most", type_=Integer)
        prepared = Prepared(lambda view: opened.select(view, most))
        _prepared[query.shape] = prepared
    return prepared.rows(session, view, **query.values)


def _together(queries: Sequence[PageQuery], view: View) -> Any:
    parts = [query.select(view).subquery() for query in queries]
    return union_all(
        *(
            select(literal(number).label("number"), part.c.entry_id, part.c.place)
            for number, part in enumerate(parts)
        )
    )


def _in_order(query: PageQuery, places: list[Position]) -> list[Position]:
    """A union has no order of its own, and a backward page was read from its end."""
    dated = [one for one in places if one.key is not None]
    undated = [one for one in places if one.key is None]
    for part in (dated, undated):
        part.sort(key=lambda one: (one.key, one.entry_id), reverse=query.order.descending)
    return dated + undated


def find_totals(session: Session, view: View, keys: Sequence[PageQuery]) -> Mapping[PageQuery, int]:
    """How many each list holds in all, in one statement."""
    parts = [
        _listed(query, view, literal(number), func.count()) for number, query in enumerate(keys)
    ]
    rows = session.connection().execute(union_all(*parts))
    return {keys[number]: count for number, count in rows}


def read_cursor(cursor: str, order: Ordering) -> Position:
    name, key, entry_id = cursors.read(cursor, 3)
    if name != order.name:
        raise cursors.foreign()
    return Position(order.parse(key), cursors.read_number(entry_id, 1, MAX_ROW))


def write_cursor(place: Position, order: Ordering) -> str:
    key = place.key
    plain = key.replace(tzinfo=None).isoformat() if isinstance(key, datetime) else key
    return cursors.write(order.name, plain, place.entry_id)
