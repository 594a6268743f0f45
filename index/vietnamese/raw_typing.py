"""Vietnamese typed by Telex or VNI with the input method off: "hoatj", "hoat5" for hoạt.

A word's keys are its letters in order, and keys that mark one of them. Where these stand makes no
difference, as in the input methods themselves: "vieetj", "vietej" and "vieejt" are all việt. So a
rime is looked up by its letters and its marks, and no order has to be tried.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from index.vietnamese.fold import fold
from index.vietnamese.normalise import place_tone
from index.vietnamese.syllable import RIMES, is_syllable, partings

_LONGEST = 12
"""Keys of a word: "dduwowngf" has nine."""
_REMEMBERED = 2_000

_CHUNK = re.compile(r"\S+")
_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"[@/]")
"""What makes a chunk an address or a document's number: "toa.soan@bao.vn", "05-CT/TW"."""
_OPERATORS = {"AND", "OR", "NOT"}
"""Not words, to a reader who searches."""
_FORMULA = re.compile("[CNS]O2")

_VOWELS = "aeiouy"
_HUYEN, _HOI, _NGA, _SAC, _NANG = "\u0300\u0309\u0303\u0301\u0323"
_TELEX_TONES = {"f": _HUYEN, "r": _HOI, "x": _NGA, "s": _SAC, "j": _NANG, "z": ""}
_VNI_TONES = {"2": _HUYEN, "3": _HOI, "4": _NGA, "1": _SAC, "5": _NANG, "0": ""}
_TELEX_KEYS = {"oo": "ooo", "ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw"}
_VNI_KEYS = {"ă": "a8", "â": "a6", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7"}

Signature = tuple[str, str]
"""The letters of a rime in their order, and the keys that mark them in the alphabet's."""


def telex(text: str) -> str | None:
    """The text as Telex would have written it, tones in their canonical place; None for no change.

    Words that come to no Vietnamese syllable stay as typed, and so do addresses and numbers.
    """
    return _convert(text, _telex_word, lambda chunk: any(map(str.isdigit, chunk)))


def vni(text: str) -> str | None:
    """The same for VNI: "tie6ng1 vie6t5"."""
    return _convert(text, _vni_word, lambda chunk: False)


def _convert(
    text: str, convert_word: Callable[[str], str | None], is_other: Callable[[str], bool]
) -> str | None:
    def convert_one(word: re.Match[str]) -> str:
        typed = word.group()
        if not typed.isascii() or len(typed) > _LONGEST or typed in _OPERATORS:
            return typed
        written = convert_word(typed.lower())
        if written is None or _is_name(typed):
            return typed
        return _in_case_of(typed, written)

    def convert_chunk(chunk: re.Match[str]) -> str:
        typed = chunk.group()
        if _ADDRESS.search(typed) or is_other(typed):
            return typed
        return _WORD.sub(convert_one, typed)

    converted = _CHUNK.sub(convert_chunk, text)
    return None if converted == text else converted


def _is_name(typed: str) -> bool:
    """Paper A4, petrol E5, CO2; and TW, which stands for trung ương."""
    if not typed.isupper():
        return typed == "tw"
    if len(typed) == 2 and typed[1].isdigit():
        return True
    return _FORMULA.fullmatch(typed) is not None or not any(map(typed.lower().count, _VOWELS))


def _in_case_of(typed: str, written: str) -> str:
    letters = [letter for letter in typed if letter.isalpha()]
    if len(written) > 1 and all(letter.isupper() for letter in letters):
        return written.upper()
    return written[0].upper() + written[1:] if typed[0].isupper() else written


@lru_cache(_REMEMBERED)
def _telex_word(word: str) -> str | None:
    if "w" in word and (start := word.index("w")) < _first_vowel(word):
        word = f"{word[:start]}u{word[start:]}"  # a w with nothing to mark is ư: "nhwng"
    first = _first_vowel(word)
    onset, rest = word[:first], word[first:]
    keys = [key for key in rest if key in _TELEX_TONES]
    if len(set(keys)) < len(keys) or keys == ["z"]:
        return None  # the same tone twice takes it back and writes the key
    rest = "".join(key for key in rest if key not in _TELEX_TONES)
    if onset in {"d", "dd"} and onset.count("d") + rest.count("d") == 2:
        onset, rest = "đ", rest.replace("d", "")
    toneless = _write(onset + rest, _telex_signature, _TELEX_RIMES)
    return _with_tone(word, toneless, _TELEX_TONES[keys[-1]] if keys else "")


@lru_cache(_REMEMBERED)
def _vni_word(word: str) -> str | None:
    first = _first_vowel(word)
    onset, rest = word[:first], word[first:]
    keys = [key for key in rest if key in _VNI_TONES]
    if onset == "d9":
        onset = "đ"
    elif onset == "d" and rest.count("9") == 1:
        onset, rest = "đ", rest.replace("9", "")
    if not _is_typed_tone(word, rest, keys):
        return None
    rest = "".join(key for key in rest if key not in _VNI_TONES)
    toneless = _write(onset + rest, _vni_signature, _VNI_RIMES)
    return _with_tone(word, toneless, _VNI_TONES[keys[-1]] if keys else "")


def _is_typed_tone(word: str, rest: str, keys: list[str]) -> bool:
    """Whether its digits are a tone and marks, and not a number: "U23", "u17", "a20"."""
    if len(keys) > 1:
        return len(keys) == 2 and keys[1] == "0" and len(word) > 3  # a tone taken back
    if word == rest and len(word) == 3 and word[1:].isdigit() and keys:
        return rest[2] in keys  # after one letter alone, the mark comes first
    return keys != ["0"]


def _first_vowel(word: str) -> int:
    return next((place for place, key in enumerate(word) if key in _VOWELS), len(word))


def _with_tone(word: str, toneless: str | None, tone: str) -> str | None:
    if toneless is None:
        return None
    written = place_tone(toneless, tone)
    return written if written != word and is_syllable(written) else None


def _write(
    word: str, signature: Callable[[str], Signature], rimes: dict[Signature, str]
) -> str | None:
    """The toneless syllable of these keys; that of an onset that takes some of the vowels last."""
    for onset, keys in partings(word):
        rime = rimes.get(signature(keys))
        if rime is not None and is_syllable(place_tone(onset + rime, _SAC)):
            return onset + rime
    return None


def _telex_signature(keys: str) -> Signature:
    letters, marks = "", ""
    for key in keys:
        if key == "w" or (key in "aeo" and key in letters):
            marks += key
        else:
            letters += key
    return letters, "".join(sorted(marks))


def _vni_signature(keys: str) -> Signature:
    letters = "".join(filter(str.isalpha, keys))
    return letters, "".join(sorted(filter(str.isdigit, keys)))


def _by_signature(
    keys: dict[str, str], signature: Callable[[str], Signature], horn: str
) -> dict[Signature, str]:
    found: dict[Signature, str] = {}
    for rime in sorted(RIMES):
        for typed in _typings(rime, keys, horn):
            found[signature(typed)] = rime
    return found


def _typings(rime: str, keys: dict[str, str], horn: str) -> Iterator[str]:
    """With every mark, and with one horn for the two of ươ, as both are typed."""
    typed = rime
    for letters, typed_as in keys.items():
        typed = typed.replace(letters, typed_as)
    yield typed
    if "ươ" in rime:
        yield fold(rime) + horn


_TELEX_RIMES = _by_signature(_TELEX_KEYS, _telex_signature, "w")
_VNI_RIMES = _by_signature(_VNI_KEYS, _vni_signature, "7")
