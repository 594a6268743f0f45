"""Sets of documents as bits, held against Python's own sets."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engines.whoosh import bits
from index.engines.whoosh.arrays import Array

SIZES = st.sampled_from([1, 7, 8, 63, 64, 65, 128, 200, 4_000])


@st.composite
def sets(draw: st.DrawFn, most: int = 1) -> tuple[int, list[set[int]]]:
    """A number of documents, and up to so many sets of them: few of all, or most of all."""
    size = draw(SIZES)
    some = st.sets(st.integers(0, size - 1), max_size=40)
    every = set(range(size))
    kinds = st.one_of(some, some.map(lambda few: every - few), st.just(every))
    return size, draw(st.lists(kinds, min_size=1, max_size=most))


def _bits(documents: set[int], size: int) -> Array:
    return bits.of_documents(np.array(sorted(documents), np.int64), size)


@given(sets())
def test_what_goes_in_comes_out(drawn: tuple[int, list[set[int]]]) -> None:
    """A search would find the neighbours of what it should find."""
    size, (documents,) = drawn
    own = _bits(documents, size)
    assert len(own) == bits.words(size)
    assert bits.documents(own, size).tolist() == sorted(documents)
    assert np.flatnonzero(bits.mask(own, size)).tolist() == sorted(documents)
    assert bits.count(own) == len(documents)
    assert bits.of_mask(bits.mask(own, size)).tolist() == own.tolist()
    found = bits.Found(own, size)
    assert found.total == len(documents)
    assert found.documents.tolist() == sorted(documents)


@given(sets(most=20), st.integers(1, 22))
def test_at_least_so_many_is_what_counting_says(
    drawn: tuple[int, list[set[int]]], least: int
) -> None:
    """A partial match would be shown that holds less than it must, or a good one be left out."""
    size, several = drawn
    counts = Counter(document for one in several for document in one)
    found = bits.at_least([_bits(one, size) for one in several], least)
    assert bits.documents(found, size).tolist() == sorted(
        document for document, count in counts.items() if count >= least
    )


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 8, 15, 16, 17])
def test_the_same_set_many_times(count: int) -> None:
    """At a power of two the count would lose its highest bit."""
    own = _bits({0, 63, 64}, 70)
    for least in range(1, count + 1):
        assert bits.at_least([own] * count, least).tolist() == own.tolist()
    assert bits.count(bits.at_least([own] * count, count + 1)) == 0


def test_counting_changes_nothing() -> None:
    """What is remembered of a word would be spoilt by the first search for it."""
    several = [_bits({n, 5}, 70) for n in range(5)]
    before = [one.tolist() for one in several]
    bits.at_least(several, 2)
    bits.at_least(several, 1)
    assert [one.tolist() for one in several] == before


def test_every_and_none() -> None:
    """A query without words would find nothing, or documents that do not exist."""
    for size in (1, 63, 64, 65, 1_000):
        assert bits.documents(bits.every(size), size).tolist() == list(range(size))
        assert bits.count(bits.every(size)) == size
        assert bits.documents(bits.none(size), size).tolist() == []
