"""What the texts are made of, looked up in the lexicons and pairs of the segments."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from index.analysis import UNKNOWN
from index.engines.whoosh.arrays import Array
from index.engines.whoosh.segments import SegmentView

_UNKNOWN = UNKNOWN.encode()
_REMEMBERED = 10_000

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class SegmentVocabulary:
    """Keeps the contract of `index.engine.Vocabulary`. Any number of threads may ask."""

    def __init__(self, views: Sequence[SegmentView]) -> None:
        self._views = views
        self._spellings: dict[str, Mapping[str, int]] = {}
        self._pairs: dict[tuple[str, str], Mapping[tuple[str, str], int]] = {}
        self._starting: dict[tuple[str, int], list[tuple[str, int]]] = {}
        self._following: dict[tuple[str, str, int], list[tuple[tuple[str, str], int]]] = {}
        self._size = sum(int(view.lexicon.counts.sum()) for view in views)

    def size(self) -> int:
        return self._size

    def spellings(self, folded: str) -> Mapping[str, int]:
        return _remembered(self._spellings, folded, self._spelled)

    def _spelled(self, folded: str) -> Mapping[str, int]:
        found: Counter[str] = Counter()
        for view in self._views:
            number = view.lexicon.find(folded.encode())
            if number is not None:
                counts = view.lexicon.counts[slice(*view.lexicon.terms(number))].tolist()
                for exact, count in zip(_variants(view, number), counts, strict=True):
                    found[exact] += count
        return found

    def starting(self, prefix: str, limit: int) -> list[tuple[str, int]]:
        return _remembered(self._starting, (prefix, limit), self._begun)

    def _begun(self, asked: tuple[str, int]) -> list[tuple[str, int]]:
        prefix, limit = asked
        found: Counter[str] = Counter()
        for view in self._views:
            first, last = view.lexicon.starting(prefix.encode())
            counts = view.lexicon.frequencies(first, last)
            # The commonest forms of each segment, and some more, so that none is missed.
            for place in _greatest(counts, 2 * limit):
                own = view.lexicon.counts[slice(*view.lexicon.terms(first + place))].tolist()
                for exact, count in zip(_variants(view, first + place), own, strict=True):
                    found[exact] += count
        return found.most_common(limit)

    def frequency(self, folded: str) -> int:
        found = 0
        for view in self._views:
            number = view.lexicon.find(folded.encode())
            if number is not None:
                found += int(view.lexicon.counts[slice(*view.lexicon.terms(number))].sum())
        return found

    def pairs(self, first: str, second: str) -> Mapping[tuple[str, str], int]:
        return _remembered(self._pairs, (first, second), self._paired)

    def _paired(self, pair: tuple[str, str]) -> Mapping[tuple[str, str], int]:
        first, second = pair
        found: Counter[tuple[str, str]] = Counter()
        for view in self._views:
            one = view.lexicon.find(first.encode())
            two = view.lexicon.find(second.encode())
            spelled = None if one is None or two is None else view.pairs.spellings(one, two)
            if spelled is None or one is None or two is None:
                continue
            firsts, seconds = _variants(view, one), _variants(view, two)
            rows = zip(
                spelled.first.tolist(),
                spelled.second.tolist(),
                spelled.counts.tolist(),
                strict=True,
            )
            for variant, other, count in rows:
                found[firsts[variant], seconds[other]] += count
        return found

    def following(self, first: str, prefix: str, limit: int) -> list[tuple[tuple[str, str], int]]:
        return _remembered(self._following, (first, prefix, limit), self._followed)

    def _followed(self, asked: tuple[str, str, int]) -> list[tuple[tuple[str, str], int]]:
        first, prefix, limit = asked
        found: Counter[tuple[str, str]] = Counter()
        for view in self._views:
            one = view.lexicon.find(first.encode())
            if one is None:
                continue
            firsts = _variants(view, one)
            low, high = view.lexicon.starting(prefix.encode())
            seconds, variants, others, counts = view.pairs.following(one, low, high)
            for place in _greatest(counts, 4 * limit):
                second = _variant(view, int(seconds[place]), int(others[place]))
                found[firsts[int(variants[place])], second] += int(counts[place])
        return found.most_common(limit)


def _greatest(counts: Array, most: int) -> list[int]:
    """Where the greatest are, the first ones before those that equal them."""
    places = np.arange(len(counts))
    if most < len(counts):
        bound = np.partition(counts, len(counts) - most)[len(counts) - most]
        places = (counts >= bound).nonzero()[0]
    order = np.argsort(-counts[places].astype(np.int64), kind="stable")
    return places[order][:most].tolist()


def _remembered(found: dict[K, V], key: K, look_up: Callable[[K], V]) -> V:
    """Every search asks for the words of its text, and the texts do not change."""
    value = found.get(key)
    if value is None:
        value = look_up(key)
        if len(found) >= _REMEMBERED:
            found.clear()
        found[key] = value
    return value


def _variant(view: SegmentView, folded: int, number: int) -> str:
    exact = view.lexicon.variant(folded, number)
    return (view.lexicon.forms[folded] if exact == _UNKNOWN else exact).decode()


def _variants(view: SegmentView, folded: int) -> Sequence[str]:
    """The exact forms; in texts without marks the folded one."""
    found = view.lexicon.spellings(folded)
    if UNKNOWN not in found:
        return found
    form = view.lexicon.forms[folded].decode()
    return [form if exact == UNKNOWN else exact for exact in found]
