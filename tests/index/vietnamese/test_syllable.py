import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.vietnamese.fold import fold
from index.vietnamese.forms import forms
from index.vietnamese.possible import POSSIBLE
from index.vietnamese.syllable import is_syllable
from tests.index.vietnamese.every_syllable import SYLLABLES

GOOD = (
    "a y ế ổn nghiêng khuỷu thuyền hoà hòa toàn quốc quý quyết giếng gì già giường yêu yến huỳnh"
    " ngoằn ngoèo xoong thuở rượu khuya đường Việt NAM kỹ kĩ Kạn Đắk Lắk ừm tuềnh boong"
)
BAD = (
    "café söhne tomé english fò jazz bc hoạtt hoat tiêc hoàt lặp1 ngiêng kach cê gha quuông ươúã"
    " nghuyên đđi w thp oă iê đi̱"
)


@pytest.mark.parametrize("text", GOOD.split())
def test_syllables(text: str) -> None:
    """Vietnamese would be taken for something else, and left as garbage."""
    assert is_syllable(text)
    assert is_syllable(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize("text", ["", *BAD.split()])
def test_other_words(text: str) -> None:
    """Something else would be taken for Vietnamese, and changed into it."""
    assert not is_syllable(text)


@given(st.text(max_size=30))
def test_no_text_fails(text: str) -> None:
    """An import would end in an error."""
    assert is_syllable(text) in {True, False}


def test_every_syllable_is_possible_without_marks() -> None:
    """A slip in it would be looked for among foreign words, or mended into what cannot be read."""
    assert {fold(one) for one in SYLLABLES} == POSSIBLE.keys()
    assert {forms(one).folded for one in SYLLABLES} == set(POSSIBLE.values())
    assert "dak" in POSSIBLE
    assert not {"ce", "ghat", "ngiem", "cia"} & POSSIBLE.keys()
