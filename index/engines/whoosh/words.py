"""The words of a query, and where a segment holds them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from index.analysis import exact_term, spelling, spellings_start, unmarked_term
from index.engines.whoosh.postings import Postings
from index.engines.whoosh.schema import TEXT_FIELDS
from index.engines.whoosh.segments import SegmentView
from index.query import Phrase, Prefix, Query, Term, UnknownField, positive_leaves
from index.vietnamese.fold import fold
from index.vietnamese.forms import Forms, begins, forms
from index.vietnamese.normalise import without_unseen

EXACT = 1.0
UNMARKED_TEXT = 0.8
"""Worth of a marked syllable found in a text without marks."""
OTHER_SPELLING = 0.1
"""Worth of another spelling of a syllable typed without marks in a query that has marks."""
MOST_BEGINNINGS = 200
"""Terms that a beginning stands for in one segment: the most frequent ones."""


@dataclass(frozen=True, slots=True)
class Word:
    """A syllable as it is looked for: where, and whether only its beginning was typed."""

    text: Forms
    fields: tuple[str, ...]
    others: float
    """What another spelling of it is worth."""
    beginning: str | None = None


class Occurrence(NamedTuple):
    """One term by which a word stands in one field of a segment."""

    field: str
    worth: float
    info: Any

    @property
    def frequency(self) -> int:
        """Number of documents."""
        return int(self.info.doc_frequency())


class Vocabulary:
    """Turns the leaves of one query into words."""

    def __init__(self, query: Query) -> None:
        leaves = list(positive_leaves(query))
        marked = any(forms(text).marked for leaf in leaves for text in texts(leaf))
        self._others = OTHER_SPELLING if marked else EXACT
        self.wanted = list(dict.fromkeys(word for leaf in leaves for word in self.words(leaf)))
        """The different words that make a document a better match."""

    def words(self, leaf: Term | Prefix | Phrase) -> list[Word]:
        fields = text_fields(leaf.field)
        if isinstance(leaf, Prefix):
            beginning = without_unseen(leaf.text).lower()
            return [Word(forms(beginning), fields, self._others, beginning)]
        return [Word(forms(text), fields, self._others) for text in texts(leaf)]


def texts(leaf: Term | Prefix | Phrase) -> tuple[str, ...]:
    return leaf.words if isinstance(leaf, Phrase) else (leaf.text,)


def text_fields(field: str | None) -> tuple[str, ...]:
    """The fields to look in. Raises UnknownField for one that is no text field."""
    if field is None:
        return TEXT_FIELDS
    if field not in TEXT_FIELDS:
        raise UnknownField(f"{field!r} is not a text field")
    return (field,)


def occurrences(view: SegmentView, word: Word) -> tuple[Occurrence, ...]:
    """Every term of the segment that the word matches."""
    return tuple(found for field in word.fields for found in _in_field(view, field, word))


def document_frequency(found: tuple[Occurrence, ...]) -> int:
    """In how many documents, about: of the fields the one where it stands most often."""
    by_field: dict[str, int] = {}
    for one in found:
        by_field[one.field] = by_field.get(one.field, 0) + one.frequency
    return max(by_field.values(), default=0)


def read(view: SegmentView, occurrence: Occurrence) -> Postings:
    return view.terms.postings(occurrence.info)


def _in_field(view: SegmentView, field: str, word: Word) -> Iterator[Occurrence]:
    if word.beginning is not None:
        return iter(_beginnings(view, field, word, word.beginning))
    if word.text.marked:
        return _own_spellings(view, field, word)
    return _all_spellings(view, field, word)


def _own_spellings(view: SegmentView, field: str, word: Word) -> Iterator[Occurrence]:
    terms = (exact_term(word.text), EXACT), (unmarked_term(word.text), UNMARKED_TEXT)
    for term, worth in terms:
        if (info := view.terms.find(field, term)) is not None:
            yield Occurrence(field, worth, info)


def _all_spellings(view: SegmentView, field: str, word: Word) -> Iterator[Occurrence]:
    for term, info in view.terms.starting(field, spellings_start(word.text)):
        own = spelling(term).exact in {None, word.text.exact}
        yield Occurrence(field, EXACT if own else word.others, info)


def _beginnings(view: SegmentView, field: str, word: Word, beginning: str) -> list[Occurrence]:
    found = []
    # The syllable may already be whole, and its one spelling begin otherwise: "ki" is "ky".
    for start in {fold(beginning), word.text.folded}:
        for term, info in view.terms.starting(field, start.encode()):
            folded, exact = spelling(term)
            if begins(beginning, Forms(exact or folded, folded), exact is not None):
                found.append(Occurrence(field, EXACT, info))
    found.sort(key=lambda one: -one.frequency)
    return found[:MOST_BEGINNINGS]
