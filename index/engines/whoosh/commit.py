"""What all searches of one commit share: its groups, and how much words and pairs count in it."""

from collections.abc import Sequence
from typing import NamedTuple

from index.engines.whoosh import bits
from index.engines.whoosh.groups import Group
from index.engines.whoosh.memory import Memory
from index.engines.whoosh.visibility import Visibility
from index.engines.whoosh.weighting import Averages, Weighting
from index.engines.whoosh.words import Pair, Vocabulary, Word
from index.query import Query

_RARITIES = 50_000
_ROOM = 8 << 20
_WORD = 1_000
"""Bytes that a word of a query takes, and what has to do with it."""

Weights = Sequence[tuple[Word | Pair, float]]
"""How much each word and pair of a query counts."""


class Part(NamedTuple):
    """A group in one commit."""

    group: Group
    visibility: Visibility


class Commit:
    """Any number of threads may use it. It remembers what queries ask, never what they find."""

    def __init__(self, parts: Sequence[Part], weighting: Weighting, averages: Averages) -> None:
        self.parts = parts
        self.averages = averages
        self._weighting = weighting
        self._plans = Memory(_ROOM)
        self._rarities: dict[str, float] = {}  # by the keys of words and pairs

    def plan(self, query: Query) -> "Plan":
        found: Plan | None = self._plans.get(query)
        if found is None:
            found = Plan(query, self)
            self._plans.put(query, found, _WORD * (1 + found.vocabulary.size))
        return found

    def weights(self, vocabulary: Vocabulary) -> Weights:
        """Of what stands somewhere."""
        share = self._weighting.pairs
        asked: list[tuple[Word | Pair, float]] = [*vocabulary.wanted]
        if share:
            asked += [(pair, share * part) for pair, part in vocabulary.pairs]
        weights = [(one, part * self._rarity(one)) for one, part in asked]
        return [pair for pair in weights if pair[1]]

    def _rarity(self, asked: Word | Pair) -> float:
        found = self._rarities.get(asked.key)
        if found is None:
            if len(self._rarities) >= _RARITIES:
                self._rarities.clear()
            found = self._rarities[asked.key] = self._counted_rarity(asked)
        return found

    def _counted_rarity(self, asked: Word | Pair) -> float:
        parts, weighting = self.parts, self._weighting
        found = [part.group.impacts(asked, self.averages).bits for part in parts]
        if weighting.counts_deleted:
            documents = sum(part.group.size for part in parts)
        else:
            documents = sum(part.visibility.count for part in parts)
            found = [own & part.visibility.live for own, part in zip(found, parts, strict=True)]
        count = sum(map(bits.count, found))
        return weighting.rarity(documents, count) if count else 0.0


class Plan:
    """What a query asks in a commit."""

    def __init__(self, query: Query, commit: Commit) -> None:
        self.query = query
        self.vocabulary = Vocabulary(query)
        self._commit = commit
        self._weights: Weights | None = None

    @property
    def weights(self) -> Weights:
        """Computed when hits are wanted: of pairs, that takes what each is worth."""
        if self._weights is None:
            self._weights = self._commit.weights(self.vocabulary)
        return self._weights
