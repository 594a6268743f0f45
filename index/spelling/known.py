"""The look-ups that one text may cost: each made once, and no more than so many."""

from collections.abc import Mapping

from index.engine import Vocabulary
from index.vietnamese.forms import Forms

MOST = 500
"""Look-ups for one text; what is asked after that is nowhere."""

_MORE = 100_000
"""Syllables that a small newsroom is thought to have besides: what stands once in it is rare."""
_CHANCE = 0.5


class Known:
    """What a vocabulary knows, remembered while one text is read."""

    def __init__(self, vocabulary: Vocabulary, most: int = MOST) -> None:
        self._vocabulary = vocabulary
        self._left = most
        self.size = vocabulary.size() + _MORE
        """Syllables of which a word's own are a share."""
        self._frequency: dict[str, int] = {}
        self._spellings: dict[str, Mapping[str, int]] = {}
        self._pairs: dict[tuple[str, str], Mapping[tuple[str, str], int]] = {}

    def frequency(self, folded: str) -> int:
        if folded not in self._frequency:
            self._frequency[folded] = self._vocabulary.frequency(folded) if self._may() else 0
        return self._frequency[folded]

    def spellings(self, folded: str) -> Mapping[str, int]:
        if folded not in self._spellings:
            self._spellings[folded] = self._vocabulary.spellings(folded) if self._may() else {}
        return self._spellings[folded]

    def pairs(self, first: str, second: str) -> Mapping[tuple[str, str], int]:
        key = first, second
        if key not in self._pairs:
            self._pairs[key] = self._vocabulary.pairs(*key) if self._may() else {}
        return self._pairs[key]

    def starting(self, prefix: str, limit: int) -> list[str]:
        """The commonest exact forms whose folded form begins so."""
        found = self._vocabulary.starting(prefix, limit) if self._may() else []
        return [exact for exact, _ in found]

    def following(self, first: str, prefix: str, limit: int) -> list[tuple[tuple[str, str], int]]:
        """The commonest pairs of a folded syllable and any that begins so."""
        return self._vocabulary.following(first, prefix, limit) if self._may() else []

    def documents(self, word: Forms) -> int:
        """How often this very spelling stands."""
        return self.spellings(word.folded).get(word.exact, 0)

    def together(self, first: Forms, second: Forms) -> int:
        """How often these very spellings stand next to each other."""
        return self.pairs(first.folded, second.folded).get((first.exact, second.exact), 0)

    def share(self, together: int, first: Forms) -> float:
        """How likely a word is followed by one that it was found together with so often.

        What was found once is a chance: some of every count is left to what was never found (Ney,
        Essen and Kneser's absolute discounting, 1994).
        """
        return max(0.0, together - _CHANCE) / (self.documents(first) + 1)

    def _may(self) -> bool:
        self._left -= 1
        return self._left >= 0
