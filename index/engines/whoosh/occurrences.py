"""Where one segment holds a word, a pair of neighbours or a phrase."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from index.engines.whoosh.arrays import Array
from index.engines.whoosh.batch import BLOCK
from index.engines.whoosh.schema import TEXT_FIELDS
from index.engines.whoosh.segments import SegmentView
from index.engines.whoosh.words import Pair, Word


class Occurrences(NamedTuple):
    """Documents that hold something, some of them several times."""

    worth: float
    documents: Array
    fields: Array | int
    """Numbers of fields, in the order of TEXT_FIELDS; one of all."""
    frequencies: Array | None
    """None where each document stands as often as it is found."""

    def moved(self, by: int) -> "Occurrences":
        return self._replace(documents=self.documents + by) if by else self


def of_word(view: SegmentView, word: Word) -> Iterator[Occurrences]:
    """Separately by what the spellings are worth."""
    for first, last in word.folded(view.lexicon):
        documents, fields, variants, frequencies = view.postings.entries(first, last)
        if word.takes_every_spelling and word.fields is TEXT_FIELDS:
            yield Occurrences(1.0, documents, fields, frequencies)
            continue
        worth = _worth(view, word, first, last, variants)
        if word.fields is not TEXT_FIELDS:
            wanted = np.array([name in word.fields for name in TEXT_FIELDS])
            worth = worth * wanted[fields]
        for one in _different(worth):
            chosen = (worth == one).nonzero()[0]
            yield Occurrences(one, documents[chosen], fields[chosen], frequencies[chosen])


def _worth(view: SegmentView, word: Word, first: int, last: int, variants: Array) -> Array:
    """What each of the entries of the folded forms first:last is worth."""
    lexicon = view.lexicon
    worths = [one for folded in range(first, last) for one in word.worth(lexicon, folded)]
    if last - first > 1:
        starts = lexicon.first_terms.astype(np.int64)
        variants = variants + starts[view.postings.folded(first, last)] - starts[first]
    return np.array(worths)[variants]


def _different(worth: Array) -> list[float]:
    """Each different value but 0; they are few."""
    found, left = [], worth[worth > 0]
    while len(left):
        found.append(float(left[0]))
        left = left[left != left[0]]
    return found


def of_pair(view: SegmentView, pair: Pair) -> Iterator[Occurrences]:
    for worth, places in pair_places(view, pair).items():
        for field, own in _by_field(view, places):
            if TEXT_FIELDS[field] in pair.first.fields:
                yield Occurrences(worth, _documents(view, own), field, None)


def pair_places(view: SegmentView, pair: Pair) -> dict[float, Array]:
    """The places of a pair, in order, by what its spelling is worth."""
    lexicon = view.lexicon
    first, second = pair.first.folded(lexicon), pair.second.folded(lexicon)
    if not first or not second:
        return {}
    found = view.pairs.spellings(first[0][0], second[0][0])
    if found is None:
        return {}
    end = found.start + int(found.counts.sum())
    places = view.pairs.places(found.start, end)
    if pair.first.takes_every_spelling and pair.second.takes_every_spelling:
        return {1.0: places if len(found.counts) == 1 else np.sort(places)}
    one = np.array(pair.first.worth(lexicon, first[0][0]))[found.first]
    two = np.array(pair.second.worth(lexicon, second[0][0]))[found.second]
    worth = np.repeat(np.minimum(one, two), found.counts)
    kinds = set(worth.tolist()) - {0.0} if len(one) > 1 else {float(worth[0])} - {0.0}
    return {kind: np.sort(places[worth == kind]) for kind in kinds}


def _by_field(view: SegmentView, places: Array) -> Iterator[tuple[int, Array]]:
    """Sorted places, by the number of the field."""
    ends = places.searchsorted(view.layout.ends).tolist()
    for field, (start, end) in enumerate(pairwise([0, *ends])):
        if start < end:
            yield field, places[start:end]


def _documents(view: SegmentView, places: Array) -> Array:
    return view.layout.blocks[places // BLOCK].astype(np.int64)


def documents_at(view: SegmentView, places: Array, fields: Sequence[str]) -> Array:
    """The documents of those sorted places that are in some fields."""
    if len(fields) == len(TEXT_FIELDS):
        return _documents(view, places)
    own = [at for field, at in _by_field(view, places) if TEXT_FIELDS[field] in fields]
    return _documents(view, np.concatenate([places[:0], *own]))
