"""Segments that are searched as one: their documents are numbered through."""

import threading
from bisect import bisect_right
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from itertools import accumulate
from operator import attrgetter

import numpy as np

from index.engines.whoosh.arrays import Array
from index.engines.whoosh.impacts import Impacts, in_segment, joined
from index.engines.whoosh.memory import Memory
from index.engines.whoosh.occurrences import of_pair, of_word
from index.engines.whoosh.schema import TEXT_FIELDS
from index.engines.whoosh.segments import SegmentView
from index.engines.whoosh.weighting import Averages, Weighting
from index.engines.whoosh.words import Pair, Word

_BYTES = attrgetter("nbytes")
_NAMED = 10_000


class Group:
    """It never changes: what was computed from it holds as long as it is used.

    Any number of threads may search it.
    """

    def __init__(self, views: Sequence[SegmentView], weighting: Weighting, room: int) -> None:
        self.views = tuple(views)
        self._bases = list(accumulate((view.size for view in views), initial=0))
        self.size = self._bases[-1]
        self.weighting = weighting
        self.memory = Memory(room)
        """What has been computed, in bytes."""
        self._scratch = threading.local()
        self._names: dict[int, tuple[str, str]] = {}

    def impacts(self, asked: Word | Pair, averages: Averages) -> Impacts:
        key = asked.key, averages
        found: Impacts | None = self.memory.get(key)  # for every word: nothing is made to ask
        if found is None:
            found = self._computed(asked, averages)
            self.memory.put(key, found, found.memory)
        return found

    def column(self, field: str) -> Array:
        """Microseconds since 1970 for each document."""
        return self.remembered(
            field, lambda: np.concatenate([view.moments(field) for view in self.views])
        )

    @property
    def published(self) -> Array:
        """When each document was published, in microseconds since 1970."""
        return self.column("published_at")

    def remembered(self, key: Hashable, make: Callable[[], Array]) -> Array:
        """An array that is made from this group alone."""
        return self.memory.remembered(key, make, _BYTES)

    @cached_property
    def place_bases(self) -> Array:
        """Where the places of each segment start when they are numbered through, and the end."""
        return np.cumsum([0, *(int(view.layout.ends[-1]) for view in self.views)])

    def newest_first(self) -> Array:
        """All documents by their moment of publication."""
        return self.remembered("newest", lambda: np.argsort(-self.published, kind="stable"))

    def place(self, document: int) -> tuple[SegmentView, int]:
        """The segment that a document is in, and its number there."""
        segment = bisect_right(self._bases, document) - 1
        return self.views[segment], document - self._bases[segment]

    def names(self, document: int) -> tuple[str, str]:
        """Its id and its owner."""
        found = self._names.get(document)
        if found is None:
            if len(self._names) >= _NAMED:
                self._names.clear()
            view, own = self.place(document)
            found = self._names[document] = view.id_of(own), view.owner_of(own)
        return found

    def scratch(self) -> Array:
        """This thread's array of a number for each document; 0 whenever nobody uses it."""
        found: Array | None = getattr(self._scratch, "zeros", None)
        if found is None:
            found = self._scratch.zeros = np.zeros(self.size, np.uint16)
        return found

    def joined(self, parts: Sequence[Array]) -> Array:
        """Documents of each segment, in the numbers of the group."""
        return np.concatenate(
            [part.astype(np.int64) + base for part, base in zip(parts, self._bases, strict=False)]
        )

    def _computed(self, asked: Word | Pair, averages: Averages) -> Impacts:
        """Segment by segment, so that what is worked on stays in the processor's memory."""
        parts = []
        weights = self._field_weights(averages)
        for view, base, own in zip(self.views, self._bases, weights, strict=False):
            found = list(of_pair(view, asked) if isinstance(asked, Pair) else of_word(view, asked))
            if found:
                parts.append((base, in_segment(found, own, view.size, self.weighting)))
        return joined(parts, self.size)

    def _field_weights(self, averages: Averages) -> list[Array]:
        """What one syllable counts in each segment: see `impacts`."""

        def make() -> list[Array]:
            of = self.weighting.of_a_syllable
            tables = [of(field, averages).astype(np.float32) for field in TEXT_FIELDS]
            return [_weights(view, tables) for view in self.views]

        return self.memory.remembered(
            ("weights", averages), make, lambda found: sum(map(_BYTES, found))
        )


def _weights(view: SegmentView, tables: list[Array]) -> Array:
    """For each document of the first field, then of the second one, and so on."""
    pairs = zip(TEXT_FIELDS, tables, strict=True)
    return np.concatenate([table[view.length_bytes(field)] for field, table in pairs])
