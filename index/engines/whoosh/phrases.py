"""Where the words of a phrase stand next to each other, verified place by place."""

from collections.abc import Sequence

import numpy as np

from index.engines.whoosh import bits
from index.engines.whoosh.arrays import Array
from index.engines.whoosh.groups import Group
from index.engines.whoosh.occurrences import documents_at, pair_places
from index.engines.whoosh.segments import SegmentView
from index.engines.whoosh.words import Pair, Word, pairs_of


def phrase_bits(group: Group, words: Sequence[Word]) -> Array:
    """The documents in which three words or more stand in this order.

    A pair that begins one place after another one shares a word with it.
    """
    found: Array | None = None
    by_length = [(offset, _places(group, pair)) for offset, pair in enumerate(pairs_of(words))]
    for offset, places in sorted(by_length, key=lambda one: len(one[1])):
        own = places - np.int32(offset)
        found = own if found is None else _in_both(found, own)
        if not len(found):
            return bits.none(group.size)
    assert found is not None, "a phrase has two words or more"
    ends = found.searchsorted(group.place_bases[1:]).tolist()
    starts = [0, *ends[:-1]]
    parts = [
        documents_at(view, found[start:end] - np.int32(base), words[0].fields)
        for view, base, start, end in zip(
            group.views, group.place_bases.tolist(), starts, ends, strict=False
        )
    ]
    return bits.of_documents(group.joined(parts), group.size)


def _places(group: Group, pair: Pair) -> Array:
    """The places of a pair in all segments, numbered through, in order."""

    def make() -> Array:
        bases = group.place_bases.tolist()
        pairs = zip(group.views, bases, strict=False)
        return np.concatenate([_in_segment(view, pair) + np.int32(base) for view, base in pairs])

    return group.remembered(("places", pair.key), make)


def _in_segment(view: SegmentView, pair: Pair) -> Array:
    kinds = list(pair_places(view, pair).values())
    places = np.concatenate([np.zeros(0, np.int32), *kinds]).astype(np.int32)
    if len(kinds) > 1:
        places.sort()
    return places


def _in_both(one: Array, two: Array) -> Array:
    """What is in both of two sorted arrays."""
    few, many = (one, two) if len(one) <= len(two) else (two, one)
    places = many.searchsorted(few)
    places[places == len(many)] = 0
    return few[many[places] == few] if len(many) else few[:0]
