"""Which documents of a segment match a query: the rarest parts decide first."""

from collections.abc import Iterable, Sequence

from index.engines.whoosh.postings import Postings
from index.engines.whoosh.ranking import SegmentRanking
from index.engines.whoosh.schema import MOMENT_FIELDS, NEVER, VALUE_FIELDS, encode, micros
from index.engines.whoosh.words import Vocabulary, Word, read, text_fields
from index.query import (
    And,
    Everything,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Query,
    Range,
    Term,
    UnknownField,
    Value,
)
from index.vietnamese.normalise import nfc

Documents = Sequence[int]
"""Document numbers of one segment, ascending."""


class Matcher:
    """Finds the documents of one segment. Raises UnknownField."""

    def __init__(self, ranking: SegmentRanking, vocabulary: Vocabulary) -> None:
        self._ranking = ranking
        self._view = ranking.view
        self._vocabulary = vocabulary

    def documents(self, query: Query, among: Documents | None = None) -> Documents:
        """The documents that match, of the given ones or of all."""
        match query:
            case Term() | Prefix():
                return self._with_words(self._vocabulary.words(query), among)
            case Phrase():
                return self._with_phrase(query, among)
            case Value(field, value):
                return _kept(self._holding(field, value), among)
            case Range():
                return self._in_range(query, self._all(among))
            case And(children):
                return self._in_all(children, among)
            case Or(children):
                return self._in_any(children, among)
            case Not(child):
                excluded = frozenset(self.documents(child, among))
                return [one for one in self._all(among) if one not in excluded]
            case Everything():
                return self._all(among)
        return ()

    def _all(self, among: Documents | None) -> Documents:
        return range(self._view.size) if among is None else among

    def _with_words(self, words: Iterable[Word], among: Documents | None) -> Documents:
        found = among
        for word in sorted(words, key=self._ranking.frequency):
            impacts = self._ranking.impacts(word, found)
            found = impacts.documents if found is None else impacts.among(found)
            if not found:
                return ()
        return self._all(found)

    def _in_all(self, children: Iterable[Query], among: Documents | None) -> Documents:
        found = among
        for child in sorted(children, key=self._estimate):
            found = self.documents(child, found)
            if not found:
                return ()
        return self._all(found)

    def _in_any(self, children: Iterable[Query], among: Documents | None) -> Documents:
        found: set[int] = set()
        for child in children:
            found.update(self.documents(child, among))
        return sorted(found)

    def _estimate(self, query: Query) -> int:
        """About how many documents match; what is best asked about few of them comes last."""
        match query:
            case Term() | Prefix() | Phrase():
                return min(map(self._ranking.frequency, self._vocabulary.words(query)), default=0)
            case Value(field, value):
                return self._frequency(field, value)
            case And(children):
                return min(map(self._estimate, children), default=self._view.size)
            case Or(children):
                return sum(map(self._estimate, children))
            case Nothing():
                return 0
        return self._view.size + isinstance(query, Not)

    def _in_range(self, query: Range, among: Documents) -> Documents:
        if query.field not in MOMENT_FIELDS:
            raise UnknownField(f"{query.field!r} is not a field of moments")
        moments = self._view.moments(query.field)
        start = -NEVER if query.gte is None else micros(query.gte)
        end = NEVER if query.lt is None else micros(query.lt)
        return [document for document in among if start <= moments[document] < end]

    def _holding(self, field: str, value: str) -> Documents:
        if field not in VALUE_FIELDS:
            raise UnknownField(f"{field!r} is not a field of values")
        return self._view.holding(field, nfc(value))

    def _frequency(self, field: str, value: str) -> int:
        info = self._view.terms.find(field, encode(nfc(value)))
        return 0 if info is None else int(info.doc_frequency())

    def _with_phrase(self, phrase: Phrase, among: Documents | None) -> Documents:
        words = self._vocabulary.words(phrase)
        if not words:
            return ()
        candidates = self._with_words(dict.fromkeys(words), among)
        if len(words) == 1 or not candidates:
            return candidates
        fields = [self._postings(words, field) for field in text_fields(phrase.field)]
        return [
            one for one in candidates if any(_in_sequence(words_in, one) for words_in in fields)
        ]

    def _postings(self, words: list[Word], field: str) -> list[list[Postings]]:
        """For each word the postings of all its spellings in one field."""
        spellings: dict[Word, list[Postings]] = {}
        for word in dict.fromkeys(words):
            found = self._ranking.occurrences(word)
            spellings[word] = [read(self._view, one) for one in found if one.field == field]
        return [spellings[word] for word in words]


def _in_sequence(words: list[list[Postings]], document: int) -> bool:
    """Whether the words stand next to each other somewhere in a document's field."""
    starts: set[int] | None = None
    for offset, spellings in enumerate(words):
        here = {
            position - offset
            for postings in spellings
            for position in postings.positions_in(document)
        }
        starts = here if starts is None else starts & here
        if not starts:
            return False
    return True


def _kept(documents: Documents, among: Documents | None) -> Documents:
    if among is None:
        return documents
    wanted = frozenset(documents)
    return [document for document in among if document in wanted]
