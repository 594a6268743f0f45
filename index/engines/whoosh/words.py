"""The words of a query, the pairs that they make, and what each spelling of one is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TypeAlias, TypeVar

from index.analysis import UNKNOWN
from index.engines.whoosh.lexicon import Lexicon
from index.engines.whoosh.schema import TEXT_FIELDS
from index.query import (
    And,
    AtLeast,
    Or,
    Phrase,
    Prefix,
    Query,
    Term,
    UnknownField,
)
from index.vietnamese.fold import fold
from index.vietnamese.forms import Forms, begins, forms
from index.vietnamese.normalise import without_unseen

EXACT = 1.0
UNMARKED_TEXT = 0.8
"""Worth of a marked syllable found in a text without marks."""
AS_TYPED = 0.2
"""Of a syllable without marks that has likely spellings, the part of its weight that it has in any
spelling; the rest it has in these alone. And of pairs with it."""
_REMEMBERED = 20_000


@dataclass(frozen=True, eq=False)
class Word:
    """A syllable as it is looked for: where, and whether only its beginning was typed."""

    text: Forms
    fields: tuple[str, ...]
    beginning: str | None = None
    only: tuple[str, ...] = ()
    """The exact forms, in alphabetical order, that one without marks is looked for in; or all."""

    @cached_property
    def key(self) -> str:
        """The same for equal words; quick to look up."""
        return f"{self.text.exact}/{'+'.join(self.fields)}/{self.beginning}/{'+'.join(self.only)}"

    @cached_property
    def is_marked(self) -> bool:
        return self.text.marked

    def folded(self, lexicon: Lexicon) -> list[tuple[int, int]]:
        """The folded forms that it may match, as ranges of their numbers."""
        own = self.text.folded.encode()
        if self.beginning is None:
            number = lexicon.find(own)
            return [] if number is None else [(number, number + 1)]
        # The syllable may already be whole, and its one spelling begin otherwise: "ki" is "ky".
        ranges = {lexicon.starting(fold(self.beginning).encode()), lexicon.starting(own)}
        (first, last), *others = sorted(ranges)
        return [(first, last), *(one for one in others if one[0] >= last)]

    def worth(self, lexicon: Lexicon, folded: int) -> list[float]:
        """What each variant of a folded form is worth; 0 where it is no match."""
        return [self._worth(one, lexicon, folded) for one in lexicon.spellings(folded)]

    @property
    def takes_every_spelling(self) -> bool:
        """Whether every variant of its folded forms is as good as any other."""
        if self.beginning is not None:
            return fold(self.beginning) == self.beginning
        return not self.text.marked and not self.only

    def _worth(self, exact: str, lexicon: Lexicon, folded: int) -> float:
        if self.beginning is not None:
            known = exact != UNKNOWN
            form = lexicon.forms[folded].decode()
            found = Forms(exact if known else form, form)
            return EXACT if begins(self.beginning, found, known) else 0.0
        if exact == UNKNOWN:
            return UNMARKED_TEXT if self.text.marked else EXACT
        if self.text.marked:
            return EXACT if exact == self.text.exact else 0.0
        return EXACT if not self.only or exact in self.only else 0.0


@dataclass(frozen=True, eq=False)
class Pair:
    """Two words that were typed next to each other."""

    first: Word
    second: Word

    @cached_property
    def key(self) -> str:
        """The same for equal pairs."""
        return f"{self.first.key} {self.second.key}"


Leaf: TypeAlias = Term | Prefix | Phrase
_LEAVES = (Term, Phrase, Prefix)
_IN_A_ROW = (Term, Phrase)
_JOINTS = (And, Or, AtLeast)
W = TypeVar("W", Word, Pair)


@lru_cache(_REMEMBERED)
def _word(text: str, field: str | None) -> Word:
    return Word(forms(text), text_fields(field))


@lru_cache(_REMEMBERED)
def _spelled(word: Word, likely: tuple[str, ...], is_one: bool) -> Word:
    """A word without marks in its likely spellings, of which the one that was typed may be one."""
    only = tuple(sorted({*likely, word.text.exact})) if is_one else likely
    return Word(word.text, word.fields, only=only)


@lru_cache(_REMEMBERED)
def _pair(first: Word, second: Word) -> Pair:
    return Pair(first, second)


class Vocabulary:
    """Turns the leaves of one query into words."""

    def __init__(self, query: Query) -> None:
        self._known: dict[int, list[Word]] = {}  # by the identity of leaves, which the query holds
        self._typed: list[Word] = []
        self._likely: list[tuple[str, ...]] = []  # for each of these
        self._neighbours: list[tuple[int, int]] = []  # their numbers
        self._read(query)
        typed, meant = self._typed, self._meant()
        self.size = len(typed)
        """How many words there are."""
        self.wanted = _weighed(typed, meant)
        """The different words that make a document a better match, and how much each counts."""
        pairs = self._pairs(typed)
        self.pairs = _weighed(pairs, pairs if meant is typed else self._pairs(meant))
        """The pairs that do: neighbours in a phrase, and words that follow each other in a list."""

    def words(self, leaf: Leaf) -> list[Word]:
        found = self._known.get(id(leaf))
        return _words(leaf) if found is None else found

    def _read(self, query: Query) -> None:
        if isinstance(query, _LEAVES):
            first, words = len(self._typed), _words(query)
            self._known[id(query)] = words
            self._typed += words
            self._likely += [query.likely if isinstance(query, Term) else ()] * len(words)
            if len(words) > 1:
                self._neighbours += pairwise(range(first, first + len(words)))
        elif isinstance(query, _JOINTS):
            self._read_list(query.children)

    def _read_list(self, children: Sequence[Query]) -> None:
        typed, before = self._typed, -1  # the number of the last word of the child before, if any
        for child in children:
            first = len(typed)
            self._read(child)
            if first == len(typed) or not isinstance(child, _IN_A_ROW):
                before = -1
                continue
            if before >= 0 and typed[before].fields == typed[first].fields:
                self._neighbours.append((before, first))
            before = len(typed) - 1

    def _meant(self) -> list[Word]:
        """The words, those without marks in the spellings that they likely have.

        In a query that has marks elsewhere, one is that without.
        """
        marked = [word.is_marked for word in self._typed]
        is_one = any(marked)
        if all(marked) if is_one else not any(self._likely):
            return self._typed
        return [
            word
            if word.is_marked or word.beginning is not None or not (is_one or likely)
            else _spelled(word, likely, is_one)
            for word, likely in zip(self._typed, self._likely, strict=True)
        ]

    def _pairs(self, words: Sequence[Word]) -> list[Pair]:
        return [_pair(words[one], words[other]) for one, other in self._neighbours]


def _words(leaf: Leaf) -> list[Word]:
    if isinstance(leaf, Term):
        return [_word(leaf.text, leaf.field)]
    if isinstance(leaf, Phrase):
        return [_word(text, leaf.field) for text in leaf.words]
    beginning = without_unseen(leaf.text).lower()
    return [Word(forms(beginning), text_fields(leaf.field), beginning)]


def _weighed(typed: Sequence[W], meant: Sequence[W]) -> list[tuple[W, float]]:
    """Each different one with its weight; where it has likely spellings, in these and in any."""
    if typed is meant:
        return list({one.key: (one, 1.0) for one in typed}.values())
    found: dict[str, tuple[W, float]] = {}
    for one, other in zip(typed, meant, strict=True):
        is_meant = one is not other
        found[one.key] = one, AS_TYPED if is_meant else 1.0
        if is_meant:
            found[other.key] = other, 1.0 - AS_TYPED
    return list(found.values())


def pairs_of(words: Sequence[Word]) -> list[Pair]:
    """Each word with the one after it."""
    return [_pair(*pair) for pair in pairwise(words)]


def text_fields(field: str | None) -> tuple[str, ...]:
    """The fields to look in. Raises UnknownField for one that is no text field."""
    if field is None:
        return TEXT_FIELDS
    if field not in TEXT_FIELDS:
        raise UnknownField(f"{field!r} is not a text field")
    return (field,)
