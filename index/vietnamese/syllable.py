"""What can be a Vietnamese syllable: an onset, a rime, and a tone that the rime allows."""

import re
from functools import lru_cache

from index.vietnamese.normalise import split_tone

_REMEMBERED = 20_000
_LONGEST = 7
"""Letters of the longest: nghiêng."""

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RIMES = """
a ac ach ai ak am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet
oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uên uênh uêt uêu ui um un ung uôc uôi uôm uôn uông uôt uơ up
ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu
ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y ya ych yên yêt yêm yêng yêu yn ynh yp yt yu
"""
ONSETS = frozenset(["", *_ONSETS.split()])
RIMES = frozenset(_RIMES.split())
"""What follows the onset, without a tone; "ak" and "ăk" are of the Central Highlands' names."""

_ONSET = re.compile("ngh?|gh?|[ckt]h|ph|nh|tr|qu|[bcdđhklmnprstvx]|")
_Y_ALONE_AFTER = {"", "d", "h", "k", "l", "m", "n", "qu", "s", "t", "th", "v"}
_Y_BEFORE_LETTERS_AFTER = {"", "qu"}
_STOPS = ("c", "ch", "p", "t", "k")
_OF_STOPS = {"\u0301", "\u0323"}
"""Sắc and nặng, of which a rime that ends in a stop has one."""


def is_syllable(text: str) -> bool:
    """Whether the text, in any case and with its tone mark in any place, is a Vietnamese syllable.

    It need not be in any dictionary; it is one that could be read aloud.
    """
    return len(text) <= 3 * _LONGEST and _is_syllable(text)


@lru_cache(_REMEMBERED)
def _is_syllable(text: str) -> bool:
    letters, tone = split_tone(text.lower())
    if len(tone) > 1 or not any(_fit(*parts) for parts in partings(letters)):
        return False
    return tone in _OF_STOPS or not letters.endswith(_STOPS) or letters.endswith("ăk")


def partings(letters: str) -> list[tuple[str, str]]:
    """Onset and rest, in each way that they can be parted: of "gia" as g-ia and gi-a."""
    found = _ONSET.match(letters)
    onset = found.group() if found else ""
    parts = [(onset, letters[len(onset) :])]
    if letters.startswith("gi"):
        parts.append(("gi", letters[2:]))
    return parts


def _fit(onset: str, rime: str) -> bool:
    if rime not in RIMES or onset not in ONSETS:
        return False
    if rime == "y":
        return onset in _Y_ALONE_AFTER
    if rime[0] == "y":
        return onset in _Y_BEFORE_LETTERS_AFTER
    front = rime[0] in "eêi"
    match onset:
        case "c" | "ng":
            return not front
        case "g":
            return not front or rime[0] == "i"
        case "gh" | "ngh":
            return front
        case "gi":
            return rime[0] != "i"
        case "qu":
            return rime[0] not in "uưo"
        case _:
            return True


TONELESS = frozenset(onset + rime for onset in ONSETS for rime in RIMES if _fit(onset, rime))
"""All that can be a syllable, without its tone."""
