"""Of what each word may have meant, what all of them together most likely did.

The Viterbi search over a chain of neighbours. Only pairs that there are get looked at; a word that
makes no pair follows whatever is likeliest so far. Two ways to every choice are kept, so that the
runner-up is known too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import pairwise
from math import log
from typing import NamedTuple

from index.spelling.choices import Choice
from index.spelling.known import Known
from index.vietnamese.forms import Forms

_ALONE = 0.003
"""How much a word counts by itself, beside counting as its neighbour's neighbour."""
_ALL = 100_000.0
"""Occurrences of which a word's own are a share; their true number changes nothing."""
WAYS = 2


class Path(NamedTuple):
    score: float
    choice: Choice
    before: "Path | None" = None

    def choices(self) -> list[Choice]:
        path: Path | None = self
        found = []
        while path:
            found.append(path.choice)
            path = path.before
        return found[::-1]


Ended = Mapping[Forms, list[Path]]
"""The paths so far, by the syllable they end with."""


def best(lattice: Sequence[Sequence[Choice]], known: Known, most: int = WAYS) -> list[list[Choice]]:
    """The likeliest ways through, each with one choice of every word; WAYS at most end alike."""
    paths = [_first(choice, known) for choices in lattice[:1] for choice in choices]
    for choices in lattice[1:]:
        paths = list(_next(paths, choices, known))
    return [path.choices() for path in _likeliest(paths, most)]


def _likeliest(paths: Iterable[Path], most: int = WAYS) -> list[Path]:
    return nlargest(most, paths, key=lambda one: one.score)


def _first(choice: Choice, known: Known) -> Path:
    return Path(log(alone(choice.words[0], known)) + _inner(choice, known), choice)


def _next(paths: list[Path], choices: Sequence[Choice], known: Known) -> Iterator[Path]:
    """The likeliest paths to each of the choices."""
    ended: dict[Forms, list[Path]] = defaultdict(list)
    for path in paths:
        ended[path.choice.words[-1]].append(path)
    front = _likeliest(paths)
    followed = _followed(ended, {choice.words[0] for choice in choices}, known)
    for choice in choices:
        inner = _inner(choice, known)
        before = _reaching(ended, front, followed[choice.words[0]], alone(choice.words[0], known))
        for path in _likeliest(before):
            yield Path(path.score + inner, choice, path.before)


def _followed(ended: Ended, rights: set[Forms], known: Known) -> Mapping[Forms, dict[Forms, float]]:
    """For each next syllable those it follows somewhere, and how likely it follows them."""
    followed: dict[Forms, dict[Forms, float]] = defaultdict(dict)
    for left in {one.folded for one in ended}:
        for right in {one.folded for one in rights}:
            for (first, second), count in known.pairs(left, right).items():
                before = Forms(first, left)
                followed[Forms(second, right)][before] = count / (known.documents(before) + 1)
    return followed


def _reaching(
    ended: Ended, front: list[Path], followed: Mapping[Forms, float], alone: float
) -> Iterator[Path]:
    """What may come before a choice, scored with the step from there."""
    for left in followed.keys() & ended.keys():
        step = log(followed[left] + alone)
        for path in ended[left]:
            yield Path(path.score + step, path.choice, path)
    step = log(alone)
    for path in front:
        if path.choice.words[-1] not in followed:
            yield Path(path.score + step, path.choice, path)


def _inner(choice: Choice, known: Known) -> float:
    return sum(_step(*pair, known) for pair in pairwise(choice.words)) - choice.cost


def _step(left: Forms, right: Forms, known: Known) -> float:
    """How likely the second follows the first: by their pair, and a little by its own."""
    pair = known.together(left, right) / (known.documents(left) + 1)
    return log(pair + alone(right, known))


def alone(word: Forms, known: Known) -> float:
    return _ALONE * (known.documents(word) + 0.5) / _ALL
