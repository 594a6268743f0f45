"""The tables: what the codes of two old encodings stand for, seen as Windows-1252 shows them."""

import unicodedata
from enum import StrEnum

from index.vietnamese.normalise import nfc


class Encoding(StrEnum):
    UNICODE = "unicode"
    """Composed Unicode, or nothing that can be told."""
    DECOMPOSED = "decomposed"
    """Unicode with marks beside their letters, wholly or in part."""
    TCVN3 = "tcvn3"
    VNI = "vni"


# TCVN 5712:1993 has one code a letter. VN3, which the fonts follow, has no capitals with a tone:
# their fonts for titles (.VnTimeH) show all letters as capitals. VN2 has some in codes that VN3
# leaves free, and they are read too.
_TCVN3 = """
A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ
B5à B6ả B7ã B8á B9ạ BBằ BCẳ BDẵ BEắ C6ặ C7ầ C8ẩ C9ẫ CAấ CBậ
CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ D7ì D8ỉ DCĩ DDí DEị
DFò E1ỏ E2õ E3ó E4ọ E5ồ E6ổ E7ỗ E8ố E9ộ EAờ EBở ECỡ EDớ EEợ
EFù F1ủ F2ũ F3ú F4ụ F5ừ F6ử F7ữ F8ứ F9ự FAỳ FBỷ FCỹ FDý FEỵ
"""
_VN2_CAPITALS = "AFẰ BAẲ BFẴ C0Ắ C1Ầ C2Ẩ C3Ẫ C4Ấ C5Ề CDỂ D9Ễ DAẾ DBỒ E0Ổ F0Ỗ FFỐ"


def _by_character(table: str) -> dict[str, str]:
    return {chr(int(entry[:2], 16)): entry[2:] for entry in table.split()}


TCVN3 = _by_character(f"{_TCVN3} {_VN2_CAPITALS}")
"""A character to a letter."""
VN2_CAPITALS = frozenset(_by_character(_VN2_CAPITALS))
"""Those of them that VN3 leaves free."""

# VNI-Windows writes a letter and its marks as two codes, of which the second looks like a letter;
# only đ, ơ, ư, and all of i's, have one code.
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị"}
_VNI_LETTERS |= {"î": "ỵ"}
_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_CIRCUMFLEX = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_WITH_CIRCUMFLEX = {mark: f"\u0302{tone}" for mark, tone in _CIRCUMFLEX.items()}
_WITH_BREVE = {mark: f"\u0306{tone}" for mark, tone in _BREVE.items()}
_VNI_MARKS = {
    "a": {**_TONES, **_WITH_CIRCUMFLEX, **_WITH_BREVE},
    "e": {**_TONES, **_WITH_CIRCUMFLEX},
    "o": {**_TONES, **_WITH_CIRCUMFLEX},
    "u": _TONES,
    "y": _TONES,
    "ô": _TONES,
    "ö": _TONES,
}


def _in_both_cases(table: dict[str, str]) -> dict[str, str]:
    return {**table, **{key.upper(): letter.upper() for key, letter in table.items()}}


VNI_LETTERS = _in_both_cases(_VNI_LETTERS)
"""A character to a letter."""


def _pairs() -> dict[str, str]:
    """The letter decides the case: capitals are found before marks of either."""
    found: dict[str, str] = {}
    for base, marks in _VNI_MARKS.items():
        for mark, combining in marks.items():
            written = nfc(unicodedata.normalize("NFD", _VNI_LETTERS.get(base, base)) + combining)
            for either in (mark, mark.upper()):
                found[base + either] = written
                found[base.upper() + either] = written.upper()
    return found


VNI_PAIRS = _pairs()
"""A letter and the character after it to one letter."""


def _windows_1252() -> dict[str, str]:
    shown = {chr(code): bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
    return {control: sign for control, sign in shown.items() if sign}


PUNCTUATION = _windows_1252()
"""Quotes and dashes of Windows, where a text was read as Latin-1: control characters to signs."""
