"""The words of an old encoding: how they look, and what each of their characters becomes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.vietnamese.legacy.encodings import TCVN3, VNI_LETTERS, VNI_PAIRS, Encoding

_ASCII = "A-Za-z"
_LATER = "\u0100-\u024f\u0300-\u036f\u1e00-\u1eff"
"""Letters and marks that no such encoding has: a word with one of them is Unicode."""


@dataclass(frozen=True, slots=True)
class Codec:
    word: re.Pattern[str]
    """A run of what the encoding has for letters, and others."""
    own: re.Pattern[str]
    """Its signs in writing: what is seldom seen in any text but of this encoding."""
    hint: re.Pattern[str]
    """What is seen in others too, but not in several words that it makes Vietnamese."""


# Each begins with the rarer letter, so that most texts are done with quickly.
TCVN3_CODEC = Codec(
    word=re.compile(f"[{_ASCII}\u00a1-\u00af\u00b5-\u00ff{_LATER}]+"),
    own=re.compile(
        "[\u00a1-\u00ae\u00b5-\u00be\u00c6-\u00df](?:"
        "(?<=[A-Za-z][\u00a8-\u00ae\u00b5-\u00b9\u00bb-\u00be])"  # in or after a word: x·, Gi¸o
        "|(?<=[§¡¢¤¥¦¨«¬®\u00ad])(?=[A-Za-z\u00a8\u00b5-\u00ff])"  # or before it: §¶ng, ®æi
        "|(?<=[a-z][\u00c6-\u00df]))"  # a capital within it: TiÕng
    ),
    hint=re.compile("(?!)"),
)
VNI_CODEC = Codec(
    word=re.compile(f"[{_ASCII}\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff{_LATER}]+"),
    # Two vowels in a row, the second with a mark that western languages have there hardly ever:
    # "coäng", "ñöôøng". Others, as in "teá" and "suùng", are seen in Irish and French too.
    own=re.compile(
        "[âäåøõùûïôÂÄÅØÕÙÛÏÔ](?:(?<=[aeo][âäå])|(?<=[aeouy][øõ])|(?<=[ôö][ùøûõïô])"
        "|(?<=[AEO][ÂÄÅ])|(?<=[AEOUY][ØÕ])|(?<=[ÔÖ][ÙØÛÕÏÔ]))"
    ),
    hint=re.compile(
        "[áàãéèêúüëùûïÁÀÃÉÈÊÚÜËÙÛÏ](?:(?<=[aeoAEO][áàãÁÀÃ])"
        "|(?<=[aA][éèêúüëÉÈÊÚÜË])|(?<=[aeouyAEOUY][ùûïÙÛÏ]))"
    ),
)
CODECS = {Encoding.TCVN3: TCVN3_CODEC, Encoding.VNI: VNI_CODEC}

_REMEMBERED = 20_000
_LONGEST = 100
"""Characters of what may still be words that have lost the spaces between them."""
_TABLES = {Encoding.TCVN3: TCVN3, Encoding.VNI: VNI_LETTERS}

LATER_LETTER = re.compile(f"[{_LATER}]")
ALONE = frozenset("·©»¼½¾÷")
"""Signs that are what they look like, where they stand alone: no word is one of these letters."""
SMALL_ASCII = re.compile("[a-z]")


@lru_cache(_REMEMBERED)
def decode_word(word: str, encoding: Encoding) -> tuple[str, ...] | None:
    """What each character becomes; "" for one that has joined the one before it.

    None for a word with a letter that the encoding has not, or with a mark of VNI's alone.
    """
    if word.isascii() or word in ALONE:
        return tuple(word)
    if len(word) > _LONGEST:
        return None
    out = tuple(_decode_vni(word) if encoding is Encoding.VNI else map(_decode_tcvn3, word))
    table = _TABLES[encoding]
    whole = all(
        letter != became or letter.isascii() or letter in table
        for letter, became in zip(word, out, strict=True)
    )
    return out if whole else None


def _decode_tcvn3(letter: str) -> str:
    return TCVN3.get(letter, letter)


def _decode_vni(word: str) -> Iterator[str]:
    place = 0
    while place < len(word):
        pair = VNI_PAIRS.get(word[place : place + 2])
        if pair is None:
            yield VNI_LETTERS.get(word[place], word[place])
            place += 1
        else:
            yield from (pair, "")
            place += 2
