"""BM25F: what each word is worth in each document.

A word's frequency in a document is summed over the fields, each weighed by its boost and by how
long that field is against the average one; the sum saturates, and is multiplied by how rare the
word is (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009).
All spellings that a word matches count as one word.
"""

import math
from array import array
from collections.abc import Callable, Iterable, Sequence

from index.engines.whoosh.codec import BYTE_LENGTHS, Segment
from index.engines.whoosh.schema import TEXT_FIELDS
from index.engines.whoosh.segments import SegmentView
from index.engines.whoosh.words import (
    Occurrence,
    Word,
    document_frequency,
    occurrences,
    read,
)

K1 = 1.2
B = 0.75
BOOSTS = {"title": 5.0, "lead": 2.0, "body": 1.0, "byline": 2.0, "keywords": 3.0}

SPARSE = 25
"""A document in a dictionary takes the memory of about so many in an array."""
FEW = 16
"""Looking up one document in postings takes the time of reading about so many in a row."""

Averages = tuple[float, ...]
"""Average length of each text field, in the order of TEXT_FIELDS."""


def average_lengths(segments: Iterable[Segment]) -> Averages:
    """Of the documents not deleted, taking a segment's deleted ones to be as long as its others.

    Rounded to two digits, so that a small commit changes no impact that is remembered.
    """
    documents, totals = 0, dict.fromkeys(TEXT_FIELDS, 0.0)
    for segment in segments:
        live = segment.doc_count()
        documents += live
        for field, length in segment.lengths.items():
            totals[field] += length * live / segment.doc_count_all()
    return tuple(max(1.0, float(f"{total / max(documents, 1):.1e}")) for total in totals.values())


def rarity(documents: int, frequency: float) -> float:
    """Inverse document frequency, never below 0: a word that stands everywhere is worth little."""
    frequency = min(frequency, documents)
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


class Impacts:
    """What a word is worth in each document of a segment; 0 where it does not stand."""

    def __init__(self, worth: dict[int, float], size: int) -> None:
        self.documents: Sequence[int] = array("I", sorted(worth))
        self.memory = min(size, SPARSE * len(worth))
        self._of: Callable[[int], float]
        # In single precision either way, so that equal texts score alike in every segment.
        values = array("f", map(worth.__getitem__, self.documents))
        if self.memory < size:
            sparse = dict(zip(self.documents, values, strict=True))
            self._of = lambda document: sparse.get(document, 0.0)
        else:
            dense = array("f", bytes(4 * size))
            for document, value in zip(self.documents, values, strict=True):
                dense[document] = value
            self._of = dense.__getitem__

    def of(self, documents: Iterable[int]) -> Iterable[float]:
        return map(self._of, documents)

    def among(self, documents: Iterable[int]) -> list[int]:
        """Those of the given documents in which the word stands."""
        of = self._of
        return [document for document in documents if of(document)]


class SegmentRanking:
    """What words are worth in one segment, remembered with it."""

    def __init__(self, view: SegmentView, averages: Averages) -> None:
        self.view = view
        self._averages = averages

    def occurrences(self, word: Word) -> tuple[Occurrence, ...]:
        found: tuple[Occurrence, ...] | None = self.view.memory.get(word)
        if found is None:
            found = occurrences(self.view, word)
            self.view.memory.put(word, found, 1 + SPARSE * len(found))
        return found

    def frequency(self, word: Word) -> int:
        """In how many documents of the segment the word stands, about."""
        return min(document_frequency(self.occurrences(word)), self.view.size)

    def impacts(self, word: Word, among: Sequence[int] | None = None) -> Impacts:
        """For every document; for a few given ones alone where that is quicker."""
        key = word, self._averages
        found: Impacts | None = self.view.memory.get(key)
        if found is not None:
            return found
        if among is not None and len(among) * FEW < self.frequency(word):
            return Impacts(self._worth(word, among), self.view.size)
        found = Impacts(self._worth(word, None), self.view.size)
        self.view.memory.put(key, found, found.memory)
        return found

    def _worth(self, word: Word, among: Sequence[int] | None) -> dict[int, float]:
        kinds: dict[float, dict[int, float]] = {}
        for occurrence in self.occurrences(word):
            self._add_frequencies(kinds.setdefault(occurrence.worth, {}), occurrence, among)
        worth: dict[int, float] = {}
        for kind, frequencies in kinds.items():
            scale = kind * (K1 + 1)
            for document, frequency in frequencies.items():
                value = scale * frequency / (K1 + frequency)
                worth[document] = worth.get(document, 0.0) + value
        return worth

    def _add_frequencies(
        self, sums: dict[int, float], occurrence: Occurrence, among: Sequence[int] | None
    ) -> None:
        postings = read(self.view, occurrence)
        weights = self._field_weights(occurrence.field)
        pairs: Iterable[tuple[int, int]] = zip(
            postings.documents, postings.frequencies, strict=True
        )
        if among is not None:
            places = ((document, postings.place(document)) for document in among)
            pairs = ((d, postings.frequencies[p]) for d, p in places if p is not None)
        for document, frequency in pairs:
            sums[document] = sums.get(document, 0.0) + frequency * weights[document]

    def _field_weights(self, field: str) -> "array[float]":
        """What one syllable in this field counts, for each document."""
        key = field, self._averages
        found: array[float] | None = self.view.memory.get(key)
        if found is None:
            average = self._averages[TEXT_FIELDS.index(field)]
            boost = BOOSTS[field]
            by_byte = [boost / (1 - B + B * length / average) for length in BYTE_LENGTHS]
            found = array("f", map(by_byte.__getitem__, self.view.lengths(field)))
            self.view.memory.put(key, found, self.view.size)
        return found
