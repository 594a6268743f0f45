import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.vietnamese.normalise import MAX_SYLLABLE, canonical, nfc, visible, without_unseen
from tests.index.cases import DIFFERENT_I_AND_Y, SAME_I_AND_Y, SPELLINGS, in_all_encodings


@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda each: each[0])
def test_one_spelling_for_all(spellings: tuple[str, ...]) -> None:
    """A reader who puts the tone elsewhere than the writer would find nothing."""
    for variant in spellings:
        for encoded in in_all_encodings(variant):
            assert canonical(encoded) == spellings[0]


@pytest.mark.parametrize(("first", "second"), SAME_I_AND_Y)
def test_i_and_y_are_one(first: str, second: str) -> None:
    """Half of all writers spell kỹ, the other half kĩ."""
    assert canonical(first) == canonical(second)


@pytest.mark.parametrize("stem", ["h", "k", "l", "m", "qu", "s", "t", "v"])
@pytest.mark.parametrize("tone", ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"])
def test_i_and_y_are_one_in_every_tone(stem: str, tone: str) -> None:
    """As above, for the syllables nobody thought of listing."""
    assert canonical(f"{stem}i{tone}") == canonical(f"{stem}y{tone}")


@pytest.mark.parametrize(("first", "second"), DIFFERENT_I_AND_Y)
def test_other_i_and_y_are_two(first: str, second: str) -> None:
    """Searching for hands would find ears."""
    assert canonical(first) != canonical(second)


def test_what_is_not_vietnamese_keeps_its_marks() -> None:
    """Foreign names would change their letters."""
    assert canonical("Café") == "café"
    assert canonical("São") == "são"
    assert canonical("Ñandú") == "ñandú"


@given(st.text("aâăeêioôơuưybcđghklmnpqrstvx\u0300\u0309\u0303\u0301\u0323", max_size=9))
def test_canonical_is_settled(text: str) -> None:
    """A syllable would be stored under one form and looked for under another."""
    assert canonical(canonical(text)) == canonical(text)


@given(st.text(max_size=200))
def test_canonical_is_bounded(text: str) -> None:
    """One endless word would fill the index's vocabulary."""
    assert nfc(canonical(text)) == canonical(text)
    assert len(canonical(text)) <= 3 * MAX_SYLLABLE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("th\u00adủy", "thủy"),
        ("\ufeffth\u200bủ\u2060y\x00", "thủy"),
        ("u\u00ad\u0309", "ủ"),
        ("th\u200dủ\u200c\u200dy", "thủy"),
        ("a\tb\nc\r\x85", "a\tb\nc\r\x85"),
        ("👩\u200d🌾 می\u200cخواهم", "👩\u200d🌾 می\u200cخواهم"),
    ],
)
def test_what_nobody_sees_is_dropped(text: str, expected: str) -> None:
    """A word copied from a page that may break it would be two; an emoji would fall apart."""
    assert visible(text) == expected


@given(st.text("aộe\u0323\u0302 \u00ad\u200b\u200c\u200d\ufeffم👩\u212a", max_size=20))
def test_visible_is_settled(text: str) -> None:
    """A text would change each time it is saved."""
    assert visible(visible(text)) == visible(text)
    assert without_unseen(visible(text)) == without_unseen(text)
