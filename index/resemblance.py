"""Texts by content: the query that finds what is about the same things as a text.

It asks for the text's most telling syllables, and for pairs of neighbours among them, since these
are what words are in Vietnamese: those that stand in it often, or in its title, and are rare
elsewhere.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import TypeAlias, TypeVar

from index.engine import Vocabulary
from index.query import And, Nothing, Or, Phrase, Query, Term
from index.vietnamese.forms import Forms, forms
from index.vietnamese.segment import SYLLABLE

MAX_READ = 4_000
"""Characters of a body that are read: what an article is about, it says first."""
PAIRS, WORDS = 8, 6
"""Leaves of the query, at most."""
_WEIGHTS = (3, 2, 1)
"""What a syllable counts in a title, a lead and a body."""
_WEIGHED = 32
"""Syllables of which it is asked how rare they are: those that count most."""
_SATURATION = 2.0
"""Count from which on a word that is said again adds little."""

_Pair: TypeAlias = tuple[Forms, Forms]
K = TypeVar("K")


def resembling(title: str, lead: str, body: str, vocabulary: Vocabulary) -> Query:
    """An Or of at most PAIRS + WORDS leaves; Nothing for a text without words."""
    words: Counter[Forms] = Counter()
    pairs: Counter[_Pair] = Counter()
    for text, weight in zip((title, lead, body[:MAX_READ]), _WEIGHTS, strict=True):
        syllables = [forms(one) for one in SYLLABLE.findall(text)]
        for _ in range(weight):
            words.update(syllables)
            pairs.update(pairwise(syllables))
    rarity = _rarity([word for word, _ in words.most_common(_WEIGHED)], vocabulary)
    telling = {word: _said(words[word]) * rarity[word] for word in rarity}
    together = {
        pair: _said(count) * min(rarity[pair[0]], rarity[pair[1]])
        for pair, count in pairs.items()
        if pair[0] in rarity and pair[1] in rarity
    }
    leaves = [
        *(Phrase((one.exact, other.exact)) for one, other in _best(together, PAIRS)),
        *(Term(word.exact) for word in _best(telling, WORDS)),
    ]
    # Each in a list of its own: side by side they would make pairs that the text does not have.
    return Or(tuple(And((leaf,)) for leaf in leaves)) if leaves else Nothing()


def _rarity(words: Iterable[Forms], vocabulary: Vocabulary) -> dict[Forms, float]:
    """How much each word tells apart, against the commonest of them."""
    often = {word: 1 + vocabulary.frequency(word.folded) for word in words}
    commonest = max(often.values(), default=1)
    return {word: math.log(1 + commonest / count) for word, count in often.items()}


def _said(count: int) -> float:
    """What it is worth to stand in the text so often, from 0 to 1."""
    return count / (count + _SATURATION)


def _best(worth: Mapping[K, float], most: int) -> list[K]:
    return sorted(worth, key=worth.__getitem__, reverse=True)[:most]
