"""Which syllables of a text may be meant by a word: few are, and only those are looked at closely.

A syllable's key is its folded form but for i and y, in one byte a letter. What has the same folded
form has the same key; but for that, two syllables may share one.
"""

from functools import cache
from typing import NamedTuple, TypeAlias
from unicodedata import category

import numpy as np
from numpy.typing import NDArray

from index.vietnamese.fold import fold
from index.vietnamese.normalise import MAX_SYLLABLE, without_unseen

_LETTERS = 0x2100
_OTHER_SCRIPTS = 0x1100
"""From here on letters may be joined with their neighbours."""
_SPACE, _FOREIGN = ord(" "), ord("_")


Places: TypeAlias = NDArray[np.int64]


class Keys(NamedTuple):
    """Of the syllables of a text, from left to right, and where they begin and end."""

    keys: list[bytes]
    starts: Places
    ends: Places


def keys_of(text: str) -> Keys | None:
    """None where a text holds what needs a closer look: combining marks, rare letters, endless
    words."""
    codes = np.frombuffer(f" {text} ".encode("utf-32-le", "surrogatepass"), np.uint32)
    if codes.max() >= _LETTERS:
        return None
    letters = _table()[codes]
    if not letters.all():
        return None
    inside = letters != _SPACE
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[::2], edges[1::2]
    if (ends - starts).max(initial=0) > MAX_SYLLABLE:
        return None
    return Keys(letters.tobytes().split(), starts, ends)


@cache
def _table() -> NDArray[np.uint8]:
    """For each character what stands for it in a key: 0 where that is not certain."""
    return np.array([_key(chr(code)) for code in range(_LETTERS)], np.uint8)


def _key(character: str) -> int:
    if not character.isalnum():
        is_inside = category(character).startswith("M") or not without_unseen(character)
        return 0 if is_inside else _SPACE
    folded = fold(character)
    if len(folded) != 1:
        return 0
    if folded.isascii():
        return ord("i" if folded == "y" else folded)
    return _FOREIGN if ord(character) < _OTHER_SCRIPTS else 0
