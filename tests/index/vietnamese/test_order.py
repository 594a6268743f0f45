import random

from hypothesis import given
from hypothesis import strategies as st

from index.vietnamese.order import sort_key
from tests.index.cases import ALPHABETICAL, in_all_encodings


def test_alphabetical_order() -> None:
    """Lists by title would put Đ after Z and Ă after Â."""
    for encoding in zip(*map(in_all_encodings, ALPHABETICAL), strict=True):
        shuffled = random.Random(1).sample(encoding, len(encoding))
        assert sorted(shuffled, key=sort_key) == list(encoding)


def test_case_punctuation_and_tone_placement_do_not_count() -> None:
    """Equal titles would stand apart in a list."""
    assert sort_key("“Hoà bình”, đổi mới") == sort_key("hòa  BÌNH - đổi mới")


@given(st.text(), st.text())
def test_letters_decide_before_tones(first: str, second: str) -> None:
    """Key and order could disagree on unusual titles, and paging would skip some."""
    assert isinstance(sort_key(first), str)
    assert sort_key(first + " " + second).startswith(sort_key(first).partition("\t")[0])
