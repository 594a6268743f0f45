"""Of what each word may have meant, what all of them together most likely did.

The Viterbi search over a chain of neighbours. Only pairs that there are get looked at; a word that
makes no pair follows whatever is likeliest so far. Two ways to every choice are kept, so that the
runner-up is known too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, product
from math import log
from operator import itemgetter
from typing import NamedTuple

from index.spelling.choices import Choice
from index.spelling.known import Known
from index.vietnamese.forms import Forms

_ALONE = 0.1
"""How much a word counts by itself, beside counting as its neighbour's neighbour."""
_UNSEEN = 0.01
"""How likely a word is that no text has, of whatever letters."""
_LETTER = 0.1
"""And how likely each of its letters. Few letters may be anything; but it would be strange if all
of many, save one, were another word's."""
WAYS = 2
_BY_SCORE = itemgetter(0)


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
    return sorted(paths, key=_BY_SCORE, reverse=True)[:most]


def _first(choice: Choice, known: Known) -> Path:
    return Path(log(_own(choice, known)) + _inner(choice, known), choice)


def _next(paths: list[Path], choices: Sequence[Choice], known: Known) -> Iterator[Path]:
    """The likeliest paths to each of the choices."""
    ended: dict[Forms, list[Path]] = defaultdict(list)
    for path in paths:
        ended[path.choice.words[-1]].append(path)
    front = _likeliest(paths)
    followed = _followed(ended, {choice.words[0] for choice in choices}, known)
    for choice in choices:
        inner = _inner(choice, known)
        before = _reaching(ended, front, followed[choice.words[0]], _own(choice, known))
        before.sort(key=_BY_SCORE, reverse=True)
        for score, path in before[:WAYS]:
            yield Path(score + inner, choice, path)


def _followed(ended: Ended, rights: set[Forms], known: Known) -> Mapping[Forms, dict[Forms, float]]:
    """For each next syllable those it follows somewhere, and how likely it follows them."""
    followed: dict[Forms, dict[Forms, float]] = defaultdict(dict)
    firsts, seconds = _by_folded(ended), _by_folded(rights)
    for (left, own), (right, others) in product(firsts.items(), seconds.items()):
        for (first, second), count in known.pairs(left, right).items():
            before, after = own.get(first), others.get(second)
            if before and after:
                followed[after][before] = known.share(count, before)
    return followed


def _by_folded(words: Iterable[Forms]) -> Mapping[str, dict[str, Forms]]:
    found: dict[str, dict[str, Forms]] = defaultdict(dict)
    for one in words:
        found[one.folded][one.exact] = one
    return found


def _reaching(
    ended: Ended, front: list[Path], followed: Mapping[Forms, float], alone: float
) -> list[tuple[float, Path]]:
    """What may come before a choice, with its score after the step from there."""
    found = []
    for left, share in followed.items():
        step = log(share + alone)
        found += [(path.score + step, path) for path in ended[left]]
    step = log(alone)
    found += [(path.score + step, path) for path in front if path.choice.words[-1] not in followed]
    return found


def _inner(choice: Choice, known: Known) -> float:
    return sum(_step(*pair, known) for pair in pairwise(choice.words)) - choice.cost


def _step(left: Forms, right: Forms, known: Known) -> float:
    """How likely the second follows the first: by their pair, and a little by its own."""
    pair = known.share(known.together(left, right), left)
    return log(pair + _alone(right, known))


def _own(choice: Choice, known: Known) -> float:
    """How likely its first syllable is by itself."""
    word = choice.words[0]
    if not choice.kept:
        return _alone(word, known)
    unseen = _ALONE * _UNSEEN * _LETTER ** len(word.folded)
    return max(_alone(word, known), unseen) if known.documents(word) else unseen


def _alone(word: Forms, known: Known) -> float:
    return _ALONE * (known.documents(word) + 0.5) / known.size
