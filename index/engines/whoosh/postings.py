"""The postings of one segment: for each folded form the documents in which it stands, in order."""

from typing import NamedTuple

import numpy as np

from index.engines.whoosh.arrays import Array, Arrays
from index.engines.whoosh.inversion import ESCAPE, FREQUENCY_BITS, VARIANT_BITS
from index.engines.whoosh.runs import Packed, sizes_of


class Combinations(NamedTuple):
    """What marks stand for, each an array by the mark."""

    fields: Array
    """Numbers of fields, in the order of TEXT_FIELDS."""
    variants: Array
    frequencies: Array


class Entries:
    """Where folded forms stand. A document comes once for each field and variant that it holds.

    Of each entry a mark says field, variant and frequency; what is not asked for is not looked up.
    """

    def __init__(
        self, documents: Array, marks: Array, common: Combinations, wide: Combinations
    ) -> None:
        self.documents = documents
        self._marks = marks
        self._common = common
        self._wide = wide
        self._wide_at = (marks == ESCAPE).nonzero()[0] if len(wide.fields) else marks[:0]

    def fields(self) -> Array:
        return self._looked_up(self._common.fields, self._wide.fields)

    def variants(self) -> Array:
        return self._looked_up(self._common.variants, self._wide.variants)

    def frequencies(self) -> Array:
        return self._looked_up(self._common.frequencies, self._wide.frequencies)

    def cells(self, size: int) -> Array:
        """The numbers of field and document together: field x size + document."""
        return (
            self._looked_up(self._common.fields * size, self._wide.fields * size) + self.documents
        )

    def of_variants(self, wanted: Array) -> Array:
        """Which of the entries are of those variants of which `wanted` is true."""
        common = wanted.take(self._common.variants, mode="clip")
        return self._looked_up(common, wanted[self._wide.variants]).nonzero()[0]

    def chosen(self, places: Array) -> "Entries":
        """Those at some places, in order."""
        if not len(self._wide_at):
            return Entries(
                self.documents.take(places), self._marks.take(places), self._common, self._wide
            )
        wide = np.isin(self._wide_at, places)
        kept = Combinations(*(one[wide] for one in self._wide))
        return Entries(self.documents[places], self._marks[places], self._common, kept)

    def _looked_up(self, common: Array, wide: Array) -> Array:
        values = common.take(self._marks)
        if len(wide):
            values[self._wide_at] = wide
        return values


class Postings:
    """Any number of threads may read."""

    def __init__(self, arrays: Arrays) -> None:
        self._starts = arrays["postings.starts"].data
        self._gaps = Packed(
            arrays.pieces("postings.gaps"),
            arrays["postings.wide_gaps"],
            arrays["postings.wide_gaps.starts"],
        )
        self._marks = arrays.pieces("postings.marks")
        self._wide_marks = arrays["postings.wide_marks"]
        self._wide_marks_starts = arrays["postings.wide_marks.starts"].data
        combinations = np.zeros(ESCAPE + 1, np.uint64)
        common = arrays["postings.combinations"]
        combinations[: len(common)] = common
        self._common = _apart(combinations)

    def entries(self, first: int, last: int) -> Entries:
        """Of the folded forms first:last, of one after the other."""
        start, end = self._starts[first], self._starts[last]
        documents = self._gaps.unpack(first, start, last, end).cumsum(dtype=np.int64)
        if last - first > 1:
            self._restart(documents, first, last)
        low, high = self._wide_marks_starts[first], self._wide_marks_starts[last]
        wide = _apart(self._wide_marks[low:high]) if low < high else _NONE
        return Entries(documents, self._marks[start:end], self._common, wide)

    def folded(self, first: int, last: int) -> Array:
        """The folded form of each of the entries that `entries` gives."""
        starts = np.asarray(self._starts[first : last + 1]).astype(np.int64)
        return np.repeat(np.arange(first, last), sizes_of(starts))

    def _restart(self, documents: Array, first: int, last: int) -> None:
        """Counts the documents of each run from 0, where all were counted through."""
        starts = np.asarray(self._starts[first : last + 1]).astype(np.int64)
        starts -= starts[0]
        reached = np.append(0, documents)[starts[1:-1]]  # at the end of the run before
        documents[starts[1] :] -= np.repeat(reached, np.diff(starts[1:]))


def _apart(combinations: Array) -> Combinations:
    frequencies = combinations & np.uint64((1 << FREQUENCY_BITS) - 1)
    rest = (combinations >> np.uint64(FREQUENCY_BITS)).astype(np.int64)
    # The field stands above the variant: see `inversion`.
    variants, fields = rest & ((1 << VARIANT_BITS) - 1), rest >> VARIANT_BITS
    return Combinations(fields, variants, frequencies.astype(np.float32))


_NONE = _apart(np.zeros(0, np.uint64))
