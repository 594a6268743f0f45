"""What was published before and after an article, in its own category."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, select, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import Session

from service.api.loaders.entries import Entries, Shown
from service.content.times import UtcDateTime
from service.content.visibility import View, public_at


class Beside(NamedTuple):
    """The `most` public entries nearest to an edition, on one side of it."""

    edition_id: int
    newer: bool
    most: int


class Neighbours:
    """Given to `Context.load`; the kind's editions need a `category_id`."""

    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        self._edition: Any = entries.edition

    def find(
        self, session: Session, view: View, keys: Sequence[Beside]
    ) -> Mapping[Beside, list[Shown]]:
        """Nearest first; one statement for each side and number asked for, and one for them all."""
        places = self._find_places(session, view, keys)
        every = {entry_id for ids in places.values() for entry_id in ids}
        shown = self._entries.shown(session, view, list(every)) if every else {}
        return {key: [shown[one] for one in ids if one in shown] for key, ids in places.items()}

    def _find_places(
        self, session: Session, view: View, keys: Sequence[Beside]
    ) -> Mapping[Beside, list[int]]:
        found: dict[Beside, list[int]] = {key: [] for key in keys}
        groups: dict[tuple[bool, int], list[int]] = defaultdict(list)
        for key in keys:
            groups[key.newer, key.most].append(key.edition_id)
        for (newer, most), edition_ids in groups.items():
            statement = self._newer if newer else self._older
            values = {"ids": edition_ids, "now": view.now, "most": most}
            for edition_id, entry_id in session.connection().execute(statement, values):
                found[Beside(edition_id, newer, most)].append(entry_id)
        return found

    @cached_property
    def _newer(self) -> Select[Any]:
        return self._select(newer=True)

    @cached_property
    def _older(self) -> Select[Any]:
        return self._select(newer=False)

    def _select(self, newer: bool) -> Select[Any]:
        """Made once, its values left open: putting it together takes longer than running it."""
        here, there, near = (aliased(self._edition) for _ in range(3))
        now: Any = bindparam("now", type_=UtcDateTime)
        place = tuple_(near.published_at, near.entry_id)
        own = tuple_(here.published_at, here.entry_id)
        nearest = (
            # The limit is kept for each edition by itself, so each costs one step into an index.
            select(near.id)
            .where(near.category_id == here.category_id, public_at(near, now))
            .where(place > own if newer else place < own)
            .order_by(*_sorted(near, newer))
            .limit(bindparam("most", type_=Integer))
            .correlate(here)
        )
        return (
            select(here.id, there.entry_id)
            .join(there, there.id.in_(nearest))
            .where(here.id.in_(bindparam("ids", expanding=True)))
            .order_by(here.id, *_sorted(there, newer))
        )


def _sorted(edition: Any, ascending: bool) -> list[Any]:
    columns = (edition.published_at, edition.entry_id)
    return [column.asc() if ascending else column.desc() for column in columns]
