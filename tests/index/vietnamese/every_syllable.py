"""Every syllable that Vietnamese can have, as it is written, and as it is typed."""

from collections.abc import Iterator

from index.vietnamese.fold import fold
from index.vietnamese.normalise import TONES, place_tone, split_tone
from index.vietnamese.syllable import ONSETS, RIMES, is_syllable

TELEX = {"ă": "w", "â": "a", "ê": "e", "ô": "o", "ơ": "w", "ư": "w", "đ": "d"}
TELEX_TONES = dict(zip(TONES, "frxsj", strict=True))
VNI = {"ă": "8", "â": "6", "ê": "6", "ô": "6", "ơ": "7", "ư": "7", "đ": "9"}
VNI_TONES = dict(zip(TONES, "23415", strict=True))


def _all() -> Iterator[str]:
    for onset in sorted(ONSETS):
        for rime in sorted(RIMES):
            for tone in ("", *TONES):
                written = place_tone(onset + rime, tone) if tone else onset + rime
                if is_syllable(written):
                    yield written


SYLLABLES = list(dict.fromkeys(_all()))


def typed_at_once(syllable: str, marks: dict[str, str], tones: dict[str, str]) -> str:
    """Each mark after its letter, the tone last: "tieengs"."""
    letters, tone = split_tone(syllable)
    keys = "".join(fold(one) + marks.get(one, "") for one in letters)
    return keys + tones.get(tone, "")


def typed_with_tone_inside(syllable: str, marks: dict[str, str], tones: dict[str, str]) -> str:
    """Each mark after its letter, the tone too: "tieesng"."""
    parted = [split_tone(one) for one in syllable]
    return "".join(fold(one) + marks.get(one, "") + tones.get(tone, "") for one, tone in parted)


def typed_at_the_end(syllable: str, marks: dict[str, str], tones: dict[str, str]) -> str:
    """All letters, then all marks, and one for both of ươ: "tienges", "dduongwf"."""
    letters, tone = split_tone(syllable)
    keys = [marks[one] for one in letters if one in marks]
    return "".join(map(fold, letters)) + "".join(dict.fromkeys(keys)) + tones.get(tone, "")
