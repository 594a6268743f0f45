"""How words go on: phrases that the neighbours in a vocabulary make of what was typed so far."""

from collections.abc import Iterator, Sequence

from index.engine import Vocabulary
from index.spelling.choices import Choice, as_typed, spelled
from index.spelling.known import Known
from index.spelling.paths import best
from index.spelling.typed import Typed
from index.suggest.capitals import abbreviation
from index.vietnamese.fold import fold
from index.vietnamese.forms import begins, forms, matches
from index.vietnamese.normalise import without_unseen
from index.vietnamese.segment import syllables

MOST_SYLLABLES = 5
"""Of a phrase; who has typed more looks for a title."""
NEVER_LAST = frozenset(
    forms(one.text).exact
    for one in syllables(
        "bị các cho của cùng có do được đã đang để là khi một này những trong tại thì theo từ và về"
        " vào với vì ở"
    )
)
"""Words that want another one after them; no phrase ends with one."""
_MOST_ENDS = 8
_MOST_PHRASES = 3
_FEW = 2
"""Whole words up to which several phrases are likely."""
_MOSTLY = 0.3

Syllables = tuple[str, ...]


class Continuing:
    """The words typed so far, and what may come next; of any text, whoever may see it."""

    def __init__(
        self, whole: Sequence[Typed], beginning: str | None, vocabulary: Vocabulary
    ) -> None:
        """`beginning` is what is typed of the last word; None where all are whole."""
        self._whole = whole
        self._beginning = beginning
        self._known = Known(vocabulary)
        self._numbered = any(word.fixed for word in whole)

    def phrases(self) -> list[Syllables]:
        """Exact forms of up to MOST_SYLLABLES syllables, the likeliest first; few of them.

        One alone is an abbreviation.
        """
        if len(self._whole) + (self._beginning is not None) > MOST_SYLLABLES:
            return []
        lattice = [_meant(word, self._known) for word in self._whole]
        ways: list[Syllables] = []
        if self._beginning is None:
            ways += self._ways(lattice)[:1]
        if self._beginning is not None or not self._numbered:  # a number ends where it ends
            ways += self._ways([*lattice, self._ends(self._beginning or "")])
        fit = [one for one in ways if _is_phrase(one)]
        return fit[: 1 if len(self._whole) > _FEW else _MOST_PHRASES]

    def longer(self, phrase: Syllables) -> Syllables | None:
        """The phrase as far as each syllable mostly goes on with the next: no half of a word."""
        end = phrase
        for more in self._mostly(phrase):
            if len(more) > MOST_SYLLABLES:
                end = end[:-1]  # it is half a word
                break
            end = more
        is_longer = len(end) > len(phrase) and not self._numbered and end[-1] not in NEVER_LAST
        return end if is_longer else None

    def _ways(self, lattice: list[list[Choice]]) -> list[Syllables]:
        ways = best(lattice, self._known, _MOST_PHRASES) if all(lattice) else []
        return [tuple(choice.words[0].exact for choice in way) for way in ways]

    def _ends(self, beginning: str) -> list[Choice]:
        """What the last word may become after the one before it."""
        start = fold(without_unseen(beginning))
        if self._whole:
            before = self._whole[-1].forms
            pairs = self._known.following(before.folded, start, _MOST_ENDS)
            found = [right for (left, right), _ in pairs if matches(before, forms(left), True)]
        else:
            found = self._known.starting(start, _MOST_ENDS)
        ends = (forms(one) for one in dict.fromkeys(found))
        return [Choice((one,), 0.0) for one in ends if begins(beginning, one, True)]

    def _mostly(self, phrase: Syllables) -> Iterator[Syllables]:
        """The phrase with one syllable more, with two more ..., while most go on so."""
        while True:
            last = forms(phrase[-1])
            (pair, count), *_ = [*self._known.following(last.folded, "", 1), (("", ""), 0)]
            if pair[0] != last.exact or count < _MOSTLY * self._known.documents(last):
                return
            phrase = (*phrase, pair[1])
            yield phrase


def _is_phrase(syllables: Syllables) -> bool:
    is_one = len(syllables) > 1 or abbreviation(syllables[0]) is not None
    return is_one and len(syllables) <= MOST_SYLLABLES and syllables[-1] not in NEVER_LAST


def _meant(word: Typed, known: Known) -> list[Choice]:
    own = word.forms
    asked = [] if own.marked or word.fixed else spelled(own, known, False)
    return [*asked] or [as_typed(own)]
