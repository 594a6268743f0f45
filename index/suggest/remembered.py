"""What the neighbours in a vocabulary make of a beginning, remembered as long as the index is one.

Readers type the same beginnings, letter by letter. What is remembered says nothing of who may see
it: each phrase is still looked for among what readers see.
"""

from collections.abc import Sequence
from functools import cached_property
from weakref import WeakKeyDictionary

from index.engine import Engine
from index.suggest.begun import Begun
from index.suggest.neighbours import Continuing, Syllables

MOST = 2_000
"""Beginnings that are remembered for an index: a few megabytes."""

Key = tuple[str, ...]


class _Remembered:
    """Of one generation of an index. Threads that meet here at worst look up the same twice."""

    def __init__(self, generation: str) -> None:
        self.generation = generation
        self.phrases: dict[Key, Sequence[Syllables]] = {}
        self.longer: dict[tuple[Key, Syllables], Syllables | None] = {}

    def make_room(self) -> None:
        if len(self.phrases) >= MOST:
            self.phrases.clear()
            self.longer.clear()


_known: WeakKeyDictionary[Engine, _Remembered] = WeakKeyDictionary()


class LikelyPhrases:
    """As `Continuing` has them, each looked up when it is first asked for."""

    def __init__(self, engine: Engine, remembered: _Remembered, begun: Begun) -> None:
        self._engine = engine
        self._remembered = remembered
        self._begun = begun
        self._key = begun.key

    def phrases(self) -> Sequence[Syllables]:
        known = self._remembered.phrases
        found = known.get(self._key)
        if found is None:
            found = self._continuing.phrases()
            self._remembered.make_room()
            known[self._key] = found
        return found

    def longer(self, phrase: Syllables) -> Syllables | None:
        known, key = self._remembered.longer, (self._key, phrase)
        try:
            return known[key]
        except KeyError:
            found = known[key] = self._continuing.longer(phrase)
            return found

    @cached_property
    def _continuing(self) -> Continuing:
        return Continuing(self._begun.whole, self._begun.beginning, self._engine.vocabulary())


def likely_phrases(engine: Engine, generation: str, begun: Begun) -> LikelyPhrases:
    """What may go on with it in that generation of the index."""
    remembered = _known.get(engine)
    if remembered is None or remembered.generation != generation:
        remembered = _known[engine] = _Remembered(generation)
    return LikelyPhrases(engine, remembered, begun)
