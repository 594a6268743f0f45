"""How syllables typed without marks are most likely spelled, by what stands next to them.

Unlike `paths`, which looks for the one likeliest way through all of them, this adds up all ways
through each spelling (the forward-backward algorithm: Rabiner, "A Tutorial on Hidden Markov
Models", 1989), so that one that may well be spelled in two ways is left to be either.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from heapq import nlargest
from itertools import groupby, pairwise

from index.engine import Vocabulary
from index.query import And, Or, Query, Term
from index.spelling.known import Known
from index.vietnamese.forms import Forms, forms

SHARE = 0.1
"""Against the likeliest spelling, how likely another one is that may be meant as well."""
_ALONE = 3e-8
"""How much each place where a word stands counts by itself, beside those next to its neighbour."""
_MOST_SPELLINGS = 12

_Chances = Mapping[str, float]
"""Of each spelling of a syllable: by itself, by what comes before it, or by what comes after it."""
_Step = Mapping[tuple[str, str], float]
"""How likely a spelling is followed by one of the next syllable, for those that ever are."""


def spelled(query: Query, vocabulary: Vocabulary) -> Query:
    """The same query, its words without marks told how they are likely spelled: for the ranking."""
    if isinstance(query, Or):
        return Or(tuple(spelled(child, vocabulary) for child in query.children))
    if not isinstance(query, And):
        return query
    found: list[Query] = []
    for are_words, run in groupby(query.children, _is_word):
        if are_words:
            found += _spelled([one for one in run if isinstance(one, Term)], vocabulary)
        else:
            found += [spelled(one, vocabulary) for one in run]
    return And(tuple(found))


def _is_word(query: Query) -> bool:
    return isinstance(query, Term) and query.field is None


def _spelled(words: Sequence[Term], vocabulary: Vocabulary) -> Sequence[Term]:
    if all(forms(word.text).marked for word in words):
        return words
    found = likely([word.text for word in words], vocabulary)
    return [replace(word, likely=own) for word, own in zip(words, found, strict=True)]


def likely(syllables: Sequence[str], vocabulary: Vocabulary) -> list[tuple[str, ...]]:
    """The exact forms that each of some neighbours may well have, in alphabetical order.

    None for one that has marks, and for one that stands alone, about which nothing is known. Costs
    two look-ups for each syllable.
    """
    known, typed = Known(vocabulary), [forms(one) for one in syllables]
    chain = [_alone(one, known) for one in typed]
    neighbours = zip(pairwise(typed), pairwise(chain), strict=True)
    steps = [_step(*pair, *own, known) for pair, own in neighbours]
    before, after = _forward(chain, steps), _backward(chain, steps)
    return [
        () if word.marked or not steps else _best(one, other)
        for word, one, other in zip(typed, before, after, strict=True)
    ]


def _alone(typed: Forms, known: Known) -> _Chances:
    found = [typed.exact]
    if not typed.marked:
        spellings = known.spellings(typed.folded)
        found = nlargest(_MOST_SPELLINGS, spellings, key=lambda one: spellings[one]) or found
    return {exact: alone(Forms(exact, typed.folded), known) for exact in found}


def alone(word: Forms, known: Known) -> float:
    return _ALONE * (known.documents(word) + 0.5)


def _step(left: Forms, right: Forms, first: _Chances, second: _Chances, known: Known) -> _Step:
    return {
        (one, other): count / (known.documents(Forms(one, left.folded)) + 1)
        for (one, other), count in known.pairs(left.folded, right.folded).items()
        if one in first and other in second
    }


def _forward(chain: Sequence[_Chances], steps: Sequence[_Step]) -> list[_Chances]:
    """The chances by all ways that end with a spelling."""
    found = [_shares(chain[0])] if chain else []
    for own, step in zip(chain[1:], steps, strict=True):
        sums = dict(own)
        for (left, right), chance in step.items():
            sums[right] += found[-1][left] * chance
        found.append(_shares(sums))
    return found


def _backward(chain: Sequence[_Chances], steps: Sequence[_Step]) -> list[_Chances]:
    """The chances of all ways that go on from a spelling."""
    found: list[_Chances] = [dict.fromkeys(chain[-1], 1.0)] if chain else []
    for place in reversed(range(len(steps))):
        after, own = found[-1], chain[place + 1]
        sums = dict.fromkeys(chain[place], sum(own[one] * after[one] for one in own))
        for (left, right), chance in steps[place].items():
            sums[left] += chance * after[right]
        found.append(_shares(sums))
    return found[::-1]


def _shares(sums: _Chances) -> _Chances:
    """The same in proportion, so that no chain is too long to be multiplied through."""
    total = sum(sums.values())
    return {one: value / total for one, value in sums.items()}


def _best(before: _Chances, after: _Chances) -> tuple[str, ...]:
    chances = {one: before[one] * after[one] for one in before}
    enough = SHARE * max(chances.values())
    return tuple(sorted(one for one, chance in chances.items() if chance >= enough))
