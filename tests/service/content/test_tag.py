import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.content.tag import spelling_of

NAMES = st.text(
    st.sampled_from("aăâoôơuưyidđeêĐƠ \t\u0300\u0301\u0303\u0309\u0323-&7日"), max_size=12
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Giáo dục", "GIÁO  DỤC"),
        ("Hòa bình", "Hoà bình"),
        ("Kỹ thuật số", "Kĩ thuật số"),
        ("Đảng", "Ðảng"),
        ("Thủy lợi", "Thuỷ\u00a0lợi"),
        ("日本", "日本"),
    ],
)
def test_ways_of_typing_one_name(one: str, other: str) -> None:
    """One word in two spellings would be two tags, each with half of the articles."""
    assert spelling_of(one) == spelling_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hải Dương", "Hải Đường"),
        ("Giáo dục", "Giao duc"),
        ("Má", "Mà"),
        ("Covid-19", "Covid 19"),
        ("日本", "中国"),
        ("x" * 41, "x" * 42),
        ("C", "C++"),
    ],
)
def test_different_names(one: str, other: str) -> None:
    """Two words would be one tag, and one of them would vanish from the articles."""
    assert spelling_of(one) != spelling_of(other)


@given(NAMES)
def test_how_a_name_is_encoded_or_cased_does_not_count(name: str) -> None:
    """A tag typed on a telephone would not be the one typed at a desk."""
    spelling = spelling_of(name)
    assert spelling_of(unicodedata.normalize("NFD", name)) == spelling
    assert spelling_of(f"  {name}\t") == spelling
    assert spelling_of(spelling) == spelling
