"""The words of a query, the pairs that they make, and what each spelling of one is worth."""

from collections.abc import Callable, Sequence
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
    positive_leaves,
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
Of: TypeAlias = Callable[[Leaf], list[Word]]
"""What a leaf's words are."""
W = TypeVar("W", Word, Pair)


@lru_cache(_REMEMBERED)
def _word(text: str, field: str | None, only: tuple[str, ...] = ()) -> Word:
    return Word(forms(text), text_fields(field), only=only)


@lru_cache(_REMEMBERED)
def _pair(first: Word, second: Word) -> Pair:
    return Pair(first, second)


@lru_cache(_REMEMBERED)
def _is_marked(text: str) -> bool:
    return forms(text).marked


class Vocabulary:
    """Turns the leaves of one query into words."""

    def __init__(self, query: Query) -> None:
        self._known: dict[int, list[Word]] = {}  # by the identity of leaves, which the query holds
        leaves = list(positive_leaves(query))
        self._marked = any(_is_marked(text) for leaf in leaves for text in texts(leaf))
        self._likely: dict[int, list[Word]] = {}
        words = _words(leaves, self.words)
        meant = words if all(one.text.marked for one in words) else _words(leaves, self._meant)
        self.wanted = _weighed(words, meant)
        """The different words that make a document a better match, and how much each counts."""
        pairs = _pairs(query, self.words) if len(words) > 1 else []
        self.pairs = _weighed(pairs, pairs if meant == words else _pairs(query, self._meant))
        """The pairs that do."""

    def words(self, leaf: Leaf) -> list[Word]:
        found = self._known.get(id(leaf))
        if found is None:
            found = self._known[id(leaf)] = self._words(leaf)
        return found

    def _words(self, leaf: Leaf) -> list[Word]:
        if isinstance(leaf, Prefix):
            beginning = without_unseen(leaf.text).lower()
            return [Word(forms(beginning), text_fields(leaf.field), beginning)]
        return [_word(text, leaf.field) for text in texts(leaf)]

    def _meant(self, leaf: Leaf) -> list[Word]:
        """The words of a leaf, those without marks in the spellings that they likely have.

        In a query that has marks elsewhere, one is that without.
        """
        found = self._likely.get(id(leaf))
        if found is None:
            found = self._likely[id(leaf)] = self._in_likely_spelling(leaf)
        return found

    def _in_likely_spelling(self, leaf: Leaf) -> list[Word]:
        words = self.words(leaf)
        likely = leaf.likely if isinstance(leaf, Term) else ()
        if isinstance(leaf, Prefix) or not (self._marked or likely):
            return words
        return [
            word if word.text.marked else _word(text, leaf.field, self._spellings(word, likely))
            for word, text in zip(words, texts(leaf), strict=True)
        ]

    def _spellings(self, word: Word, likely: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted({*likely, word.text.exact})) if self._marked else likely


def _words(leaves: Sequence[Leaf], of: Of) -> list[Word]:
    return [word for leaf in leaves for word in of(leaf)]


def _pairs(query: Query, of: Of) -> list[Pair]:
    """Neighbours in a phrase, and words that follow each other in a list of words."""
    if isinstance(query, Phrase):
        return pairs_of(of(query))
    if not isinstance(query, And | Or | AtLeast):
        return []
    found: list[Pair] = []
    before: Word | None = None
    for child in query.children:
        words: list[Word] = []
        if isinstance(child, Term | Phrase):
            words = of(child)
            found += pairs_of(words) if len(words) > 1 else ()
        else:
            found += _pairs(child, of)
        if before and words and before.fields == words[0].fields:
            found.append(_pair(before, words[0]))
        before = words[-1] if words else None
    return found


def _weighed(typed: Sequence[W], meant: Sequence[W]) -> list[tuple[W, float]]:
    """Each different one with its weight; where it has likely spellings, in these and in any."""
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


def texts(leaf: Leaf) -> tuple[str, ...]:
    return leaf.words if isinstance(leaf, Phrase) else (leaf.text,)


def text_fields(field: str | None) -> tuple[str, ...]:
    """The fields to look in. Raises UnknownField for one that is no text field."""
    if field is None:
        return TEXT_FIELDS
    if field not in TEXT_FIELDS:
        raise UnknownField(f"{field!r} is not a text field")
    return (field,)
