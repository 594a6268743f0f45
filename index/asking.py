"""From a reader's text to what is searched, and what to say about it.

First what the text says is searched, abbreviations with their other names: articles that hold
every word, and where they do not fill a page those that hold about half of them, or ENOUGH_WORDS of
a long question. Long articles hold all of many common words by chance, so of more than FEW_WORDS
all articles that hold enough are ranked together: by how much of the text they hold, how rare that
is, and what of it stands side by side. Of two words, articles in which they stand side by side come
before those that hold them apart. What is never let go is said in `meaning`.

Only where no article holds every word, the text is read as Telex or VNI typed with the input method
off, if then one holds them all; and if none does, without the numbers of documents that no article
names.

Vocabularies know hidden texts too: nothing of one is shown but what was counted among those that
are visible.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from index.engine import ENOUGH, NO_FILTERS, Engine, Facet, Order, Page
from index.meaning import Meaning, meanings
from index.parser import Reading, number_of, read, without_numbers, written
from index.query import And, Not, Or, Query, Value, positive_leaves
from index.spelling import propose
from index.spelling.likely import spelled
from index.synonyms import Synonyms
from index.vietnamese.document_numbers import shown

MAX_DOUBTED = 24
"""Words and phrases of the longest text for which another one is proposed."""


@dataclass(frozen=True, slots=True)
class Answer:
    typed: str
    meant: Meaning
    page: Page
    given_up: tuple[str, ...] = ()
    """Numbers of documents that no article names; the rest of the text was searched."""

    @property
    def query(self) -> Query:
        """What was searched; everything that may have matched is a leaf of it."""
        return self.meant.query

    @property
    def complete(self) -> int:
        """How many articles hold every word that was typed."""
        return 0 if self.given_up else self.page.complete

    @property
    def is_partial(self) -> bool:
        """Whether articles were found for which words had to be let go."""
        return self.page.total > self.complete

    @property
    def text(self) -> str:
        """What was searched as a text: asked for again, it gives the same answer."""
        text = self.meant.text
        neat = " ".join(text.split())
        # Of spaces only what makes a number of a document, or ends one, means anything.
        return neat if read(neat) == read(text) else text.strip()

    @property
    def interpreted_as(self) -> str | None:
        """What was searched, where that is not just what was typed, as it can be typed again.

        Where words were let go it is `text`.
        """
        if self.is_partial or self.given_up:
            return self.text
        if self.meant.replaced:
            return written(self.meant.query)
        return None if self.meant.text is self.typed else self.text


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
        """Searches once, for two words twice or three times, and as often again for each way of raw
        typing if nothing holds every word."""
        answers = (
            Answer(text, meaning, self._search(meaning, order, offset, limit))
            for meaning in meanings(text, self.synonyms)
        )
        first = next(answers)
        if first.page.complete:
            return first
        if found := next((other for other in answers if other.page.complete), None):
            return found
        unknown = self._unknown_numbers(first.meant)
        if not unknown or len(unknown) == len(first.meant.words):
            return first
        rest = self.ask(without_numbers(text, unknown), order=order, offset=offset, limit=limit)
        return replace(rest, typed=text, given_up=(*map(shown, unknown), *rest.given_up))

    def facets(self, answer: Answer, names: Collection[str]) -> Mapping[str, tuple[Facet, ...]]:
        """How many of all that was found, partial matches too, have which values; another search.

        A facet leaves out the filter that has its name.
        """
        # What holds every word holds enough of them.
        query = answer.meant.partial if answer.page.total > answer.page.complete else None
        page = self.engine.search(
            query or answer.query, at=self.at, filters=self.filters, facets=names, limit=0
        )
        return page.facets

    def missing(self, answer: Answer) -> tuple[str, ...]:
        """The words that were typed, numbers and quotations too, that are in no article searched.

        Counts once for each word where no article holds them all.
        """
        words = () if answer.page.complete else answer.meant.words
        nowhere = (written(one) for one in words if not self._count(one))
        return (*answer.given_up, *filter(None, nowhere))

    def did_you_mean(self, answer: Answer) -> str | None:
        """The text with accents restored and slips mended, if more articles hold every word of it.

        Counts at most three times, and not at all where a page is full, the text was understood as
        raw typing, or it is none that `_may_be_doubted`.
        """
        complete, typed = answer.complete, answer.typed
        if complete >= ENOUGH or answer.meant.text is not typed or not _may_be_doubted(read(typed)):
            return None
        kept = [name for name, _ in answer.meant.replaced]
        vocabulary = self.engine.vocabulary()
        proposals = propose(typed, vocabulary, nothing_found=not complete, kept=kept)
        return next((one for one in proposals if self._holding_all(one) > complete), None)

    def _search(self, meaning: Meaning, order: Order, offset: int, limit: int) -> Page:
        together = meaning.together if order is Order.RELEVANCE else None
        if together is None:
            return self._look(meaning, order, offset, limit, partial=meaning.partial)
        first = self._look(meaning, order, offset, limit, narrow={"together": together})
        apart = {"apart": Not(And((meaning.query, together)))} if first.total else {}
        left = max(0, offset - first.total), limit - len(first.hits)
        partial = meaning.partial if first.total < ENOUGH else None
        rest = self._look(meaning, order, *left, narrow=apart, partial=partial)
        complete = first.total + rest.complete
        if complete >= ENOUGH and rest.total > rest.complete:  # both together fill a page
            rest = self._look(meaning, order, *left, narrow=apart)
        hits, total = first.hits + rest.hits, first.total + rest.total
        return Page(hits, total, rest.generation, complete)

    def _look(
        self,
        meaning: Meaning,
        order: Order,
        offset: int,
        limit: int,
        *,
        narrow: Mapping[str, Query] = NO_FILTERS,
        partial: Query | None = None,
    ) -> Page:
        ranked = order is Order.RELEVANCE
        return self.engine.search(
            spelled(meaning.query, self.engine.vocabulary()) if ranked else meaning.query,
            at=self.at,
            filters={**self.filters, **narrow},
            partial=partial,
            order=order,
            offset=offset,
            limit=limit,
            recency=self.recency,
            tiers=not (ranked and meaning.is_long),
        )

    def _unknown_numbers(self, meaning: Meaning) -> list[str]:
        """The keys of the documents in a text that no article names."""
        unknown = (one for one in meaning.numbers if not self._count(one))
        return [key for key in map(number_of, unknown) if key is not None]

    def _holding_all(self, text: str) -> int:
        """How many articles hold every word."""
        return self._count(self.synonyms.expand(read(text).query)[0])

    def _count(self, query: Query) -> int:
        return self.engine.search(query, at=self.at, filters=self.filters, limit=0).total


def _may_be_doubted(reading: Reading) -> bool:
    """Whether the text is short, and every word of it has to be in what is found.

    Of a choice only one word has to be there: another one, mended, could be a hidden text's.
    """
    for part in reading.wanted:
        if isinstance(part, Or) and not any(isinstance(one, Value) for one in part.children):
            return False
    return sum(1 for _ in positive_leaves(reading.query)) <= MAX_DOUBTED
