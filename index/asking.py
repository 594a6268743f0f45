"""From a reader's text to what is searched, and what to say about it.

First what the text says is searched, abbreviations with their other names: articles that hold
every word, and where they do not fill a page those that hold about half of them, or ENOUGH_WORDS of
a long question. Long articles hold all of many common words by chance, so of more than FEW_WORDS
all articles that hold enough are ranked together: by how much of the text they hold, how rare that
is, and what of it stands side by side. Quotations, words asked for in a field and words that were
excluded are never let go; a choice with OR, and an abbreviation with its names, counts as one word.
Only where no article holds every word, the text is read as Telex or VNI typed with the input method
off, if then one holds them all.

Vocabularies know hidden texts too: nothing of one is shown but what was counted among those that
are visible.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from index.engine import ENOUGH, Engine, Facet, Order, Page
from index.parser import Reading, joined, read, written
from index.query import And, AtLeast, Not, Or, Query, Value, positive_leaves
from index.spelling import propose
from index.spelling.likely import spelled
from index.synonyms import Replaced, Synonyms
from index.vietnamese.raw_typing import telex, vni

ENOUGH_WORDS = 4
"""Words of a text, however long, of which an article that holds them may be what is meant."""
FEW_WORDS = 5
"""Words of which what holds every one comes before all else."""
MAX_DOUBTED = 24
"""Words and phrases of the longest text for which another one is proposed."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One way of understanding a text."""

    text: str
    query: Query
    partial: Query | None
    """What is searched where `query` finds little; None where no word may be let go."""
    is_long: bool
    """Whether more than FEW_WORDS may be let go."""
    replaced: tuple[Replaced, ...]
    """Abbreviations and the like, and what is searched besides."""


@dataclass(frozen=True, slots=True)
class Answer:
    typed: str
    meant: Meaning
    page: Page

    @property
    def query(self) -> Query:
        """What was searched; everything that may have matched is a leaf of it."""
        return self.meant.query

    @property
    def is_partial(self) -> bool:
        """Whether articles were found for which words had to be let go."""
        return self.page.total > self.page.complete

    @property
    def interpreted_as(self) -> str | None:
        """What was searched, where it differs from what was typed, in the language of queries.

        Words that were let go are joined by OR, though an article needs several of them.
        """
        if self.is_partial and self.meant.partial is not None:
            return written(self.meant.partial)
        if self.meant.replaced:
            return written(self.meant.query)
        return None if self.meant.text is self.typed else " ".join(self.meant.text.split())


@dataclass(frozen=True, slots=True)
class Asking:
    """Where is searched: an engine at a moment, among what the filters leave."""

    engine: Engine
    synonyms: Synonyms
    at: datetime
    filters: Mapping[str, Query] = field(default_factory=dict)
    recency: float = 0.0

    def ask(
        self, text: str, *, order: Order = Order.RELEVANCE, offset: int = 0, limit: int = 10
    ) -> Answer:
        """Searches once, and once more for each way of raw typing if nothing holds every word."""
        answers = (
            Answer(text, meaning, self._search(meaning, order, offset, limit))
            for meaning in self._meanings(text)
        )
        first = next(answers)
        if first.page.complete:
            return first
        return next((other for other in answers if other.page.complete), first)

    def facets(self, answer: Answer, names: Collection[str]) -> Mapping[str, tuple[Facet, ...]]:
        """How many of all that was found, partial matches too, have which values; another search.

        A facet leaves out the filter that has its name.
        """
        # What holds every word holds enough of them.
        query = answer.meant.partial if answer.is_partial else None
        page = self.engine.search(
            query or answer.query, at=self.at, filters=self.filters, facets=names, limit=0
        )
        return page.facets

    def did_you_mean(self, answer: Answer) -> str | None:
        """The text with accents restored and slips mended, if more articles hold every word of it.

        Counts at most three times, and not at all where a page is full, the text was understood as
        raw typing, or it is none that `_may_be_doubted`.
        """
        complete, typed = answer.page.complete, answer.typed
        if complete >= ENOUGH or answer.meant.text is not typed or not _may_be_doubted(read(typed)):
            return None
        kept = [name for name, _ in answer.meant.replaced]
        vocabulary = self.engine.vocabulary()
        proposals = propose(typed, vocabulary, nothing_found=not complete, kept=kept)
        return next((one for one in proposals if self._count(one) > complete), None)

    def _meanings(self, text: str) -> Iterator[Meaning]:
        yield self._meaning(text)
        for understood in filter(None, (telex(text), vni(text))):
            yield self._meaning(understood)

    def _meaning(self, text: str) -> Meaning:
        reading = read(text)
        query, replaced = self.synonyms.expand(reading.query)
        free = _free(query, reading)
        partial = _partial(query, reading, free)
        return Meaning(text, query, partial, len(free) > FEW_WORDS, tuple(replaced))

    def _search(self, meaning: Meaning, order: Order, offset: int, limit: int) -> Page:
        ranked = order is Order.RELEVANCE
        return self.engine.search(
            spelled(meaning.query, self.engine.vocabulary()) if ranked else meaning.query,
            at=self.at,
            filters=self.filters,
            partial=meaning.partial,
            order=order,
            offset=offset,
            limit=limit,
            recency=self.recency,
            tiers=not (ranked and meaning.is_long),
        )

    def _count(self, text: str) -> int:
        """How many articles hold every word."""
        query, _ = self.synonyms.expand(read(text).query)
        return self.engine.search(query, at=self.at, filters=self.filters, limit=0).total


def _may_be_doubted(reading: Reading) -> bool:
    """Whether the text is short, and every word of it has to be in what is found.

    Of a choice only one word has to be there: another one, mended, could be a hidden text's.
    """
    for part in reading.wanted:
        if isinstance(part, Or) and not any(isinstance(one, Value) for one in part.children):
            return False
    return sum(1 for _ in positive_leaves(reading.query)) <= MAX_DOUBTED


def _free(query: Query, reading: Reading) -> tuple[Query, ...]:
    """The different words that may be let go."""
    return tuple(part for part in dict.fromkeys(_parts(query)) if not _is_kept(part, reading))


def _partial(query: Query, reading: Reading, free: tuple[Query, ...]) -> Query | None:
    """Some of the words that may be let go, and all the others; None where none may."""
    if len(free) < 2:
        return None
    kept = [part for part in _parts(query) if _is_kept(part, reading)]
    insisted = [part for part in kept if not isinstance(part, Not)]
    unwanted = [part for part in kept if isinstance(part, Not)]
    return joined((*insisted, AtLeast(free, _needed(len(free))), *unwanted))


def _parts(query: Query) -> tuple[Query, ...]:
    return query.children if isinstance(query, And) else (query,)


def _is_kept(part: Query, reading: Reading) -> bool:
    return isinstance(part, Not) or _is_insisted_on(part, reading.insisted)


def _needed(words: int) -> int:
    """How many of at least two words a partial match has to hold: more than half of a few."""
    return 1 if words == 2 else min(ENOUGH_WORDS, words // 2 + 1)


def _is_insisted_on(part: Query, insisted: Collection[Query]) -> bool:
    """Whether it was quoted or asked for in a field, or is one of these with other names."""
    if isinstance(part, Or):
        return any(child in insisted for child in part.children)
    return part in insisted
