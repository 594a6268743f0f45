"""What a text becomes in an index: what is seen of it in NFC, syllables, one term for each.

A term is the folded and the exact form of a syllable: ("bo", "bò"). In a text without any marked
letter the exact form is not known, and "~" stands for it: ("bo", "~"). So a syllable typed without
marks means all terms of its folded form, and one typed with a mark at most two of them.
"""

import re
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from index.vietnamese.fold import is_marked
from index.vietnamese.forms import forms
from index.vietnamese.normalise import nfc
from index.vietnamese.segment import SYLLABLE

VERSION = "3"
"""Changes with everything that changes a term; an index made by another one is rebuilt."""

UNKNOWN = "~"  # is in no syllable

_LONG = 64
_REMEMBERED = 100_000
_UNSEEN_SPACE = re.compile(
    "[\x0b\x0c\x1c-\x1f]"
)  # parts a text for Python, but no syllable for a reader


class Term(NamedTuple):
    """A syllable of a text, in UTF-8."""

    folded: bytes
    exact: bytes
    """The exact form, or UNKNOWN."""


class TermNumbers:
    """Turns texts into numbers of terms, each numbered when it is first met."""

    def __init__(self) -> None:
        self._numbers: dict[Term, int] = {}
        self._in_marked_text = _Numbers(self._numbers, _in_marked_text)
        self._in_unmarked_text = _Numbers(self._numbers, _in_unmarked_text)

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def terms(self) -> Iterable[Term]:
        """Each term, in the order of the numbers."""
        return self._numbers

    def of(self, text: str) -> list[int]:
        """The number of each syllable's term, in order."""
        text = nfc(text)
        known = self._in_marked_text if is_marked(text) else self._in_unmarked_text
        pieces = [text] if _UNSEEN_SPACE.search(text) else text.split()
        return list(chain.from_iterable(map(known.__getitem__, pieces)))


class _Numbers(dict[str, tuple[int, ...]]):
    """Remembers the numbers in each piece of text met: analysis is then a look-up a word."""

    def __init__(self, numbers: dict[Term, int], terms: "_Terms") -> None:
        self._numbers = numbers
        self._terms = terms

    def __missing__(self, piece: str) -> tuple[int, ...]:
        numbers = self._numbers
        found = tuple([numbers.setdefault(term, len(numbers)) for term in self._terms[piece]])
        if len(piece) <= _LONG:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[piece] = found
        return found


class _Terms(dict[str, tuple[Term, ...]]):
    """Remembers the terms in each piece of any text, within bounds."""

    def __init__(self, marked: bool) -> None:
        self._marked = marked

    def __missing__(self, piece: str) -> tuple[Term, ...]:
        found = tuple(map(self._term, SYLLABLE.findall(piece)))
        if len(piece) <= _LONG:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[piece] = found
        return found

    def _term(self, syllable: str) -> Term:
        word = forms(syllable)
        return Term(word.folded.encode(), (word.exact if self._marked else UNKNOWN).encode())


_in_marked_text = _Terms(marked=True)
_in_unmarked_text = _Terms(marked=False)
