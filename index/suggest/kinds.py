"""What kinds of official documents are called, and the codes that their numbers then have."""

import re
from typing import NamedTuple

from index.vietnamese.fold import fold

_CODES = {
    "nghị định": "NĐ",
    "nghị quyết": "NQ NQLT",
    "quyết định": "QĐ QĐNS",
    "quy định": "QĐ QĐi",
    "chỉ thị": "CT",
    "kết luận": "KL TBKL",
    "hướng dẫn": "HD HDLT HDLN HDPH",
    "thông tư": "TT TTLT",
    "thông báo": "TB TBKL",
    "kế hoạch": "KH KHLT KHPH",
    "báo cáo": "BC",
    "tờ trình": "TTr",
    "đề án": "ĐA",
    "chương trình": "CTr CTrHĐ CTPH CTLT",
    "quy chế": "QC QCPH",
    "luật": "QH L",
    "pháp lệnh": "PL UBTVQH",
}
_BY_FOLDED = {fold(name): (name, frozenset(fold(codes).split())) for name, codes in _CODES.items()}
_AT_END = re.compile(rf"\b(?:(?P<called>(?P<name>{'|'.join(_BY_FOLDED)})(?P<so> so)?)|so)[: ]+$")
_BEFORE = 40
"""Characters before the end in which the name stands."""


class Named(NamedTuple):
    """A text that ends with what a document is called."""

    text: str
    """With the accents of that name, if none were typed."""
    codes: frozenset[str]
    """Folded; of "số", which is said of all kinds, none."""


def named_at_end(text: str) -> Named | None:
    """The text if it ends so, a space behind it; None if it does not. The text is in NFC."""
    head, tail = text[:-_BEFORE], text[-_BEFORE:]
    folded = fold(tail)
    match = _AT_END.search(folded)
    if match is None:
        return None
    if match["name"] is None:
        return Named(text, frozenset())
    name, codes = _BY_FOLDED[match["name"]]
    start, end = match.span("called")
    typed, meant = tail[start:end], f"{name} số" if match["so"] else name
    if len(folded) == len(tail) and typed.lower() == match["called"]:
        tail = tail[:start] + _cased(typed, meant) + tail[end:]
    return Named(head + tail, codes)


def _cased(typed: str, name: str) -> str:
    """In capitals where it was typed in them: all letters, or the first."""
    if typed.isupper():
        return name.upper()
    return name.capitalize() if typed[:1].isupper() else name
