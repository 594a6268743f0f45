import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.vietnamese.fold import fold
from index.vietnamese.raw_typing import telex, vni
from tests.index.vietnamese.every_syllable import (
    SYLLABLES,
    TELEX,
    TELEX_TONES,
    VNI,
    VNI_TONES,
    typed_at_once,
    typed_at_the_end,
    typed_with_tone_inside,
)

Habit = Callable[[str, dict[str, str], dict[str, str]], str]
HABITS: list[Habit] = [typed_at_once, typed_with_tone_inside, typed_at_the_end]
PLAIN = [one for one in SYLLABLES if "oo" not in fold(one)]
"""Those of xoong are typed with three in Telex, to be told from ô."""

TELEX_CASES = [
    ("sinh hoatj chi booj", "sinh hoạt chi bộ"),
    ("ddaij bieeur quoocs hooij", "đại biểu quốc hội"),
    ("tieengs vieetj", "tiếng việt"),
    ("hoajt", "hoạt"),
    ("dduowngf duongwf dduongwf", "đường dường đường"),
    ("nguoiwf nguowif", "người người"),
    ("nhwngx trwowngf", "những trường"),  # w alone is ư
    ("thuowr xoawn muaw quawn", "thuở xoăn mưa quăn"),
    ("giuwax giaf gif quys", "giữa già gì quý"),
    ("ngoaof ngoeof khuyur", "ngoào ngoèo khuỷu"),
    ("hoaf hoafn thuyr", "hòa hoàn thủy"),
    ("xooong", "xoong"),
    ("duongwfd", "đường"),
    ("hoasf hoasz", "hòa hoa"),  # the last tone counts, and z takes it off
    ("DDaij HOOIJ ddANGR", "Đại HỘI đảng"),
    ("DDawks Lawks", "Đắk Lắk"),
    ('"hoatj", (booj).', '"hoạt", (bộ).'),
    ("hoatj đảng", "hoạt đảng"),
]
NO_TELEX = [
    "",
    "sinh hoat chi bo",
    "Toasoan serves English words",
    "covid19 2021 G20",
    "05-CT/TW TW tw",
    "87/2015/ND-CP",
    "wow www hass",
    "toasoan@baos.vn",
    "OR AND NOT",
    "jazz z",
    "đường hoạt",
    "boot keep",  # no tone goes without one in such syllables
]
VNI_CASES = [
    ("sinh hoat5 chi bo65", "sinh hoạt chi bộ"),
    ("tie6ng1 vie6t5", "tiếng việt"),
    ("tieng61 vie5t6", "tiếng việt"),
    ("d9uong72 duong972 d9u7o7ng2", "đường đường đường"),
    ("D9a3ng D9A3NG Ha2 No65i", "Đảng ĐẢNG Hà Nội"),
    ("o73 y1 a2 O73", "ở ý à Ở"),
    ("thuo73 xoa8n mua7 mu7a", "thuở xoăn mưa mưa"),
    ("gia2 gi2 quy1 quo61c", "già gì quý quốc"),
    ("hoa10", "hoa"),
]
NO_VNI = [
    "",
    "sinh hoat chi bo",
    "covid19 2021 G20 U23 u17 u20 h5n1 H2O F1",
    "A4 E5 CO2",
    "87/2015/ND-CP 12-HD/BTCTW 51F-123.45",
    "quy 3 nam 2021",
    "hoat55 hoat15",
    "tieng9",
]


@pytest.mark.parametrize(("typed", "written"), TELEX_CASES)
def test_telex(typed: str, written: str) -> None:
    """Half the country types so, and would find nothing with the input method off."""
    assert telex(typed) == written


@pytest.mark.parametrize(("typed", "written"), VNI_CASES)
def test_vni(typed: str, written: str) -> None:
    """The other half."""
    assert vni(typed) == written


@pytest.mark.parametrize("typed", NO_TELEX)
def test_what_is_no_telex(typed: str) -> None:
    """English, names and document numbers would be looked for in pieces."""
    assert telex(typed) is None


@pytest.mark.parametrize("typed", NO_VNI)
def test_what_is_no_vni(typed: str) -> None:
    """Teams, paper sizes and document numbers end in digits too."""
    assert vni(typed) is None


@pytest.mark.parametrize("habit", HABITS)
def test_every_syllable_in_telex(habit: Habit) -> None:
    """A word that nobody thought of listing would not be understood."""
    wrong = {
        typed: (syllable, telex(typed))
        for syllable in PLAIN
        if (typed := habit(syllable, TELEX, TELEX_TONES)) != syllable
        and telex(typed) != syllable
        and typed != "tw"  # trung ương's abbreviation
    }
    assert wrong == {}


@pytest.mark.parametrize("habit", HABITS)
def test_every_syllable_in_vni(habit: Habit) -> None:
    """The same for the other half."""
    wrong = {
        typed: (syllable, vni(typed))
        for syllable in SYLLABLES
        if (typed := habit(syllable, VNI, VNI_TONES)) != syllable and vni(typed) != syllable
    }
    assert wrong == {}


@given(st.lists(st.sampled_from(PLAIN), min_size=1, max_size=8), st.sampled_from(HABITS))
def test_sentences_in_any_case(plain: list[str], habit: Habit) -> None:
    """A word would spoil its neighbour, or lose its capitals."""
    for case in (str, str.title, str.upper):
        written = case(" ".join(plain))
        telexed = case(" ".join(habit(one, TELEX, TELEX_TONES) for one in plain))
        numbered = case(" ".join(habit(one, VNI, VNI_TONES) for one in plain))
        if all(len(one) > 1 for one in plain) and "tw" not in telexed.lower().split():
            assert (telex(telexed) or telexed) == written
            assert (vni(numbered) or numbered).lower() == written.lower()


@given(st.text(st.sampled_from("adeouwnsfrxjz059 -/@.ĐÀ\u0301\n") | st.characters(), max_size=60))
def test_no_text_fails(text: str) -> None:
    """A search would end in an error."""
    for converted in (telex(text), vni(text)):
        assert converted is None or (converted and converted != text)


@pytest.mark.parametrize("piece", ["a", "w", "s", "9", "aw", "hoatj ", "a-", "d9", "đ"])
def test_long_texts_take_no_longer_than_they_must(piece: str) -> None:
    """One reader would keep all others waiting."""
    text = piece * (400_000 // len(piece))
    begun = time.process_time()
    telex(text)
    vni(text)
    assert time.process_time() - begun < 3
