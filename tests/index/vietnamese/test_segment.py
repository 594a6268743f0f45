import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.vietnamese.normalise import visible, without_unseen
from index.vietnamese.segment import syllables


def test_syllables_stand_where_they_say() -> None:
    """Marks in results would stand beside the words."""
    text = "Nghị quyết số 12-HD/BTCTW, y tế."
    found = list(syllables(text))
    assert [token.text for token in found] == [
        *("Nghị", "quyết", "số", "12", "HD", "BTCTW", "y", "tế"),
    ]
    assert all(text[token.start : token.end] == token.text for token in found)


def test_decomposed_letters_stay_whole() -> None:
    """Decomposed texts would fall into pieces: be, nh."""
    text = unicodedata.normalize("NFD", "bệnh viện")
    assert [unicodedata.normalize("NFC", token.text) for token in syllables(text)] == [
        *("bệnh", "viện"),
    ]


@given(st.text(alphabet="aạêđ \u0323\u0302-_.\n0"))
def test_both_encodings_have_the_same_syllables(text: str) -> None:
    """A text would be found or not by how it is encoded."""
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    assert [token.text for token in syllables(composed)] == [
        unicodedata.normalize("NFC", token.text) for token in syllables(decomposed)
    ]


def test_what_nobody_sees_parts_no_syllable() -> None:
    """Marks in results would cover half a word, with a hyphen in it that nobody sees."""
    text = "\u00adth\u00adủy\u200b lợ\u200b\u00ad \x01i"
    assert [(token.start, token.end) for token in syllables(text)] == [(1, 6), (8, 10), (14, 15)]


@given(st.text("aộe\u0323\u0302 -\u00ad\u200b\u200c\u200d\ufeffم"))
def test_syllables_are_those_of_what_is_seen(text: str) -> None:
    """What is marked in a text would not be what was found in it."""
    assert [without_unseen(token.text) for token in syllables(text)] == [
        without_unseen(token.text) for token in syllables(visible(text))
    ]


@pytest.mark.parametrize("piece", ["a\u00ad", "\u00ad", "a\u0323\u00ad", "\u0323"])
def test_a_long_tangle_is_cut_in_one_pass(piece: str) -> None:
    """One text could keep the server busy for minutes."""
    assert len(list(syllables("a" + piece * 200_000))) == 1
