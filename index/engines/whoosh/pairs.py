"""Where neighbours stand in one segment: for each pair of terms its places."""

from typing import NamedTuple

import numpy as np

from index.engines.whoosh.arrays import Array, Arrays
from index.engines.whoosh.runs import Packed, sizes_of

_NONE = np.zeros(0, np.int64)


class Spellings(NamedTuple):
    """All pairs of terms that fold to the same two forms: which variants, and how often."""

    first: Array
    second: Array
    counts: Array
    start: int
    """Where their places start."""


class Pairs:
    """Any number of threads may read."""

    def __init__(self, arrays: Arrays) -> None:
        self._firsts = arrays["pairs.firsts"].data
        self._places = arrays["pairs.places"].data
        self._second = arrays["pairs.second"]
        self._first_variants = arrays["pairs.variants.first"]
        self._second_variants = arrays["pairs.variants.second"]
        self._counts = Packed(
            arrays["pairs.counts"], arrays["pairs.wide_counts"], arrays["pairs.wide_counts.starts"]
        )
        self._low, self._high = arrays.pieces("pairs.low"), arrays.pieces("pairs.high")

    def spellings(self, first: int, second: int) -> Spellings | None:
        """The pairs of two folded forms; None if they are nowhere neighbours."""
        own, counts, before = self._between(first, second, second + 1)
        if own.start == own.stop:
            return None
        start = self._places[first] + int(before.sum())
        return Spellings(self._first_variants[own], self._second_variants[own], counts, start)

    def following(self, first: int, low: int, high: int) -> tuple[Array, Array, Array, Array]:
        """The pairs of `first` and any of the folded forms low:high.

        The second form, the variants of both, and how often it stands; each an array.
        """
        own, counts, _ = self._between(first, low, high)
        return (
            self._second[own].astype(np.int64),
            self._first_variants[own],
            self._second_variants[own],
            counts,
        )

    def _between(self, first: int, low: int, high: int) -> tuple[slice, Array, Array]:
        """Which pairs are of `first` and any of low:high; their counts, and those of the pairs of
        `first` before them."""
        begin, end = self._firsts[first], self._firsts[first + 1]
        start, stop = np.searchsorted(self._second[begin:end], (low, high)).tolist()
        if start == stop:
            return slice(begin, begin), _NONE, _NONE
        counts = self._counts.unpack(first, begin, first + 1, end)
        return slice(begin + start, begin + stop), counts[start:stop], counts[:start]

    def places(self, start: int, end: int) -> Array:
        found = self._high[start:end].astype(np.int64)
        found <<= 16
        found |= self._low[start:end]
        return found

    def tokens(self, total: int) -> tuple[Array, Array]:
        """The folded form of the token at each place, and its variant; 0 where there is none."""
        counts = self._counts.unpack(0, 0, len(self._firsts) - 1, len(self._second))
        by_first = sizes_of(np.asarray(self._firsts))
        folded = np.repeat(np.arange(len(by_first), dtype=np.uint32), by_first)
        places = self.places(0, len(self._low))
        token, variant = np.zeros(total, np.uint32), np.zeros(total, np.uint32)
        token[places] = np.repeat(folded, counts)
        variant[places] = np.repeat(self._first_variants, counts)
        return token, variant
