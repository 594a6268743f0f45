"""Accents off: what is left when a text is typed without any mark."""

import re
import unicodedata

from index.vietnamese.normalise import nfc

_STROKE = str.maketrans("đĐÐð", "dddd")
_NO_ASCII = re.compile("[^\x00-\x7f]+")


def fold(text: str) -> str:
    """The text in lower case without tone marks, vowel marks and the stroke of đ."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.translate(_STROKE).lower())
    return nfc("".join(letter for letter in decomposed if not unicodedata.combining(letter)))


def is_marked(text: str) -> bool:
    """Whether any letter has a mark; the stroke of đ is one."""
    if text.isascii():
        return False
    return any(_has_mark(part.group()) for part in _NO_ASCII.finditer(nfc(text)))


def _has_mark(text: str) -> bool:
    return fold(text) != nfc(text.lower())
