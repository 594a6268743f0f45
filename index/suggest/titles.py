"""Phrases that several titles share, from what was typed on."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import islice

from index.suggest.begun import Begun
from index.suggest.neighbours import MOST_SYLLABLES, NEVER_LAST, Syllables
from index.suggest.phrases import Phrase
from index.vietnamese.fold import is_marked
from index.vietnamese.forms import forms
from index.vietnamese.segment import Token, syllables

_LONGER = 3
"""Syllables by which a phrase may be longer than what was typed."""
_LOOKED_AT = 40
"""Syllables of a title."""
_INSIDE = 100
"""How much more the capitals inside a title say than those it begins with."""


def shared(begun: Begun, titles: Collection[str], total: int) -> Mapping[Syllables, Phrase]:
    """The phrases that go on with what was typed in two titles or more.

    Each as titles mostly write it; counted as if in all `total` titles, of which those are some.
    """
    counts: Counter[Syllables] = Counter()
    written: dict[Syllables, Counter[str]] = defaultdict(Counter)
    for title in titles:
        found = list(_phrases(begun, title))
        counts.update({phrase for phrase, _, _ in found})
        for phrase, shown, weight in found:
            written[phrase][shown] += weight
    return {
        phrase: Phrase(written[phrase].most_common(1)[0][0], count * total // len(titles))
        for phrase, count in counts.items()
        if count > 1 and phrase[-1] not in NEVER_LAST
    }


def _phrases(begun: Begun, title: str) -> Iterator[tuple[Syllables, str, int]]:
    """Of at least two syllables; none goes across a comma or the like."""
    marked, tokens = is_marked(title), list(islice(syllables(title), _LOOKED_AT))
    found = [forms(one.text) for one in tokens]
    for start in range(len(found)):
        if not begun.stands(found, start, marked):
            continue
        for end in _ends(begun, title, tokens, start):
            exact = tuple(one.exact for one in found[start:end])
            shown = " ".join(title[tokens[start].start : tokens[end - 1].end].split())
            yield exact, shown, _INSIDE if start else 1


def _ends(begun: Begun, title: str, tokens: list[Token], start: int) -> Iterator[int]:
    length = len(begun)
    longest = min(length + _LONGER, MOST_SYLLABLES)
    for end in range(start + length, min(start + longest, len(tokens)) + 1):
        if end > start + length and _are_parted(title, *tokens[end - 2 : end]):
            return
        if end > start + 1:
            yield end


def _are_parted(title: str, left: Token, right: Token) -> bool:
    return not title[left.end : right.start].isspace()
