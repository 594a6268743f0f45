"""One spelling for each syllable, however it was typed or encoded.

Three habits of writing are joined: where a tone mark stands (hòa, hoà; toàn, tòan), i or y where
both are read alike (kỹ, kĩ), and the Icelandic eth that some keyboards give for đ.
"""

import re
import unicodedata

MAX_SYLLABLE = 40
"""Letters of a syllable that count; the longest Vietnamese one has seven."""

TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Combining marks in their alphabetical order: huyền, hỏi, ngã, sắc, nặng."""

UNSEEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters
    "\u00ad\u200b\u2060\ufeff"  # soft hyphens and spaces of no width: they part a word in two
    "\ufffe\uffff"
)
"""Characters that have no place in any text, as the inside of a regular expression's brackets."""
JOINERS = "\u200c\u200d"
"""Other scripts and emoji need them; between Latin letters they are unseen as well."""

_UNSEEN = re.compile(f"[{UNSEEN}]+")
_LATIN = "A-Za-z\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff"
_IDLE_JOINERS = re.compile(f"(?<=[{_LATIN}])[{JOINERS}]+(?=[{_LATIN}])")
_UNSEEN_IN_SYLLABLE = re.compile(f"[{UNSEEN}{JOINERS}]+")
_TONE = re.compile(f"[{TONES}]")
_ETH = str.maketrans("Ðð", "Đđ")
_SYLLABLE = re.compile(
    r"(?P<onset>(?:qu(?=[aăâeêioôơuưy])|gi(?=[aăâeêoôơuư])|[bcdđghjklmnpqrstvwxzf]*))"
    r"(?P<vowels>[aăâeêioôơuưy]{1,3})"
    r"(?P<coda>[bcdghklmnpqrstvxz]*)"
)
_MARKED_VOWEL = re.compile("[ăâêôơư]")
_I_FOR_Y = re.compile(f"(h|k|l|m|qu|s|t|v)i([{TONES}]?)")


def nfc(text: str) -> str:
    """The text in Unicode's composed form, in which every Vietnamese letter is one character."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def visible(text: str) -> str:
    """The text in NFC without control characters and others that nobody sees."""
    text = nfc(_UNSEEN.sub("", text))
    if "\u200c" in text or "\u200d" in text:
        text = nfc(_IDLE_JOINERS.sub("", text))
    return text


def without_unseen(syllable: str) -> str:
    """One syllable in NFC without anything in it that nobody sees, in whatever script."""
    return nfc(syllable if syllable.isalnum() else _UNSEEN_IN_SYLLABLE.sub("", syllable))


def canonical(syllable: str) -> str:
    """The one spelling, in lower case and NFC, of a syllable and all its variants.

    At most MAX_SYLLABLE letters of it. What is no Vietnamese syllable keeps its marks where they
    stand.
    """
    text = nfc(nfc(syllable)[:MAX_SYLLABLE].lower()).translate(_ETH)
    if not text.isascii():
        text = _move_tone(text)
    return _join_i_and_y(text)


def split_tone(syllable: str) -> tuple[str, str]:
    """The syllable in NFC without its tone marks, and these marks in the order they stood in."""
    decomposed = unicodedata.normalize("NFD", syllable)
    return nfc(_TONE.sub("", decomposed)), "".join(_TONE.findall(decomposed))


def place_tone(toneless: str, tone: str) -> str:
    """A syllable, in lower case and without any, with the tone mark where printers have it.

    What is no Vietnamese syllable comes back without it.
    """
    parts = _SYLLABLE.fullmatch(toneless)
    if parts is None:
        return toneless
    place = parts.start("vowels") + _nucleus(parts["vowels"], bool(parts["coda"])) + 1
    return nfc(toneless[:place] + tone + toneless[place:])


def _move_tone(text: str) -> str:
    toneless, tone = split_tone(text)
    if len(tone) != 1:
        return text
    moved = place_tone(toneless, tone)
    return text if moved == toneless else moved


def _nucleus(vowels: str, closed: bool) -> int:
    """Index of the vowel that carries the tone, as printers have it: hòa, toàn, khuỷu, thuyền."""
    marked = [match.start() for match in _MARKED_VOWEL.finditer(vowels)]
    if marked:
        # Of ư and ơ together the last carries it (đường); of ư and another u or i the ư (cứu).
        return marked[-1]
    if closed:
        return len(vowels) - 1
    return 1 if len(vowels) == 3 else 0


def _join_i_and_y(text: str) -> str:
    if len(text) > 3 or text[:1] not in "hklmqstv":
        return text
    match = _I_FOR_Y.fullmatch(unicodedata.normalize("NFD", text))
    return text if match is None else nfc(f"{match[1]}y{match[2]}")
