from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.vietnamese.document_context import Context, context
from index.vietnamese.document_issuers import issuer_of, roman, term_of

# What stands before and behind a number, and what that says.
SAID = [
    ("", " của Ban Bí thư về sinh hoạt chi bộ", Context("Ban Bí thư")),
    ("", " của Ban Bí thư Trung ương Đảng, sau đó", Context("Ban Bí thư Trung ương Đảng")),
    (
        "",
        " ngày 06/7/2018 của Ban Tổ chức Trung ương (khóa XII)",
        Context("Ban Tổ chức Trung ương", date(2018, 7, 6), "XII"),
    ),
    ("", ", ngày 6 tháng 7 năm 2018, của Chính phủ", Context("Chính phủ", date(2018, 7, 6))),
    ("", " của Chính phủ ngày 6-7-2018.", Context("Chính phủ", date(2018, 7, 6))),
    ("", " của Chính phủ và Thông tư", Context("Chính phủ")),
    ("", " của Bộ Giáo dục và Đào tạo quy định", Context("Bộ Giáo dục và Đào tạo")),
    ("", " do Bộ Y tế ban hành", Context("Bộ Y tế")),
    ("", " của UBND TP. Hà Nội về", Context("UBND TP. Hà Nội")),
    ("", " của Ủy ban nhân dân thành phố Huế, cho", Context("Ủy ban nhân dân thành phố Huế")),
    ("", " của Hội nghị Trung ương 6 khoá 12", Context("Hội nghị Trung ương 6", None, "XII")),
    ("", " của Thủ tướng Chính phủ phê duyệt", Context("Thủ tướng Chính phủ")),
    ("", " (ký ngày 1.2.2020)", Context(None, date(2020, 2, 1))),
    (
        "Ngày 06/7/2018, Ban Tổ chức Trung ương ban hành Hướng dẫn số ",
        ".",
        Context("Ban Tổ chức Trung ương", date(2018, 7, 6)),
    ),
    ("", " của bộ Giao thông vận tải", Context("Bộ Giao thông vận tải")),
    ("", " của Bộ Văn hóa, Thể thao và Du lịch.", Context("Bộ Văn hóa, Thể thao và Du lịch")),
    ("", " của UBND tỉnh Thừa Thiên - Huế về", Context("UBND tỉnh Thừa Thiên - Huế")),
    # What is not plain is not said.
    ("", " của Bộ", Context()),
    ("", " của Hội đồng thẩm phán", Context()),
    ("", " ngày 31/2/2020", Context()),
    ("", " về việc ngày 06/7/2018", Context()),
    ("Ngày 06/7/2018 trời mưa. Theo ", "", Context()),
    ("", " của nhân dân", Context()),
    ("", " của " + "Ban " * 50, Context()),
    ("", "", Context()),
]


@pytest.mark.parametrize(("before", "after", "said"), SAID)
def test_what_a_text_says_of_a_document(before: str, after: str, said: Context) -> None:
    """A citation would name the wrong issuer or day, or none."""
    assert context(before, after) == said


@given(st.text(st.sampled_from("của do ngày khóa XI Ban 1/2020 ban hành,()\n"), max_size=300))
def test_no_text_is_too_odd(text: str) -> None:
    """An article could not be saved."""
    context(text, text)


@pytest.mark.parametrize(
    ("number", "issuer", "term"),
    [
        ("10-CT/TW", "Trung ương Đảng", None),
        ("12-HD/BTCTW", "Ban Tổ chức Trung ương", None),
        ("87/2015/NĐ-CP", "Chính phủ", None),
        ("22/2015/TT-BGD&ĐT", "Bộ Giáo dục và Đào tạo", None),
        ("45/2019/QH14", "Quốc hội", "XIV"),
        ("33/2016/PL-UBTVQH13", "Ủy ban Thường vụ Quốc hội", "XIII"),
        ("1234/BGDĐT-GDTrH", "Bộ Giáo dục và Đào tạo", None),
        ("12-HD/BTC", None, None),
        ("123/QĐ-UBND", None, None),
        ("01/2020/TTLT-BCA-BQP", None, None),
        ("64/CP", "Chính phủ", None),
    ],
)
def test_what_a_number_says_by_itself(number: str, issuer: str | None, term: str | None) -> None:
    """A district's department would be taken for a ministry, or nobody be named."""
    assert issuer_of(number) == issuer
    assert term_of(number) == term


def test_roman_numerals() -> None:
    """Terms would be miscounted."""
    assert [roman(one) for one in (1, 4, 9, 12, 14, 40, 99)] == [
        *("I", "IV", "IX", "XII", "XIV", "XL", "XCIX")
    ]
