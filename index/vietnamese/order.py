"""Vietnamese alphabetical order: a ă â b c d đ e ê g ...; tones decide where letters are alike."""

import re

from index.vietnamese.fold import fold
from index.vietnamese.normalise import TONES, nfc, split_tone

# "{" and "|" come after "z", so that "ăn" comes after "az" and before "b".
_LETTERS = {"ă": "a{", "â": "a|", "đ": "d{", "ð": "d{", "ê": "e{", "ô": "o{", "ơ": "o|", "ư": "u{"}
_WORD = re.compile(r"[^\W_]+")
_BEFORE_EVERYTHING = "\t"


def sort_key(text: str) -> str:
    """A text whose order by code point is the alphabetical order of the given ones.

    The letters of the whole text decide first, spaces coming before them; then the tones, word by
    word. Case and punctuation do not count.
    """
    words = [split_tone(word) for word in _WORD.findall(nfc(nfc(text).lower()))]
    letters = " ".join("".join(map(_letter, word)) for word, _ in words)
    tones = " ".join("".join(map(_tone, marks)) or "0" for _, marks in words)
    return letters + _BEFORE_EVERYTHING + tones


def _letter(letter: str) -> str:
    return letter if letter.isascii() else _LETTERS.get(letter) or fold(letter)


def _tone(mark: str) -> str:
    return str(TONES.index(mark) + 1)
