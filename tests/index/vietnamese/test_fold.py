import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.vietnamese.fold import fold, is_marked
from tests.index.cases import FOLDED, in_all_encodings


@pytest.mark.parametrize(("text", "expected"), FOLDED)
def test_accents_come_off(text: str, expected: str) -> None:
    """Readers who type without accents would find nothing."""
    for encoded in in_all_encodings(text):
        assert fold(encoded) == expected


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        *((marked, True) for marked in ("bò", "BÒ", "đ", "Ð", "ư", "a\u0300", "ban thit bò")),
        *((plain, False) for plain in ("", "ban thit bo", "BAN", "10%–20% “x”", "中文")),
    ],
)
def test_a_text_is_marked_by_any_letter(text: str, marked: bool) -> None:
    """A text typed without accents would be found by marked queries never, or always."""
    for encoded in in_all_encodings(text):
        assert is_marked(encoded) is marked


@given(st.text())
def test_fold_is_settled(text: str) -> None:
    """What was folded once would fold again to something else."""
    assert fold(fold(text)) == fold(text)
