import pytest

from index.vietnamese.forms import begins, forms, matches


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
