import unicodedata

from hypothesis import given
from hypothesis import strategies as st

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
