"""Where a text holds what a query asks for: each matching syllable, in one pass."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, compress
from typing import NamedTuple, TypeAlias

from index.highlight.numbers import naming, numbers_asked
from index.highlight.sieve import Places, keys_of
from index.query import Phrase, Prefix, Query, Term, positive_leaves
from index.vietnamese.fold import is_marked
from index.vietnamese.forms import TypedWords, begins, forms
from index.vietnamese.segment import SYLLABLE

MAX_READ = 100_000
"""Characters of a text in which matches are looked for."""

_PARTS = re.compile(f"({SYLLABLE.pattern})")
_REMEMBERED = 32

_Found: TypeAlias = tuple[list[int], Sequence[int] | Places, Sequence[int] | Places]
"""For each syllable the words that it matches, as bits, where it begins and where it ends."""


class Span(NamedTuple):
    """Marked text, and the leaves of the query that matched there, as bits."""

    start: int
    end: int
    leaves: int

    def moved(self, by: int) -> "Span":
        return Span(self.start + by, self.end + by, self.leaves)


def find_spans(text: str, query: Query, field: str) -> list[Span]:
    """Every matching syllable, from left to right."""
    text = text[:MAX_READ]
    asked = _asked(query, field, is_marked(text))
    numbers = naming(text, asked.numbers)
    named = [Span(start, end, 1 << asked.count + number) for start, end, number in numbers]
    return _united(_syllables(text, asked), named) if named else _syllables(text, asked)


def _united(spans: list[Span], named: list[Span]) -> list[Span]:
    """Those of words and those of numbers, what is both as one."""
    leaves: Counter[tuple[int, int]] = Counter()
    for start, end, own in (*spans, *named):
        leaves[start, end] |= own
    return [Span(*place, leaves[place]) for place in sorted(leaves)]


def _syllables(text: str, asked: "_Asked") -> list[Span]:
    found, starts, ends = _sifted(text, asked) or _each(text, asked)
    if not any(found):
        return []
    covered = asked.covered(found)
    return [
        Span(int(starts[place]), int(ends[place]), asked.leaves(covered[place]))
        for place in compress(range(len(covered)), covered)
    ]


def _each(text: str, asked: "_Asked") -> _Found:
    parts = _PARTS.split(text)  # by turns what lies between syllables, and a syllable
    ends = list(accumulate(map(len, parts)))
    return list(map(asked.__getitem__, parts[1::2])), ends[::2], ends[1::2]


def _sifted(text: str, asked: "_Asked") -> _Found | None:
    """The same more quickly, where it can be done."""
    syllables = keys_of(text) if asked.sieve else None
    if syllables is None:
        return None
    keys, starts, ends = syllables
    found = [0] * len(keys)
    for place in compress(range(len(keys)), map(asked.sieve.__contains__, keys)):
        found[place] = asked[text[starts[place] : ends[place]]]
    return found, starts, ends


class _Asked(dict[str, int]):
    """The words that a query asks for in a field: for any syllable of a text, those it matches.

    Each word of each leaf is a bit; those of one leaf stand side by side, its first word's lowest.
    """

    def __init__(self, query: Query, field: str, marked: bool) -> None:
        self._typed = TypedWords(marked)
        self._beginnings: list[tuple[str, int]] = []
        self._marked = marked
        self._leaf_of: list[int] = []  # for each bit
        self._firsts = self._lasts = 0
        self.numbers = list(dict.fromkeys(numbers_asked(query)))
        for leaf in dict.fromkeys(positive_leaves(query)):
            if leaf.field in {None, field}:
                self._add(leaf)
        self.sieve = self._sieve()

    def _add(self, leaf: Term | Prefix | Phrase) -> None:
        first, number = len(self._leaf_of), self.count
        words = leaf.words if isinstance(leaf, Phrase) else (leaf.text,)
        for bit, word in enumerate(words, first):
            if isinstance(leaf, Prefix):
                self._beginnings.append((word, 1 << bit))
            else:
                self._typed.add(forms(word), 1 << bit)
        if words:
            self._leaf_of += [number] * len(words)
            self._firsts |= 1 << first
            self._lasts |= 1 << first + len(words) - 1

    @property
    def count(self) -> int:
        """How many leaves ask for words."""
        return self._lasts.bit_count()

    def _sieve(self) -> set[bytes]:
        """Those of all syllables that match; empty where a beginning is asked for."""
        sifted = [] if self._beginnings else map(keys_of, self._typed.folded)
        return {key for one in sifted if one for key in one.keys}

    def __missing__(self, syllable: str) -> int:
        found = forms(syllable)
        bits = self._typed.matching(found)
        for beginning, bit in self._beginnings:
            if begins(beginning, found, self._marked):
                bits |= bit
        self[syllable] = bits
        return bits

    def covered(self, found: list[int]) -> list[int]:
        """For each syllable the words that it is in a whole leaf, given those that it matches.

        All leaves are followed at once, a shift and a few operations for each syllable, as in
        Baeza-Yates and Gonnet, "A New Approach to Text Searching", 1992: forward to where leaves
        end, and back from there.
        """
        if self._firsts == self._lasts:
            return found  # each leaf is one word
        state, covered = 0, []
        for bits in found:
            state = (state << 1 | self._firsts) & bits
            covered.append(state & self._lasts)
        bits = 0
        for place in range(len(covered) - 1, -1, -1):
            bits = covered[place] = covered[place] | (bits >> 1 & ~self._lasts)
        return covered

    def leaves(self, bits: int) -> int:
        """The leaves that words belong to, a bit each."""
        leaves = 0
        for bit in bits_of(bits):
            leaves |= 1 << self._leaf_of[bit]
        return leaves


@lru_cache(_REMEMBERED)
def _asked(query: Query, field: str, marked: bool) -> _Asked:
    """The texts of a page are asked for the same, and have most of their syllables in common."""
    return _Asked(query, field, marked)


@lru_cache(1_000)
def bits_of(leaves: int) -> tuple[int, ...]:
    return tuple(bit for bit in range(leaves.bit_length()) if leaves >> bit & 1)
