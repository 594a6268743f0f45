"""Where one segment holds a word, a pair of neighbours or a phrase."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from index.engines.whoosh.arrays import Array
from index.engines.whoosh.batch import BLOCK
from index.engines.whoosh.postings import Entries
from index.engines.whoosh.schema import TEXT_FIELDS
from index.engines.whoosh.segments import SegmentView
from index.engines.whoosh.words import EXACT, Pair, Word


class Occurrences(NamedTuple):
    """Documents that hold something, some of them several times."""

    worth: float
    documents: Array
    cells: Array
    """Field and document in one number: see `Entries.cells`."""
    frequencies: Array | None
    """None where each document stands as often as it is found."""


def of_word(view: SegmentView, word: Word) -> Iterator[Occurrences]:
    """Separately by what the spellings are worth."""
    for first, last in word.folded(view.lexicon):
        entries = view.postings.entries(first, last)
        is_plain = word.takes_every_spelling or last - first == 1
        terms = None if is_plain else _terms(view, first, last, entries.variants())
        if word.fields is not TEXT_FIELDS:
            chosen = _are_among(entries.fields(), word.fields).nonzero()[0]
            entries, terms = entries.chosen(chosen), None if terms is None else terms[chosen]
        if word.takes_every_spelling:
            yield _found(view, EXACT, entries)
            continue
        worths = _worths(view, word, first, last)
        for worth in set(worths.tolist()) - {0.0}:
            wanted = worths == worth
            places = entries.of_variants(wanted) if terms is None else wanted[terms].nonzero()[0]
            if len(places):
                yield _found(view, worth, entries.chosen(places))


def _found(view: SegmentView, worth: float, entries: Entries) -> Occurrences:
    return Occurrences(worth, entries.documents, entries.cells(view.size), entries.frequencies())


def _worths(view: SegmentView, word: Word, first: int, last: int) -> Array:
    """What each of the terms of the folded forms first:last is worth."""
    lexicon = view.lexicon
    return np.array([one for form in range(first, last) for one in word.worth(lexicon, form)])


def _terms(view: SegmentView, first: int, last: int, variants: Array) -> Array:
    """The number of each entry's term, counted from the first term of the form `first`."""
    starts = view.lexicon.first_terms.astype(np.int64)
    return variants + starts[view.postings.folded(first, last)] - starts[first]


def _are_among(fields: Array, names: Sequence[str]) -> Array:
    """Whether each of them is one of those with these names."""
    return np.array([name in names for name in TEXT_FIELDS])[fields]


def of_pair(view: SegmentView, pair: Pair) -> Iterator[Occurrences]:
    for worth, places in pair_places(view, pair).items():
        own = _within(view, places, pair.first.fields)
        documents = _documents(view, own)
        cells = _fields(view, own) * view.size + documents
        yield Occurrences(worth, documents, cells, None)


def pair_places(view: SegmentView, pair: Pair) -> dict[float, Array]:
    """The places of a pair, in order, by what its spelling is worth."""
    lexicon = view.lexicon
    first, second = pair.first.folded(lexicon), pair.second.folded(lexicon)
    if not first or not second:
        return {}
    found = view.pairs.spellings(first[0][0], second[0][0])
    if found is None:
        return {}
    worths = np.full(len(found.counts), EXACT)
    if not (pair.first.takes_every_spelling and pair.second.takes_every_spelling):
        one = np.array(pair.first.worth(lexicon, first[0][0]))[found.first]
        two = np.array(pair.second.worth(lexicon, second[0][0]))[found.second]
        worths = np.minimum(one, two)
    kinds = set(worths.tolist()) - {0.0}
    if not kinds:
        return {}
    places = view.pairs.places(found.start, found.start + int(found.counts.sum()))
    if len(worths) == 1:
        return {float(worths[0]): places}
    worth = np.repeat(worths, found.counts)
    return {kind: np.sort(places[worth == kind]) for kind in kinds}


def documents_at(view: SegmentView, places: Array, fields: Sequence[str]) -> Array:
    """The documents of those places that are in some fields."""
    return _documents(view, _within(view, places, fields))


def _within(view: SegmentView, places: Array, fields: Sequence[str]) -> Array:
    """Those that are in some fields."""
    if fields is TEXT_FIELDS:
        return places
    return places[_are_among(_fields(view, places), fields)]


def _fields(view: SegmentView, places: Array) -> Array:
    return view.layout.ends.searchsorted(places, side="right")


def _documents(view: SegmentView, places: Array) -> Array:
    return view.layout.blocks[places // BLOCK].astype(np.int64)
