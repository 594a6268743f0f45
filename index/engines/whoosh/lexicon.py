"""The vocabulary of a segment: the folded forms in order, and under each the terms that fold to it.

The terms of one folded form are its variants, the most frequent first. Term 0 is END, which no
text holds: the empty one, and so the first.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from index.analysis import Term
from index.engines.whoosh.arrays import Array, Arrays
from index.engines.whoosh.runs import Strings, strings

END = Term(b"", b"")
SAMPLED = 64
"""One in so many folded forms is a sample, by which the others are found."""
_REMEMBERED = 5_000


class Ranks(NamedTuple):
    """What became of the terms of some texts."""

    arrays: Mapping[str, Array]
    """The vocabulary, for a file."""
    term: Array
    """The term's number in the vocabulary, for each number in the texts."""
    folded: Array
    """For each term of the vocabulary the number of its folded form."""
    variant: Array
    """For each term of the vocabulary which of the variants of its folded form it is."""


def rank(terms: Sequence[Term], counts: Array) -> Ranks:
    """The vocabulary of texts in which each term stands so often, but for those of no count."""
    used = np.flatnonzero(counts).tolist()
    frequency = counts.tolist()
    order = sorted(used, key=lambda one: (terms[one].folded, -frequency[one], terms[one].exact))
    sorted_terms = [END, *(terms[one] for one in order)]
    numbers = np.zeros(len(terms), np.uint32)
    numbers[order] = np.arange(1, len(sorted_terms), dtype=np.uint32)
    folded = [one.folded for one in sorted_terms]
    is_new = [True, *(one != before for before, one in pairwise(folded))]
    term_starts = np.append(np.flatnonzero(is_new), len(folded)).astype(np.uint32)
    of_term = (np.cumsum(is_new) - 1).astype(np.uint32)
    forms = [folded[start] for start in term_starts[:-1].tolist()]
    arrays = {
        **strings("lexicon.folded", forms),
        **strings("lexicon.samples", forms[::SAMPLED]),
        **strings("lexicon.exact", [_short(one) for one in sorted_terms]),
        "lexicon.terms": term_starts,
        "lexicon.counts": np.append([0], counts[order]).astype(np.uint32),
    }
    variants = np.arange(len(folded), dtype=np.uint32) - term_starts[of_term]
    return Ranks(arrays, numbers, of_term, variants)


def _short(term: Term) -> bytes:
    """Nothing for an exact form that is the folded one."""
    return b"" if term.exact == term.folded else term.exact


class Lexicon:
    """Any number of threads may read."""

    def __init__(self, arrays: Arrays) -> None:
        self._folded = Strings(arrays["lexicon.folded"], arrays["lexicon.folded.starts"])
        self._samples = Strings(arrays["lexicon.samples"], arrays["lexicon.samples.starts"])
        self._exact = Strings(arrays["lexicon.exact"], arrays["lexicon.exact.starts"])
        self._terms = arrays["lexicon.terms"].data
        self.first_terms = arrays["lexicon.terms"]
        """The first term of each folded form, and the end of all."""
        self.counts = arrays["lexicon.counts"]
        """How often each term stands in the texts."""
        self._found: dict[bytes, int | None] = {}
        self._spellings: dict[int, list[str]] = {}

    def __len__(self) -> int:
        return len(self._exact)

    @property
    def forms(self) -> Strings:
        """The folded forms, in order."""
        return self._folded

    def find(self, folded: bytes) -> int | None:
        """The number of a folded form; None if no text holds it."""
        try:
            return self._found[folded]
        except KeyError:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            found = self._found[folded] = self._find(folded) if folded else None
            return found

    def _find(self, folded: bytes) -> int | None:
        """By way of the samples, so that little of the file is looked at."""
        start = max(0, bisect_right(self._samples, folded) - 1) * SAMPLED
        end = min(start + SAMPLED, len(self._folded))
        place = bisect_left(self._folded, folded, start, end)
        return place if place < end and self._folded[place] == folded else None

    def starting(self, prefix: bytes) -> tuple[int, int]:
        """The numbers of the folded forms that begin so: from the first to before the second."""
        first = bisect_left(self._folded, prefix)
        # No form holds the byte FF, which is in no UTF-8 text.
        return max(first, 1), bisect_left(self._folded, prefix + b"\xff", lo=first)

    def spellings(self, folded: int) -> list[str]:
        """The exact forms of a folded form's terms, remembered."""
        found = self._spellings.get(folded)
        if found is None:
            if len(self._spellings) >= _REMEMBERED:
                self._spellings.clear()
            found = [one.decode() for one in self.variants(folded)]
            self._spellings[folded] = found
        return found

    def variants(self, folded: int) -> list[bytes]:
        """The exact forms of a folded form's terms."""
        return [self._variant(term, folded) for term in range(*self.terms(folded))]

    def variant(self, folded: int, number: int) -> bytes:
        """One of them."""
        return self._variant(self._terms[folded] + number, folded)

    def terms(self, folded: int) -> tuple[int, int]:
        """The numbers of a folded form's terms: from the first to before the second."""
        return self._terms[folded], self._terms[folded + 1]

    def frequencies(self, first: int, last: int) -> Array:
        """How often each of the folded forms first:last stands in the texts."""
        starts = self.first_terms[first : last + 1]
        if last <= first:
            return starts[:0]
        return np.add.reduceat(self.counts[: starts[-1]], starts[:-1])

    def keys(self) -> Iterator[Term]:
        """All terms, END included."""
        for number, folded in enumerate(self._folded):
            for exact in self.variants(number):
                yield Term(folded, exact)

    def _variant(self, term: int, folded: int) -> bytes:
        return self._exact[term] or self._folded[folded]
