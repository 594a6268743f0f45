"""The two forms of a syllable, and the asymmetric rule by which a typed one matches a found one."""

from functools import lru_cache
from typing import NamedTuple

from index.vietnamese.fold import fold
from index.vietnamese.normalise import MAX_SYLLABLE, canonical, split_tone, without_unseen

_REMEMBERED = 50_000
_LONGEST = 4 * MAX_SYLLABLE  # a decomposed letter is up to four characters


class Forms(NamedTuple):
    exact: str
    folded: str

    @property
    def marked(self) -> bool:
        return self.exact != self.folded


def forms(syllable: str) -> Forms:
    """Both forms; all ways of writing one syllable have the same."""
    return _forms(syllable if len(syllable) <= _LONGEST else without_unseen(syllable)[:_LONGEST])


@lru_cache(_REMEMBERED)
def _forms(syllable: str) -> Forms:
    exact = canonical(without_unseen(syllable))
    return Forms(exact, canonical(fold(exact)))  # i and y again: only now may they be alike


def matches(typed: Forms, found: Forms, in_marked_text: bool) -> bool:
    """Whether a typed syllable matches a found one.

    Typed without marks it matches every marking. With a mark it matches its own spelling, and its
    folded form only in a text that has no marked letter at all.
    """
    if typed.exact == found.exact:
        return True
    return typed.folded == found.folded and not (typed.marked and in_marked_text)


class TypedWords:
    """Typed syllables, each with bits of its own, that can all be matched with one look-up."""

    def __init__(self, in_marked_text: bool) -> None:
        self._in_marked_text = in_marked_text
        self._by_exact: dict[str, int] = {}
        self._by_folded: dict[str, int] = {}
        self.folded: set[str] = set()
        """The folded forms of all: whatever matches has one of them."""

    def add(self, typed: Forms, bits: int) -> None:
        self.folded.add(typed.folded)
        self._by_exact[typed.exact] = self._by_exact.get(typed.exact, 0) | bits
        if not (typed.marked and self._in_marked_text):
            self._by_folded[typed.folded] = self._by_folded.get(typed.folded, 0) | bits

    def matching(self, found: Forms) -> int:
        """The bits of all that match a found syllable, as `matches` has it."""
        return self._by_exact.get(found.exact, 0) | self._by_folded.get(found.folded, 0)


def begins(typed: str, found: Forms, in_marked_text: bool) -> bool:
    """Whether `typed` may be the beginning of a found syllable, by the same rule as `matches`."""
    start = without_unseen(typed).lower()
    folded = fold(start)
    if matches(forms(typed), found, in_marked_text):
        return True
    if not found.folded.startswith(folded):
        return False
    if folded == start or not in_marked_text:
        return True
    # The tone is typed before the syllable is whole, and moves as letters follow: "hoà" -> "hoàn".
    letters, tone = split_tone(start)
    found_letters, found_tone = split_tone(found.exact)
    return found_letters.startswith(letters) and tone in {"", found_tone}
