"""One commit, open for searching. Any number of threads may search it; it never changes."""

from collections.abc import Iterator
from datetime import datetime
from heapq import nlargest, nsmallest
from itertools import repeat

from index.engine import Hit, Order, Page
from index.engines.whoosh.generations import Head
from index.engines.whoosh.matching import Documents, Matcher
from index.engines.whoosh.ranking import SegmentRanking, average_lengths, rarity
from index.engines.whoosh.schema import micros
from index.engines.whoosh.segments import Views, is_intact
from index.engines.whoosh.words import Vocabulary, Word
from index.query import Query

_Row = tuple[float, int, int, int]
"""A match: score, when it was published, and which document of which segment it is."""


class Snapshot:
    def __init__(self, head: Head, views: Views) -> None:
        averages = average_lengths(head.segments)
        open_views = [views.view(head.storage, one, head.schema) for one in head.segments]
        self.head = head
        self._segments = [SegmentRanking(view, averages) for view in open_views]
        self._deleted = [frozenset(segment.deleted_docs()) for segment in head.segments]
        self._live_shares: list[float] = [
            one.doc_count() / one.doc_count_all() for one in head.segments
        ]
        self.count: int = sum(segment.doc_count() for segment in head.segments)

    def search(self, query: Query, at: datetime, order: Order, offset: int, limit: int) -> Page:
        """As `Engine.search`. Raises UnknownField."""
        vocabulary = Vocabulary(query)
        moment = micros(at)
        found = [
            self._visible(number, Matcher(segment, vocabulary).documents(query), moment)
            for number, segment in enumerate(self._segments)
        ]
        weights = self._weights(vocabulary)
        ranked = order is Order.RELEVANCE
        rows = [
            row
            for number, documents in enumerate(found)
            for row in self._rows(number, documents, weights if ranked else {})
        ]
        hits = tuple(self._hit(row, weights) for row in self._page(rows, order, offset, limit))
        return Page(hits, len(rows), self.head.name)

    def digests(self) -> Iterator[tuple[str, str]]:
        """Id and digest of every document, visible or not."""
        for number, segment in enumerate(self._segments):
            digests = segment.view.column("digest")
            for document in self._live(number):
                yield segment.view.id(document), digests[document].hex()

    def is_whole(self) -> bool:
        """Whether the files still are what was written."""
        storage = self.head.storage
        try:
            return all(is_intact(storage, segment) for segment in self.head.segments)
        except OSError:
            return False

    def _live(self, number: int) -> Documents:
        """What is not deleted from a segment."""
        everything = range(self._segments[number].view.size)
        deleted = self._deleted[number]
        return [one for one in everything if one not in deleted] if deleted else everything

    def _visible(self, number: int, documents: Documents, moment: int) -> Documents:
        for excluded in self._deleted[number], self._segments[number].view.hidden(moment):
            if excluded:
                documents = [one for one in documents if one not in excluded]
        return documents

    def _weights(self, vocabulary: Vocabulary) -> dict[Word, float]:
        """How much each word of the query counts: the rarer, the more."""
        return {word: rarity(self.count, self._frequency(word)) for word in vocabulary.wanted}

    def _frequency(self, word: Word) -> float:
        """In how many documents the word stands, about; not counting what is deleted."""
        pairs = zip(self._segments, self._live_shares, strict=True)
        return sum(segment.frequency(word) * share for segment, share in pairs)

    def _rows(
        self, number: int, documents: Documents, weights: dict[Word, float]
    ) -> Iterator[_Row]:
        published = self._segments[number].view.moments("published_at")
        scores = self._scores(number, documents, weights)
        dates = map(published.__getitem__, documents)
        return zip(scores, dates, repeat(number), documents, strict=False)

    def _scores(self, number: int, documents: Documents, weights: dict[Word, float]) -> list[float]:
        """The score of each document."""
        scores = [0.0] * len(documents)
        for word, weight in weights.items() if documents else ():
            worth = self._segments[number].impacts(word, documents).of(documents)
            scores = [score + weight * one for score, one in zip(scores, worth, strict=True)]
        return scores

    def _page(self, rows: list[_Row], order: Order, offset: int, limit: int) -> list[_Row]:
        """The rows of a page in order; those alike in all else are ordered by id."""
        end = offset + limit
        oldest = order is Order.OLDEST
        if 0 < end < len(rows):
            last = (nsmallest if oldest else nlargest)(end, rows)[-1][:2]
            rows = [row for row in rows if (row[:2] <= last if oldest else row[:2] >= last)]
        rows.sort(key=lambda row: (*row[:2], self._id(row)), reverse=not oldest)
        return rows[offset:end]

    def _id(self, row: _Row) -> str:
        return self._segments[row[2]].view.id(row[3])

    def _hit(self, row: _Row, weights: dict[Word, float]) -> Hit:
        score, _, number, document = row
        if not score:
            score = self._scores(number, [document], weights)[0]
        return Hit(self._id(row), self._segments[number].view.owner(document), score)
