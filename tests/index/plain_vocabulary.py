"""A vocabulary in dictionaries, made as plainly as possible from a few texts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise

from index.vietnamese.forms import Forms, forms
from index.vietnamese.normalise import visible
from index.vietnamese.segment import SYLLABLE


class PlainVocabulary:
    """Keeps index.engine.Vocabulary; `asked` counts the look-ups."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.asked = 0
        self._documents: Counter[str] = Counter()
        self._spellings: dict[str, Counter[str]] = defaultdict(Counter)
        self._pairs: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
        for text in texts:
            self._read([forms(word) for word in SYLLABLE.findall(visible(text))])

    def _read(self, words: list[Forms]) -> None:
        self._documents.update({one.folded for one in words})
        for one in set(words):
            self._spellings[one.folded][one.exact] += 1
        for left, right in pairwise(words):
            self._pairs[left.folded, right.folded][left.exact, right.exact] += 1

    def size(self) -> int:
        return sum(sum(one.values()) for one in self._spellings.values())

    def spellings(self, folded: str) -> Mapping[str, int]:
        self.asked += 1
        return self._spellings.get(folded, {})

    def starting(self, prefix: str, limit: int) -> list[tuple[str, int]]:
        self.asked += 1
        found: Counter[str] = Counter()
        for folded, spellings in self._spellings.items():
            if folded.startswith(prefix):
                found += spellings
        return found.most_common(limit)

    def frequency(self, folded: str) -> int:
        self.asked += 1
        return self._documents[folded]

    def pairs(self, first: str, second: str) -> Mapping[tuple[str, str], int]:
        self.asked += 1
        return self._pairs.get((first, second), {})

    def following(self, first: str, prefix: str, limit: int) -> list[tuple[tuple[str, str], int]]:
        self.asked += 1
        found: Counter[tuple[str, str]] = Counter()
        for (left, right), pairs in self._pairs.items():
            if left == first and right.startswith(prefix):
                found += pairs
        return found.most_common(limit)
