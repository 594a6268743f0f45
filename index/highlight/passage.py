"""Which piece of a text is shown: the one that tells most about why it was found.

Every different part of the query that stands in a piece counts, the more the rarer it is in this
text; and so does every pair of neighbouring parts that stand side by side in the piece too.
"""

import math
from collections import Counter
from typing import TypeAlias

from index.highlight.spans import Span, bits_of

ASIDE = 2
"""Characters between two words that still stand side by side: a comma and a space."""
TOGETHER = 0.5
"""What two neighbours side by side count, against one part as rare as they."""

_Feature: TypeAlias = tuple[int, int]
"""A part of the query twice, or two parts that stand side by side."""


def densest(spans: list[Span], length: int) -> list[Span]:
    """The spans of the most telling piece of at most `length` characters; the first of equals."""
    inside = _Inside([_features(*pair) for pair in zip([_NONE, *spans], spans, strict=False)])
    best, most, first = (0, 0), (0.0, 0), 0
    for last, span in enumerate(spans):
        inside.enter(last)
        while first < last and span.end - spans[first].start > length:
            inside.leave(first)
            first += 1
        rank = round(inside.worth, 6), last - first
        if rank > most:
            most, best = rank, (first, last + 1)
    return spans[slice(*best)]


_NONE = Span(-ASIDE - 1, -ASIDE - 1, 0)


def _features(before: Span, span: Span) -> list[_Feature]:
    """What begins with a span: parts of the query, and pairs with those of the span before it."""
    beside = before.leaves if span.start - before.end <= ASIDE else 0
    parts = [(bit, bit) for bit in bits_of(span.leaves & ~beside)]  # a phrase begins once
    return parts + [(bit, bit + 1) for bit in bits_of(beside & span.leaves >> 1)]


class _Inside:
    """What the spans of a piece are worth, as spans enter it at its end and leave at its start."""

    def __init__(self, features: list[list[_Feature]]) -> None:
        often = Counter(one for own in features for one in own)
        self._features = features
        self._worth = {one: _worth(one, count) for one, count in often.items()}
        self._counts: Counter[_Feature] = Counter()
        self.worth = 0.0

    def enter(self, number: int) -> None:
        for one in self._features[number]:
            self.worth += 0.0 if self._counts[one] else self._worth[one]
            self._counts[one] += 1

    def leave(self, number: int) -> None:
        """Its parts, and the pairs that it makes with the span behind it."""
        parts, pairs = self._features[number], self._features[number + 1]
        gone = [one for one in parts if one[0] == one[1]]
        for one in gone + [one for one in pairs if one[0] != one[1]]:
            self._counts[one] -= 1
            self.worth -= 0.0 if self._counts[one] else self._worth[one]


def _worth(feature: _Feature, often: int) -> float:
    return (1.0 if feature[0] == feature[1] else TOGETHER) / (1 + math.log(often))
