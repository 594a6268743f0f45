"""Who issued a document, and in which term, as its number says by itself."""

import re

_NAMES = {
    "TW": "Trung ương Đảng",
    "BTCTW": "Ban Tổ chức Trung ương",
    "BTGTW": "Ban Tuyên giáo Trung ương",
    "BTGDVTW": "Ban Tuyên giáo và Dân vận Trung ương",
    "BDVTW": "Ban Dân vận Trung ương",
    "BNCTW": "Ban Nội chính Trung ương",
    "BKTTW": "Ban Kinh tế Trung ương",
    "BĐNTW": "Ban Đối ngoại Trung ương",
    "UBKTTW": "Ủy ban Kiểm tra Trung ương",
    "VPTW": "Văn phòng Trung ương Đảng",
    "HĐLLTW": "Hội đồng Lý luận Trung ương",
    "QUTW": "Quân ủy Trung ương",
    "ĐUQSTW": "Đảng ủy Quân sự Trung ương",
    "QH": "Quốc hội",
    "UBTVQH": "Ủy ban Thường vụ Quốc hội",
    "CTN": "Chủ tịch nước",
    "CP": "Chính phủ",
    "HĐBT": "Hội đồng Bộ trưởng",
    "TTg": "Thủ tướng Chính phủ",
    "VPCP": "Văn phòng Chính phủ",
    "VPQH": "Văn phòng Quốc hội",
    "TTCP": "Thanh tra Chính phủ",
    "NHNN": "Ngân hàng Nhà nước Việt Nam",
    "TANDTC": "Tòa án nhân dân tối cao",
    "VKSNDTC": "Viện kiểm sát nhân dân tối cao",
    "KTNN": "Kiểm toán nhà nước",
    "BHXH": "Bảo hiểm xã hội Việt Nam",
    "TLĐ": "Tổng Liên đoàn Lao động Việt Nam",
    "BCA": "Bộ Công an",
    "BQP": "Bộ Quốc phòng",
    "BNG": "Bộ Ngoại giao",
    "BNV": "Bộ Nội vụ",
    "BTP": "Bộ Tư pháp",
    "BTC": "Bộ Tài chính",
    "BCT": "Bộ Công Thương",
    "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BGTVT": "Bộ Giao thông vận tải",
    "BXD": "Bộ Xây dựng",
    "BTNMT": "Bộ Tài nguyên và Môi trường",
    "BTTTT": "Bộ Thông tin và Truyền thông",
    "BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội",
    "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch",
    "BKHCN": "Bộ Khoa học và Công nghệ",
    "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BYT": "Bộ Y tế",
}
NAMES = frozenset(_NAMES.values()) | {
    "Ban Bí thư",
    "Ban Bí thư Trung ương Đảng",
    "Ban Chấp hành Trung ương",
    "Ban Chấp hành Trung ương Đảng",
    "Bộ Chính trị",
    "Thủ tướng",
}
"""Names that are whole as they stand."""
_OF_THE_PARTY = re.compile("[0-9]+[a-d]?-")
_CODE = re.compile("(.*?)([0-9]{0,2})")
_ASSEMBLY = frozenset({"QH", "UBTVQH"})
_TENS = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def issuer_of(number: str) -> str | None:
    """Who issued the document with this normalised number; None where several may have."""
    codes = _issuers(number)
    if len(codes) != 1:
        return None
    code, _ = _split(codes[0])
    if _OF_THE_PARTY.match(number) and not code.endswith(("TW", "ĐUQSTW")):
        return None  # a district's BTC is no ministry
    return _NAMES.get(code.replace("&", ""))


def term_of(number: str) -> str | None:
    """The term of the National Assembly that its number names: XIV in 45/2019/QH14."""
    codes = _issuers(number)
    code, term = _split(codes[-1]) if codes else ("", "")
    return roman(int(term)) if code in _ASSEMBLY and term else None


def roman(number: int) -> str:
    """1 to 99 in Roman numerals, as terms are counted."""
    return _TENS[number // 10] + _ONES[number % 10]


def _issuers(number: str) -> list[str]:
    """The codes of those who issued it; only the first of a letter, which names an office then."""
    codes = number.rpartition("/")[2].split("-")
    if _OF_THE_PARTY.match(number):
        return codes
    kind_first = len(codes) > 1 and codes[0] not in _NAMES
    return codes[1:] if kind_first else codes[:1]


def _split(code: str) -> tuple[str, str]:
    match = _CODE.fullmatch(code)
    assert match is not None
    return match[1], match[2]
