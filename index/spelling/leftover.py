"""Words that an input method marked in part: it took some keys for letters, or lost a mark."""

import unicodedata

from index.vietnamese.normalise import TONES
from index.vietnamese.raw_typing import telex
from index.vietnamese.syllable import is_syllable

_LONGEST = 12
_VOWELS = frozenset("aeiouy")
_TONES = dict(zip(TONES, "frxsj", strict=True))
_HORNS = {"\u031b": "w", "\u0306": "w"}
_CIRCUMFLEX = "\u0302"


def finished(typed: str) -> str | None:
    """The syllable that all marks and left keys of a word come to by Telex: "ngươif", "hoạtj".

    In lower case; None where they come to none, and for what is a syllable already.
    """
    if len(typed) > _LONGEST or is_syllable(typed):
        return None
    return telex(_keys(typed.lower()))


def _keys(typed: str) -> str:
    """A word as it was typed if all its marks were keys, each tone once."""
    keys, begun, tones = "", False, set[str]()
    vowel = ""
    for sign in unicodedata.normalize("NFD", typed.replace("đ", "dd")):
        key = _TONES.get(sign) or _HORNS.get(sign) or (vowel if sign == _CIRCUMFLEX else sign)
        vowel = key if key in _VOWELS else vowel
        begun = begun or key in _VOWELS
        is_tone = begun and key in _TONES.values()
        if not (is_tone and key in tones):
            keys += key
        if is_tone:
            tones.add(key)
    return keys
