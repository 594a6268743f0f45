"""What a typed word may have meant, each with what it costs to believe so.

Costs are natural logarithms of how unlikely a slip is, so that they add to those of a path.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from heapq import nlargest
from math import log
from typing import NamedTuple

from index.spelling.edits import distance, one_edit
from index.spelling.known import Known
from index.vietnamese.fold import fold
from index.vietnamese.forms import Forms
from index.vietnamese.normalise import canonical
from index.vietnamese.possible import POSSIBLE

SLIP = 7.0
"""About one word in a thousand has one."""
OTHER_MARK = 3.0
"""A mark that was typed and is another one, or none."""
MARK_TO_ADD = 2.0
"""A syllable without marks among others that have theirs."""
NOWHERE = 7.0
"""To keep a word as it was typed though no text has it."""
LONG = 7
"""Letters above which a word may have two slips."""
_MOST_SPELLINGS = 12
_MOST_SPELLINGS_OF_MENDED = 6
_MOST_MENDED = 6
_MOST_STARTING = 100
_BEGINNING = 3
_SHORTEST = 2


Neighbours = tuple[str | None, str | None]
"""The folded syllables before and after a word."""


class Choice(NamedTuple):
    """A word as it may be meant: one syllable, or two where a space was forgotten."""

    words: tuple[Forms, ...]
    cost: float
    mended: bool = False


def as_typed(typed: Forms, known: Known) -> Choice:
    return Choice((typed,), 0.0 if known.documents(typed) else NOWHERE)


def spelled(
    typed: Forms, known: Known, marked: bool, most: int = _MOST_SPELLINGS
) -> Iterator[Choice]:
    """The syllable with all marks it is found with; `marked` says whether the text has any."""
    spellings = known.spellings(typed.folded)
    for exact in nlargest(most, spellings, key=lambda one: spellings[one]):
        yield Choice((Forms(exact, typed.folded),), _cost_of_marks(typed, exact, marked))


def mended(typed: Forms, neighbours: Neighbours, known: Known, marked: bool) -> Iterator[Choice]:
    """Words of the vocabulary that are one slip away, or two from a long word: the likeliest."""
    slips = {near: distance(typed.folded, near, 2) for near in _near(typed.folded, known)}
    weight = {near: _weight(near, neighbours, known) - SLIP * slips[near] for near in slips}
    for near in nlargest(_MOST_MENDED, slips, key=lambda one: weight[one]):
        own = Forms(typed.exact if typed.marked else near, near)
        for choice in spelled(own, known, marked, _MOST_SPELLINGS_OF_MENDED):
            yield choice._replace(cost=choice.cost + SLIP * slips[near], mended=True)
    yield from _parted(typed.folded, known)


def _weight(near: str, neighbours: Neighbours, known: Known) -> float:
    """How likely a word is meant, by how common it is and by what stands beside it."""
    before, after = neighbours
    pairs = (before and known.pairs(before, near), after and known.pairs(near, after))
    together = sum(sum(one.values()) for one in pairs if one)
    return log(known.frequency(near) + 100 * together + 1)


def _near(word: str, known: Known) -> set[str]:
    """Folded words that there are, and which may have been meant.

    A slip in what is no syllable, a name mostly, is looked for among words that begin alike, and
    one in its beginning among all words.
    """
    if len(word) < _SHORTEST:
        return set()
    syllables = {POSSIBLE[one] for one, _ in one_edit(word) if one in POSSIBLE}
    found = {one for one in syllables if known.frequency(one)}
    if len(word) > _BEGINNING:
        most = 2 if len(word) > LONG else 1
        starting = known.starting(word[:_BEGINNING], _MOST_STARTING)
        alike = {canonical(fold(exact)) for exact in starting}
        found |= {one for one in alike if distance(word, one, most) <= most}
        if not found:
            others = {one for one, place in one_edit(word) if place < _BEGINNING}
            found = {one for one in others if known.frequency(one)}
    return found - {word}


def _parted(word: str, known: Known) -> Iterator[Choice]:
    """Two syllables that are often neighbours, where the space between them was forgotten."""
    for place in range(1, len(word)):
        first, second = POSSIBLE.get(word[:place]), POSSIBLE.get(word[place:])
        pairs = known.pairs(first, second) if first and second else {}
        for left, right in nlargest(3, pairs, key=lambda pair: pairs[pair]):
            words = Forms(left, first or ""), Forms(right, second or "")
            yield Choice(words, SLIP, mended=True)


def _cost_of_marks(typed: Forms, exact: str, marked: bool) -> float:
    if not typed.marked:
        return MARK_TO_ADD if marked and exact != typed.folded else 0.0
    ours, theirs = _marks(typed.exact), _marks(exact)
    return OTHER_MARK * max((ours - theirs).total(), (theirs - ours).total())


def _marks(exact: str) -> Counter[str]:
    decomposed = unicodedata.normalize("NFD", exact.replace("đ", "d\u0335"))
    return Counter(filter(unicodedata.combining, decomposed))
