import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.vietnamese.document_codes import ISSUERS, KINDS
from index.vietnamese.document_numbers import MAX_LENGTH, find, key_of, mentions_in_query, shown
from index.vietnamese.normalise import nfc
from tests.index.cases import in_all_encodings

# A text, and the numbers that stand in it.
FOUND = [
    ("Chỉ thị số 10-CT/TW của Ban Bí thư", ["10-CT/TW"]),
    ("Hướng dẫn số 12-HD/BTCTW ngày 06/7/2018", ["12-HD/BTCTW"]),
    (
        "Kết luận số 18-KL/TW ngày 22/9/2017 và Nghị định 87/2015/NĐ-CP",
        ["18-KL/TW", "87/2015/NĐ-CP"],
    ),
    ("Nghị quyết 100/NQ-CP, Thông tư 22/2015/TT-BGDĐT", ["100/NQ-CP", "22/2015/TT-BGDĐT"]),
    ("theo Chỉ thị số 05 - CT/TW, Quyết định 217–QĐ/TW", ["05-CT/TW", "217-QĐ/TW"]),
    ("Nghị quyết số 18-NQ/T.Ư", ["18-NQ/TW"]),
    ("Nghị quyết số 04-NQ/TU của Tỉnh ủy, 12-NQ/ĐU", ["04-NQ/TU", "12-NQ/ĐU"]),
    ("Luật Giáo dục 43/2019/QH14, Luật số 45/2019/QH14.", ["43/2019/QH14", "45/2019/QH14"]),
    ("Pháp lệnh 02/2020/UBTVQH14", ["02/2020/UBTVQH14"]),
    ("Quyết định số 123/QĐ-UBND ngày 3/2", ["123/QĐ-UBND"]),
    ("Quyết định 123/QĐ-UBND-HC", ["123/QĐ-UBND-HC"]),
    ("Công văn 1234/BGDĐT-GDTrH", ["1234/BGDĐT-GDTrH"]),
    ("công văn số 235/SNV-CCVC", ["235/SNV-CCVC"]),
    ("Thông tư liên tịch 01/2020/TTLT-BCA-BQP", ["01/2020/TTLT-BCA-BQP"]),
    ("05/2017 / TTLT - BTC - BNV", ["05/2017/TTLT-BTC-BNV"]),
    ("Quyết định 236 / QĐ - TTg - Ảnh: TTXVN", ["236/QĐ-TTg"]),
    ("Nghị quyết 100/NQ-CP - TTXVN", ["100/NQ-CP"]),
    ("Nghị định 63/2016/NÐ-CP.Theo đó", ["63/2016/NĐ-CP"]),
    ("Nghị định số 100/2019 của Chính phủ", ["100/2019/NĐ-CP"]),
    ("Nghị định 64/CP", ["64/CP"]),
    ("12a-KH/TU và 7-TTr/UBKTTW", ["12a-KH/TU", "7-TTr/UBKTTW"]),
    ("(10-CT/TW)", ["10-CT/TW"]),
    ("“10-CT/TW”", ["10-CT/TW"]),
    ("10-CT/TW, 10-CT/TW", ["10-CT/TW", "10-CT/TW"]),
    ("CHỈ THỊ 10 CT/TW", ["10-CT/TW"]),
    ("17-NQ/CP", ["17/NQ-CP"]),
    ("16/NQ-TW", ["16-NQ/TW"]),
    ("Thông tư 22/2015/TT-BGD&ĐT", ["22/2015/TT-BGD&ĐT"]),
]
NOT_FOUND = [
    "thắng 3-2, ngày 06/7/2018, biển số 51F-123.45, giá 20/30",
    "tỷ số 2-0/HAGL-SLNA, hiệp 1-1",
    "30/4-CT/TW",
    "từ 24/7 đến 30/4/1975, 7/2015",
    "tốc độ 60 km/h, 10GB/tháng, 9%/năm, 20.000/CP",
    "tháng 12/2018, quý III/2020, kỳ 2015-2020",
    "biển số 29A-123.45, 30K-567.89",
    "8 - Đường Trần Phú / Quận 5",
    "địa chỉ 12/3 Lê Lợi - Huế",
    "năm 2018 - Noo Phước Thịnh",
    "63 - PV).",
    "Covid-19, VN30-Index, CT8 - Mỹ Đình, 13-inch",
    "điện thoại 024.3822-1234",
    "01234567-CT/TW",
    "10-CT",
    "CT/TW",
    "giá 12-13/CP",
    "1.234/BGDĐT-GDTrH",
    "",
]
# Ways of typing one number.
SAME = [
    [
        "10-CT/TW",
        "10-ct/tw",
        "10 CT/TW",
        "10-CT / TW",
        "10 ct tw",
        "10ct/tw",
        "chỉ thị số 10-CT/TW",
    ],
    ["87/2015/NĐ-CP", "87/2015/ND-CP", "87/2015/nđ-cp", "nghị định 87/2015/nđ-cp", "87-2015-nd-cp"],
    ["87/2015/NĐ-CP", "nghị định 87/2015", "87/2015/NĐCP", "87 2015 nd cp", "nđ 87/2015"],
    ["05-CT/TW", "5-CT/TW", "05–CT/TW", "05 − CT ∕ TW", "05-\u00adCT/TW"],
    ["18-NQ/TW", "18-NQ/T.Ư", "18-NQ/TƯ", "18-nq/tư", "18/NQ-TW", "18-NQ/T.W"],
    ["12-HD/BTCTW", "12 hd/btctw", "12HD/BTCTW", "12 hd btctw", "12/hd-btctw"],
    ["22/2015/TT-BGDĐT", "22/2015/tt-bgddt", "22/2015/TT-BGD&ĐT"],
    ["123/QĐ-UBND", "123 qd ubnd", "123-qđ/ubnd"],
    ["45/2019/QH14", "45/2019/qh14", "luật 45/2019/QH14"],
    ["1234/BGDĐT-GDTrH", "1234/bgddt-gdtrh"],
    ["63/CP", "nghị định 63/cp"],
]
DIFFERENT = [
    ["10-CT/TW", "100-CT/TW", "1-CT/TW", "10-CT/TU", "10-KL/TW", "10a-CT/TW"],
    ["12-HD/BTCTW", "12-HD/BTC", "12-HD/BTCTU"],
    ["87/2015/NĐ-CP", "87/2016/NĐ-CP", "87/NĐ-CP", "87/2015/QĐ-CP"],
    ["18-NQ/TW", "18-NQ/TU"],
]


@pytest.mark.parametrize(("text", "numbers"), FOUND)
def test_numbers_are_found(text: str, numbers: list[str]) -> None:
    """An article would not be listed under a document that it cites."""
    for encoded in in_all_encodings(text):
        assert [one.number for one in find(encoded)] == numbers


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_may_be_anything_else_is_no_number(text: str) -> None:
    """A score or a date would be listed among the documents."""
    for encoded in in_all_encodings(text):
        assert find(encoded) == []


@pytest.mark.parametrize("typed", SAME)
def test_one_number_has_one_key(typed: list[str]) -> None:
    """A reader who types a number otherwise would not find its document."""
    keys = {key_of(encoded) for one in typed for encoded in in_all_encodings(one)}
    assert len(keys) == 1
    assert None not in keys
    in_queries = {key for one in typed[:4] for _, _, key in mentions_in_query(f"về {one} là gì")}
    assert in_queries <= keys


@pytest.mark.parametrize("typed", DIFFERENT)
def test_different_numbers_have_different_keys(typed: list[str]) -> None:
    """Articles about one document would be shown under another."""
    keys = [key_of(one) for one in typed]
    assert None not in keys
    assert len(set(keys)) == len(typed)


@pytest.mark.parametrize(
    "text",
    ["", "12", "sinh hoạt chi bộ", "12-hd", "nghị quyết 18", "06/7/2018", "3-2", "x" * 9_999],
)
def test_what_is_no_number_has_no_key(text: str) -> None:
    """Any word would lead to some document."""
    assert key_of(text) is None


def test_two_numbers_are_not_one() -> None:
    """A reader would be shown either of the two, as it comes."""
    assert key_of("10-CT/TW và 12-HD/BTCTW") is None


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("10-CT/TW", "CT"),
        ("18-KL/TW", "KL"),
        ("87/2015/NĐ-CP", "NĐ-CP"),
        ("22/2015/TT-BGDĐT", "TT-BGDĐT"),
        ("01/2020/TTLT-BCA-BQP", "TTLT"),
        ("45/2019/QH14", "QH"),
        ("33/2016/PL-UBTVQH13", "PL-UBTVQH"),
        ("1234/BGDĐT-GDTrH", None),
    ],
)
def test_kinds(number: str, kind: str | None) -> None:
    """A list of directives would hold decrees."""
    assert [one.kind for one in find(number)] == [kind]


def test_places_are_those_in_the_text_as_it_came() -> None:
    """A highlight would mark the letters beside the number."""
    for encoded in in_all_encodings("Số 18-NQ/TƯ của Trung ương, 5-CT/TW"):
        shown = [nfc(encoded[one.start : one.end]) for one in find(encoded)]
        assert shown == ["18-NQ/TƯ", "5-CT/TW"]


_CODES = st.sampled_from(sorted({*KINDS.values()} - {"L"}))
_BODIES = st.sampled_from(sorted(ISSUERS.values()))


@given(
    st.integers(1, 99_999), _CODES, _BODIES, st.sampled_from("-–—‑−"), st.sampled_from(["", " "])
)
def test_any_dash_and_space_will_do(
    running: int, kind: str, issuer: str, dash: str, space: str
) -> None:
    """A number that an editor's program has made pretty would be another one."""
    plain = f"{running}-{kind}/{issuer}"
    pretty = f"{running}{space}{dash}{space}{kind}{space}/{space}{issuer}"
    (one,), (other,) = find(plain), find(f"Theo {pretty}, thì")
    assert one.key == other.key == key_of(plain) == key_of(pretty.lower())
    assert one.number == other.number
    assert key_of(one.number) == one.key


@given(st.text(st.sampled_from("0129-–/. CTNĐQHTWđưƯ&a\u031b\u0301\n"), max_size=80))
def test_no_text_is_too_odd(text: str) -> None:
    """An article could not be saved, or a search would fail."""
    end = 0
    for one in find(text):
        assert end <= one.start < one.end <= len(text)
        assert 0 < len(one.number) <= MAX_LENGTH
        assert 0 < len(one.key) <= MAX_LENGTH
        end = one.end
    mentions_in_query(text)
    key_of(text)


def test_keys_are_shown_as_numbers_are_printed() -> None:
    """A reader would be told of a number without its letters: 87/2015/ND-CP."""
    for number in ("87/2015/NĐ-CP", "12-HD/BTCTW", "123/QĐ-UBND", "1234/BGDĐT-GDTrH", "8/NQ-HĐND"):
        assert shown(key_of(number.lower()) or "") == number


HOSTILE = [
    *("1", "1/2015", "1/2015/", "1-A", "1-CT/", "1 ", "12-CT/TW-", "T.Ư", "1-T.", "-", "1-a\u0301"),
    *("1-" + "A" * 14 + "/", "1/2015 / A - ", "nghị định ", "nghị định 1/2015 ", "\u0301", "1 - T"),
    *("số 1/BGD-", "10-CT/TW\n", "1&", " ", "Đ"),
]


@pytest.mark.parametrize("read", [find, mentions_in_query])
@pytest.mark.parametrize("part", HOSTILE)
def test_hostile_texts_take_linear_time(read: Callable[[str], object], part: str) -> None:
    """One article would keep the service busy for minutes."""
    text = (part * (100_000 // len(part) + 1))[:100_000]
    start = time.process_time()
    read(text)
    assert time.process_time() - start < 3
