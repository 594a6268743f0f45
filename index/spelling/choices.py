"""What a typed word may have meant, each with what it costs to believe so.

Costs are natural logarithms of how unlikely a slip is, so that they add to those of a path.
"""

import unicodedata
from collections.abc import Iterator
from heapq import nlargest
from math import log
from typing import NamedTuple

from index.spelling import slips
from index.spelling.edits import distance, one_edit
from index.spelling.known import Known
from index.spelling.leftover import finished
from index.vietnamese.fold import fold
from index.vietnamese.forms import Forms, forms
from index.vietnamese.normalise import canonical
from index.vietnamese.possible import POSSIBLE

OTHER_MARK = 7.0
"""A mark that was typed and is another one, or none."""
MARK_LEFT_OUT = 5.0
"""One mark of a syllable that has another one."""
CONFUSED = 4.0
"""Hỏi and ngã, which half of the country speaks alike."""
MARK_TO_ADD = 2.0
"""A syllable without marks among others that have theirs."""
LEFTOVER = 5.0
"""Keys of an input method that missed the syllable they were typed for."""
FORGOTTEN_SPACE = 6.0
COMMON = 5
"""Occurrences from which on a word is well known, and two words are often neighbours."""
LONG = 7
"""Letters above which a word may have two slips."""
_MOST_SPELLINGS = 12
_MOST_SPELLINGS_OF_MENDED = 6
_MOST_MENDED = 6
_MOST_STARTING = 100
_BEGINNING = 3
_HOI_AND_NGA = {"\u0309", "\u0303"}
_SHORTEST = 3
"""Letters from which on a word is looked at for slips: any two letters are near a hundred words."""
_TELLING = 4
"""Letters from which on one may be mended for its own sake, and not for its neighbours' alone."""

Neighbours = tuple[str | None, str | None]
"""The folded syllables before and after a word."""


class Choice(NamedTuple):
    """A word as it may be meant: one syllable, or two where a space was forgotten."""

    words: tuple[Forms, ...]
    cost: float
    mended: bool = False
    kept: bool = False
    """Whether it is what was typed, which may be right though no text has it."""


def as_typed(typed: Forms) -> Choice:
    return Choice((typed,), 0.0, kept=True)


def spelled(
    typed: Forms, known: Known, marked: bool, most: int = _MOST_SPELLINGS
) -> Iterator[Choice]:
    """The syllable with all marks it is found with; `marked` says whether the text has any."""
    spellings = known.spellings(typed.folded)
    for exact in nlargest(most, spellings, key=lambda one: spellings[one]):
        if exact == typed.exact:
            yield as_typed(typed)
        else:
            yield Choice((Forms(exact, typed.folded),), _cost_of_marks(typed, exact, marked))


def mended(typed: Forms, neighbours: Neighbours, known: Known, marked: bool) -> Iterator[Choice]:
    """Words of the vocabulary that are one slip away, or two from a long word: the likeliest."""
    yield from _left_over(typed, known)
    costs = _near(typed.folded, known)
    together = {near: _together(near, neighbours, known) for near in costs}
    if len(typed.folded) < _TELLING:
        costs = {near: cost for near, cost in costs.items() if together[near]}
    weight = {
        near: log(known.frequency(near) + 100 * together[near] + 1) - costs[near] for near in costs
    }
    for near in nlargest(_MOST_MENDED, costs, key=lambda one: weight[one]):
        own = Forms(typed.exact if typed.marked else near, near)
        for choice in spelled(own, known, marked, _MOST_SPELLINGS_OF_MENDED):
            yield choice._replace(cost=choice.cost + costs[near], mended=True, kept=False)
    yield from _parted(typed, known)


def _together(near: str, neighbours: Neighbours, known: Known) -> int:
    """How often it stands beside what was typed before and after it."""
    before, after = neighbours
    pairs = (before and known.pairs(before, near), after and known.pairs(near, after))
    return sum(sum(one.values()) for one in pairs if one)


def _left_over(typed: Forms, known: Known) -> Iterator[Choice]:
    """What the keys come to where the input method took some of them: "hoạtj", "ngươif"."""
    meant = finished(typed.exact)
    if meant is not None and known.documents(forms(meant)):
        yield Choice((forms(meant),), LEFTOVER, mended=True)


def _near(word: str, known: Known) -> dict[str, float]:
    """Folded words that there are and which may have been meant, with the cost of the slip.

    A slip in what is no syllable, a name mostly, is looked for among words that begin alike; one in
    its beginning is tried out.
    """
    if len(word) < _SHORTEST:
        return {}
    edits: dict[str, int] = {}
    for one, place in one_edit(word):
        edits.setdefault(one, place)
    edits.pop(word, None)
    found = {POSSIBLE[one]: slips.cost(word, one) for one in sorted(edits.keys() & POSSIBLE)}
    if len(word) > _BEGINNING:
        starting = known.starting(word[:_BEGINNING], _MOST_STARTING)
        for one in dict.fromkeys(canonical(fold(exact)) for exact in starting):
            if one in edits:
                found[one] = slips.cost(word, one)
            elif len(word) > LONG and not _is_end(word, one) and distance(word, one, 2) <= 2:
                found[one] = slips.TWO
        if word not in POSSIBLE:
            begun = (one for one, place in edits.items() if place < _BEGINNING)
            found |= {one: slips.cost(word, one) for one in begun if known.frequency(one)}
    found.pop(word, None)
    return {one: cost for one, cost in found.items() if known.frequency(one)}


def _is_end(word: str, other: str) -> bool:
    """Whether all they differ in is an ending, which makes another word: diplomat, diplomatic."""
    return word.startswith(other) or other.startswith(word)


def _parted(typed: Forms, known: Known) -> Iterator[Choice]:
    """Two syllables that are often neighbours, where the space between them was forgotten."""
    word = typed.folded
    for place in range(1, len(word)):
        first, second = POSSIBLE.get(word[:place]), POSSIBLE.get(word[place:])
        pairs = known.pairs(first, second) if first and second else {}
        often = [pair for pair, count in pairs.items() if count >= COMMON]
        for left, right in nlargest(3, often, key=lambda pair: pairs[pair]):
            words = Forms(left, first or ""), Forms(right, second or "")
            cost = FORGOTTEN_SPACE + _cost_of_marks(typed, left + right, False)
            yield Choice(words, cost, mended=True)


def _cost_of_marks(typed: Forms, exact: str, marked: bool) -> float:
    if not typed.marked:
        return MARK_TO_ADD if marked and exact != typed.folded else 0.0
    ours, theirs = _marks(typed.exact), _marks(exact)
    if ours ^ theirs == _HOI_AND_NGA:
        return CONFUSED
    others, left_out = len(ours - theirs), len(theirs - ours)
    return OTHER_MARK * others + MARK_LEFT_OUT * max(0, left_out - others)


def _marks(exact: str) -> set[str]:
    """The different ones; two letters have a horn or none in "ươ"."""
    decomposed = unicodedata.normalize("NFD", exact.replace("đ", "d\u0335"))
    return set(filter(unicodedata.combining, decomposed))
