"""The two forms of a syllable, and the asymmetric rule by which a typed one matches a found one."""

from functools import lru_cache
from typing import NamedTuple

from index.vietnamese.fold import fold
from index.vietnamese.normalise import MAX_SYLLABLE, canonical, nfc, split_tone

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
    return _forms(syllable[:_LONGEST])


@lru_cache(_REMEMBERED)
def _forms(syllable: str) -> Forms:
    exact = canonical(syllable)
    return Forms(exact, canonical(fold(exact)))  # i and y again: only now may they be alike


def matches(typed: Forms, found: Forms, in_marked_text: bool) -> bool:
    """Whether a typed syllable matches a found one.

    Typed without marks it matches every marking. With a mark it matches its own spelling, and its
    folded form only in a text that has no marked letter at all.
    """
    if typed.exact == found.exact:
        return True
    return typed.folded == found.folded and not (typed.marked and in_marked_text)


def begins(typed: str, found: Forms, in_marked_text: bool) -> bool:
    """Whether `typed` may be the beginning of a found syllable, by the same rule as `matches`."""
    start = nfc(typed).lower()
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
