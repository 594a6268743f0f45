"""A whole text of an old encoding, read by its words, with the capitals that it could not write."""

import re

from index.vietnamese.legacy.encodings import Encoding
from index.vietnamese.legacy.words import CODECS, SMALL_ASCII, decode_word

_SURELY_CAPITALS = re.compile("[A-ZĂÂÊÔƠƯĐ](?:(?<=[A-ZĂÂÊÔƠƯĐ].)|(?<=[^\\W\\d_A-Z].))")
"""One after another, or after a letter with a tone."""
_TIMES = re.compile(r"(?<=\d)×(?=\d)|(?<=\d )×(?= \d)")
"""What would be ì, as it is in "× ¹ch"."""


def decode(text: str, encoding: Encoding) -> list[str]:
    """What each character of the text becomes; "" for one that has joined the one before it.

    A word with any letter that the encoding has not stays as it is.
    """
    out = list(text)
    for word in CODECS[encoding].word.finditer(text):
        if letters := decode_word(word.group(), encoding):
            out[word.start() : word.end()] = letters
    if encoding is Encoding.TCVN3:
        for sign in _TIMES.finditer(text):
            out[sign.start()] = sign.group()
        _mend_capitals(text, out)
    return out


def _mend_capitals(text: str, out: list[str]) -> None:
    """Makes capitals of the letters with a tone in titles that are all in capitals.

    "HéI NGHÞ" is HỘI NGHỊ: the encoding has no such capitals, only a font that shows them. One
    word of a run without small letters must be in capitals surely, as "HéI"; "Bé" may be Bộ.
    """
    run: list[re.Match[str]] = []
    for word in CODECS[Encoding.TCVN3].word.finditer(text):
        between = text[run[-1].end() : word.start()] if run else ""
        if "\n" in between or SMALL_ASCII.search(word.group()):
            _raise_run(run, out)
            run = []
        if not SMALL_ASCII.search(word.group()):
            run.append(word)
    _raise_run(run, out)


def _raise_run(run: list[re.Match[str]], out: list[str]) -> None:
    written = ["".join(out[word.start() : word.end()]) for word in run]
    if any(not one.isupper() and _SURELY_CAPITALS.search(one) for one in written):
        for word in run:
            for place in range(word.start(), word.end()):
                out[place] = out[place].upper()
