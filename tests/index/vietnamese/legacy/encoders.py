"""Vietnamese as the old fonts wrote it, from their keyboards' layout: by vowel and tone."""

import unicodedata

_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_TCVN3 = """
a 61 B5 B6 B7 B8 B9
ă A8 BB BC BD BE C6
â A9 C7 C8 C9 CA CB
e 65 CC CE CF D0 D1
ê AA D2 D3 D4 D5 D6
i 69 D7 D8 DC DD DE
o 6F DF E1 E2 E3 E4
ô AB E5 E6 E7 E8 E9
ơ AC EA EB EC ED EE
u 75 EF F1 F2 F3 F4
ư AD F5 F6 F7 F8 F9
y 79 FA FB FC FD FE
"""
_TCVN3_CAPITALS = {"Ă": "¡", "Â": "¢", "Ê": "£", "Ô": "¤", "Ơ": "¥", "Ư": "¦", "Đ": "§"}
_VNI = """
a a aø aû aõ aù aï
ă aê aè aú aü aé aë
â aâ aà aå aã aá aä
e e eø eû eõ eù eï
ê eâ eà eå eã eá eä
i i ì æ ó í ò
o o oø oû oõ où oï
ô oâ oà oå oã oá oä
ơ ô ôø ôû ôõ ôù ôï
u u uø uû uõ uù uï
ư ö öø öû öõ öù öï
y y yø yû yõ yù î
"""


def _rows(table: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for vowel, *written in map(str.split, table.split("\n")[1:-1]):
        for tone, code in zip(_TONES, written, strict=True):
            found[unicodedata.normalize("NFC", vowel + tone)] = code
    return found


TCVN3 = {letter: chr(int(code, 16)) for letter, code in _rows(_TCVN3).items()} | {"đ": "®"}
TCVN3 |= {letter.upper(): code for letter, code in TCVN3.items() if not code.isascii()}
TCVN3 |= _TCVN3_CAPITALS
"""Capitals with a tone have the code of the small letter: the font shows them as capitals."""
VNI = _rows(_VNI) | {"đ": "ñ"}
VNI |= {letter.upper(): code.upper() for letter, code in VNI.items()}


def encode(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(letter, letter) for letter in unicodedata.normalize("NFC", text))
