"""How well a text reads in an encoding: how many marked words come to Vietnamese syllables."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.vietnamese.legacy.encodings import VN2_CAPITALS, Encoding
from index.vietnamese.legacy.words import (
    ALONE,
    CODECS,
    LATER_LETTER,
    SMALL_ASCII,
    decode_word,
)
from index.vietnamese.segment import syllables
from index.vietnamese.syllable import is_syllable

SURE_SHARE = 0.8
"""Of the marked words; names and misspellings are the rest."""
SURE_WEIGHT = 3
"""Of words, of which those count twice that are written as nobody else writes: one is too few."""
SURE_HINTS = 3
"""Different words that others write so too, where none is written as nobody else does."""
_REMEMBERED = 20_000

_ABBREVIATION = re.compile("[BCDĐGHKLMNPQRSTVXƯ]{2,8}|Đ")
_WESTERN = re.compile("[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Tally:
    marked: int = 0
    """Words with any letter that is not ASCII."""
    valid: int = 0
    """Of them, those that come to a Vietnamese syllable or abbreviation."""
    own: int = 0
    """Of these, those written as only this encoding writes."""
    hints: frozenset[str] = frozenset()
    """Of these, those written as few others do."""


def together(tallies: Sequence[Tally]) -> Tally:
    """Of several paragraphs."""
    return Tally(
        sum(one.marked for one in tallies),
        sum(one.valid for one in tallies),
        sum(one.own for one in tallies),
        frozenset().union(*(one.hints for one in tallies)),
    )


def tally(text: str, encoding: Encoding) -> Tally:
    """The words of a text, read in one of the old encodings."""
    codec = CODECS[encoding]
    words = [word for word in codec.word.findall(text) if not word.isascii() and word not in ALONE]
    valid = [word for word in words if is_valid(word, encoding)]
    return Tally(
        len(words),
        len(valid),
        sum(codec.own.search(word) is not None for word in valid),
        frozenset(word for word in valid if codec.hint.search(word)),
    )


def valid_as_is(text: str) -> int:
    """Marked words that are Vietnamese in Unicode."""
    return sum(
        1
        for word, _, _ in syllables(text)
        if not word.isascii()
        and (LATER_LETTER.search(word) or (_is_cased(word) and is_syllable(word)))
    )


def has_signs(text: str, encoding: Encoding) -> bool:
    """Whether it is worth a closer look: nearly no text in Unicode is."""
    codec = CODECS[encoding]
    return bool(codec.own.search(text)) or len(codec.hint.findall(text)) >= SURE_HINTS


def is_evidently_unicode(text: str) -> bool:
    """Whether it has so many letters of Unicode's own that it needs no look at its words."""
    later = len(LATER_LETTER.findall(text))
    return later > 0 and 4 * later >= len(_WESTERN.findall(text))


def is_sure(found: Tally, text: str) -> bool:
    """Whether the text must be in the encoding that it was so tallied for."""
    if not (found.own or len(found.hints) >= SURE_HINTS):
        return False
    if found.valid < SURE_SHARE * found.marked:
        return False
    if found.valid <= valid_as_is(text):
        return False
    weight = found.valid + found.own
    return weight >= SURE_WEIGHT or (weight == SURE_WEIGHT - 1 and _rest_is_vietnamese(text))


def is_likely(text: str, encoding: Encoding) -> bool:
    """Whether a part of a text that is surely in the encoding is in it too."""
    if is_evidently_unicode(text):
        return False
    found = tally(text, encoding)
    return 0 < found.marked <= 2 * found.valid and found.valid >= valid_as_is(text)


@lru_cache(_REMEMBERED)
def is_valid(word: str, encoding: Encoding) -> bool:
    """Whether a word comes to a Vietnamese syllable or abbreviation."""
    letters = decode_word(word, encoding)
    if letters is None or (encoding is Encoding.TCVN3 and not VN2_CAPITALS.isdisjoint(word)):
        return False  # à and À are far more often what they look like
    written = "".join(letters)
    if not _is_cased(written):
        return False
    return is_syllable(written) or _ABBREVIATION.fullmatch(written) is not None


def _is_cased(word: str) -> bool:
    """Whether no capital follows a small letter."""
    return word[1:].islower() or not SMALL_ASCII.search(word)


def _rest_is_vietnamese(text: str) -> bool:
    unmarked = [word for word, _, _ in syllables(text) if word.isascii() and word.isalpha()]
    return any(len(word) > 1 for word in unmarked) and all(map(is_syllable, unmarked))
