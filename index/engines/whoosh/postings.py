"""The postings of one segment: for each folded form the documents in which it stands, in order."""

from typing import NamedTuple

import numpy as np

from index.engines.whoosh.arrays import Array, Arrays
from index.engines.whoosh.inversion import ESCAPE, FREQUENCY_BITS, VARIANT_BITS
from index.engines.whoosh.runs import Packed, sizes_of


class Entries(NamedTuple):
    """Where folded forms stand. A document comes once for each field and variant that it holds."""

    documents: Array
    fields: Array
    """Numbers of fields, in the order of TEXT_FIELDS."""
    variants: Array
    frequencies: Array


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
        self._fields, self._variants, self._frequencies = _apart(combinations)

    def entries(self, first: int, last: int) -> Entries:
        """Of the folded forms first:last, of one after the other."""
        start, end = self._starts[first], self._starts[last]
        documents = self._gaps.unpack(first, start, last, end).cumsum()
        if last - first > 1:
            self._restart(documents, first, last)
        marks = self._marks[start:end]
        found = [one.take(marks) for one in (self._fields, self._variants, self._frequencies)]
        low, high = self._wide_marks_starts[first], self._wide_marks_starts[last]
        if low < high:
            at = np.flatnonzero(marks == ESCAPE)
            for values, wide in zip(found, _apart(self._wide_marks[low:high]), strict=True):
                values[at] = wide
        return Entries(documents, *found)

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


def _apart(combinations: Array) -> tuple[Array, Array, Array]:
    """Fields, variants and frequencies."""
    frequencies = combinations & np.uint64((1 << FREQUENCY_BITS) - 1)
    rest = (combinations >> np.uint64(FREQUENCY_BITS)).astype(np.int64)
    # The field stands above the variant: see `inversion`.
    variants, fields = rest & ((1 << VARIANT_BITS) - 1), rest >> VARIANT_BITS
    return fields, variants, frequencies.astype(np.float32)
