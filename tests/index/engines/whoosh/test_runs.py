"""Runs of numbers in long arrays, and strings one after the other."""

from itertools import accumulate

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.engines.whoosh.runs import Packed, Strings, sizes_of, starts_of, strings, within

NUMBERS = st.one_of(st.integers(0, 3), st.sampled_from([254, 255, 256]), st.integers(0, 2**32 - 1))
RUNS = st.lists(st.lists(NUMBERS, max_size=12), max_size=12)


@given(RUNS, st.data())
def test_packed_numbers_come_out_as_they_went_in(
    runs: list[list[int]], data: st.DataObject
) -> None:
    """A word would stand in documents that do not hold it, from the first wide number on."""
    flat = np.array([one for run in runs for one in run], np.int64)
    starts = starts_of(np.array([len(run) for run in runs], np.int64))
    packed = Packed.pack(flat, starts, np.uint32)
    first = data.draw(st.integers(0, len(runs)))
    last = data.draw(st.integers(first, len(runs)))
    found = packed.unpack(first, int(starts[first]), last, int(starts[last]))
    assert found.tolist() == [one for run in runs[first:last] for one in run]


@given(st.lists(st.integers(0, 9), max_size=30))
def test_starts_sizes_and_places_within(sizes: list[int]) -> None:
    """Everything in a file would be read from a wrong place."""
    counts = np.array(sizes, np.int64)
    starts = starts_of(counts)
    assert starts.tolist() == list(accumulate(sizes, initial=0))
    assert sizes_of(starts).tolist() == sizes
    assert within(counts).tolist() == [place for size in sizes for place in range(size)]


@given(st.sets(st.binary(max_size=6), max_size=20), st.binary(max_size=6))
def test_a_string_is_found_among_sorted_ones(values: set[bytes], other: bytes) -> None:
    """A word that is in the index would not be found."""
    ordered = sorted(values)
    arrays = strings("x", ordered)
    found = Strings(arrays["x"], arrays["x.starts"])
    assert list(found) == ordered
    for place, value in enumerate(ordered):
        assert found.find(value) == place
    assert found.find(other) == (ordered.index(other) if other in values else None)
