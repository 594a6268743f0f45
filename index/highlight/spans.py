"""Where a text holds what a query asks for: each matching syllable, in one pass."""

import re
from collections import Counter
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from index.highlight.numbers import naming, numbers_asked
from index.query import Phrase, Prefix, Query, Term, positive_leaves
from index.vietnamese.fold import is_marked
from index.vietnamese.forms import TypedWords, begins, forms
from index.vietnamese.segment import SYLLABLE

MAX_READ = 100_000
"""Characters of a text in which matches are looked for."""

_PARTS = re.compile(f"({SYLLABLE.pattern})")
_REMEMBERED = 32


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
    parts = _PARTS.split(text)  # by turns what lies between syllables, and a syllable
    found = list(map(asked.__getitem__, parts[1::2]))
    if not any(found):
        return []
    ends = list(accumulate(map(len, parts)))
    return [
        Span(ends[2 * place], ends[2 * place + 1], asked.leaves(bits))
        for place, bits in enumerate(asked.covered(found))
        if bits
    ]


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
