"""Segments that are searched as one: their documents are numbered through."""

import threading
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np

from index.engines.whoosh.arrays import Array
from index.engines.whoosh.impacts import DENSE, Impacts
from index.engines.whoosh.memory import Memory
from index.engines.whoosh.occurrences import Occurrences, of_pair, of_word
from index.engines.whoosh.schema import TEXT_FIELDS
from index.engines.whoosh.segments import SegmentView
from index.engines.whoosh.weighting import Averages, Weighting
from index.engines.whoosh.words import Pair, Word


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

    def impacts(self, asked: Word | Pair, averages: Averages) -> Impacts:
        key = asked.key, averages
        found: Impacts | None = self.memory.get(key)
        if found is None:
            found = self._impacts(self._occurrences(asked), averages)
            self.memory.put(key, found, found.memory)
        return found

    def column(self, field: str) -> Array:
        """Microseconds since 1970 for each document."""
        return self._remembered(field, self._moments)

    @cached_property
    def published(self) -> Array:
        """When each document was published, in microseconds since 1970."""
        return self._moments("published_at")

    @cached_property
    def place_bases(self) -> Array:
        """Where the places of each segment start when they are numbered through, and the end."""
        return np.cumsum([0, *(int(view.layout.ends[-1]) for view in self.views)])

    def newest_first(self) -> Array:
        """All documents by their moment of publication."""
        return self._remembered("newest", lambda _: np.argsort(-self.published, kind="stable"))

    def place(self, document: int) -> tuple[SegmentView, int]:
        """The segment that a document is in, and its number there."""
        segment = bisect_right(self._bases, document) - 1
        return self.views[segment], document - self._bases[segment]

    def scratch(self) -> Array:
        """This thread's array of a number for each document; 0 whenever nobody uses it."""
        found: Array | None = getattr(self._scratch, "zeros", None)
        if found is None:
            found = self._scratch.zeros = np.zeros(self.size, np.float32)
        return found

    def joined(self, parts: Sequence[Array]) -> Array:
        """Documents of each segment, in the numbers of the group."""
        return np.concatenate(
            [part.astype(np.int64) + base for part, base in zip(parts, self._bases, strict=False)]
        )

    def _moments(self, field: str) -> Array:
        return np.concatenate([view.moments(field) for view in self.views])

    def _remembered(self, key: Any, make: Any) -> Any:
        found = self.memory.get(key)
        if found is None:
            found = make(key)
            self.memory.put(key, found, found.nbytes)
        return found

    def _occurrences(self, asked: Word | Pair) -> dict[float, list[Occurrences]]:
        """Where it stands, by what it is worth there."""
        found: dict[float, list[Occurrences]] = {}
        for view, base in zip(self.views, self._bases, strict=False):
            own = of_pair(view, asked) if isinstance(asked, Pair) else of_word(view, asked)
            for one in own:
                found.setdefault(one.worth, []).append(one.moved(base))
        return found

    def _impacts(self, kinds: Mapping[float, list[Occurrences]], averages: Averages) -> Impacts:
        """Each worth is a kind that saturates by itself; a word's kinds are added up."""
        weights = self._field_weights(averages)
        found = [one for kind in kinds.values() for one in kind]
        if sum(len(one.documents) for one in found) * DENSE > self.size or len(kinds) > 1:
            total = np.zeros(self.size, np.float32)
            for worth, own in kinds.items():
                total += self._worth(
                    np.bincount(*_joined(own, weights, self.size), self.size), worth
                )
            return Impacts.of_all(total)
        documents, sums = _summed(*_joined(found, weights, self.size))
        return Impacts.of(documents, self._worth(sums, *kinds), self.size)

    def _worth(self, sums: Array, worth: float = 0.0) -> Array:
        return self.weighting.saturated(sums.astype(np.float32)) * np.float32(worth)

    def _field_weights(self, averages: Averages) -> Array:
        """What one syllable counts, for each document of the first field, of the second ..."""

        def make(_: Any) -> Array:
            parts = []
            for field in TEXT_FIELDS:
                by_byte = self.weighting.of_a_syllable(field, averages).astype(np.float32)
                parts += [by_byte[view.length_bytes(field)] for view in self.views]
            return np.concatenate(parts)

        found: Array = self._remembered(("weights", averages), make)
        return found


def _joined(found: list[Occurrences], weights: Array, size: int) -> tuple[Array, Array]:
    """The documents found, and what each finding counts."""
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.float32)
    weighed = [_weighed(one, weights, size) for one in found]
    return np.concatenate([one.documents for one in found]), np.concatenate(weighed)


def _weighed(found: Occurrences, weights: Array, size: int) -> Array:
    own = weights.take(found.fields * size + found.documents)
    return own if found.frequencies is None else own * found.frequencies


def _summed(documents: Array, weighed: Array) -> tuple[Array, Array]:
    """Each different document, in order, and the sum for it."""
    order = documents.argsort(kind="stable")
    documents, weighed = documents.take(order), weighed.take(order)
    if not len(documents):
        return documents, weighed
    firsts = np.append(True, documents[1:] != documents[:-1]).nonzero()[0]
    return documents.take(firsts), np.add.reduceat(weighed, firsts)
