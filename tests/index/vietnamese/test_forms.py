import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.vietnamese.forms import TypedWords, begins, forms, matches


@pytest.mark.parametrize(
    ("typed", "found", "in_marked_text", "expected"),
    [
        ("bo", "bộ", True, True),
        ("bò", "bộ", True, False),
        ("bò", "bo", True, False),
        ("bò", "bo", False, True),
        ("đuong", "đường", True, False),
        ("HOÀ", "hòa", True, True),
        ("ki", "kỹ", True, True),
    ],
)
def test_matches(typed: str, found: str, in_marked_text: bool, expected: bool) -> None:
    """The rule that everything else rests on."""
    assert matches(forms(typed), forms(found), in_marked_text) is expected


@pytest.mark.parametrize(
    ("typed", "found", "in_marked_text", "expected"),
    [
        ("ngh", "nghị", True, True),
        ("ngi", "nghị", True, False),
        ("hoà", "hoàn", True, True),
        ("hoà", "hòa", True, True),
        ("hoà", "hoán", True, False),
        ("bô", "bộ", True, True),
        ("bộ", "bô", True, False),
        ("bộ", "bo", False, True),
        ("ki", "kỹ", True, True),
        ("ki", "kiến", True, True),
        ("đ", "dân", True, False),
    ],
)
def test_begins(typed: str, found: str, in_marked_text: bool, expected: bool) -> None:
    """Suggestions would miss words while they are being typed."""
    assert begins(typed, forms(found), in_marked_text) is expected


_SYLLABLES = st.sampled_from(["bo", "bò", "BỘ", "hoà", "hòa", "hoa", "đa", "da", "ki", "kỹ", "ky"])


@given(st.lists(_SYLLABLES, max_size=8), _SYLLABLES, st.booleans())
def test_many_words_match_as_each_does(typed: list[str], found: str, in_marked_text: bool) -> None:
    """What is marked in a text would not be what found it."""
    words = TypedWords(in_marked_text)
    for number, one in enumerate(typed):
        words.add(forms(one), 1 << number)
    expected = [matches(forms(one), forms(found), in_marked_text) for one in typed]
    bits = words.matching(forms(found))
    assert [bool(bits >> number & 1) for number in range(len(typed))] == expected


def test_what_nobody_sees_changes_no_form() -> None:
    """A word typed with a joiner in it would match nothing."""
    assert forms("th\u00adủ\u200dy") == forms("thủy")
    assert begins("ng\u200bh", forms("ngh\u00adị"), in_marked_text=True)
