"""What a text says about an official document around its number: who issued it, when, which term.

"… số 12-HD/BTCTW ngày 06/7/2018 của Ban Tổ chức Trung ương (khóa XII)". Where the text is not plain
about something, nothing is said.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from index.vietnamese.document_issuers import NAMES, roman

REACH = 300
"""Characters behind and before a number that are read."""
MAX_WORDS = 14
"""Of an issuer's name."""

_DAY = (
    r"(?P<day>[0-9]{1,2})(?:\s?[/.-]\s?|\s+tháng\s+)(?P<month>[0-9]{1,2})"
    r"(?:\s?[/.-]\s?|\s+năm\s+)(?P<year>(?:19|20)[0-9]{2})(?![0-9])"
)
_DATE = re.compile(rf"(?:(?:được\s+)?(?:ban\s+hành|ký)\s+)?ngày\s+{_DAY}")
_TERM = re.compile(r"kh(?:óa|oá)\s+(?:(?P<roman>[IVX]{1,6})|(?P<number>[0-9]{1,2}))(?!\w)")
_BY = re.compile(r"(?:của|do)\s+")
_GAP = re.compile(r"[\s,()]{0,4}")
_MADE_THAT_DAY = re.compile(
    rf"[Nn]gày\s+{_DAY},?\s+(?P<who>[^,;()]{{2,90}}?)\s+(?:đã\s+|vừa\s+)?(?:ký\s+)?ban\s+hành"
    r"\s[^,;()]{0,40}$"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORD = re.compile(r"\S+")
_KNOWN = re.compile(f"(?:{'|'.join(sorted(NAMES, key=len, reverse=True))})(?!\\w)")
_SHORT = frozenset({"TP.", "Tp."})
_SMALL = re.compile(r"(?:bộ|ban|sở)\s(?=[^\W\d_a-z])")
_HEADS = _words(
    "Ban Bộ Chính Thủ Quốc Ủy Uỷ Hội Tỉnh Thành Huyện Quận Đảng Đoàn Tòa Toà Viện Ngân Tổng Chủ Sở "
    "Trung UBND HĐND UBTVQH UBMTTQ TANDTC VKSNDTC Cục Liên Thanh Kiểm Văn Mặt Quân Bảo"
)
_INNER = _words(
    "nhân dân thành phố tỉnh huyện quận thị xã phường kiểm sát tối cao nước vận tải nông thôn "
    "hội nhà"
)
"""Words inside a name that are written small although they follow a small one."""
_ENDS = _words(
    "về quy ngày hướng có được đã sửa thì là trong cho để nêu yêu với tại năm số khóa khoá nhiệm "
    "này do từ theo mà cũng sẽ phải không nhằm đối vừa mới ký gửi của chỉ cần nói khi phê "
    "điều liên tháng nhưng thi hiện vào ra xử thay bắt"
)
"""Words that go on after a name although they follow a capital letter."""
_DOCUMENTS = _words("Nghị Thông Chỉ Kết Quyết Luật Hướng Quy Kế Pháp Công")
_AFTER = '.,;:!?)”"»…'


class Context(NamedTuple):
    issuer: str | None = None
    issued_on: date | None = None
    term: str | None = None
    """In Roman numerals: XII."""

    def completed(self, other: "Context") -> "Context":
        """With what the other one knows besides."""
        return Context(
            self.issuer or other.issuer, self.issued_on or other.issued_on, self.term or other.term
        )


def context(before: str, after: str) -> Context:
    """What the text says in the sentence before the number and in the one behind it."""
    said = _behind(after[:REACH])
    if said.issued_on is None or said.issuer is None:
        said = said.completed(_made_that_day(before[-REACH:]))
    return said


def _behind(text: str) -> Context:
    said, position = Context(), 0
    while True:
        position = _skip(text, position)
        step = _step(text, position)
        if step is None:
            return said
        found, position = step
        said = said.completed(found)


def _skip(text: str, position: int) -> int:
    gap = _GAP.match(text, position)
    return gap.end() if gap else position


def _step(text: str, position: int) -> tuple[Context, int] | None:
    """What stands right there: a date, a term or an issuer; and where it ends."""
    if (day := _DATE.match(text, position)) is not None:
        return Context(issued_on=_date(day)), day.end()
    if (term := _TERM.match(text, position)) is not None:
        return Context(term=term["roman"] or roman(int(term["number"])) or None), term.end()
    if (by := _BY.match(text, position)) is not None:
        name = _name(text[by.end() :])
        return None if name is None else (Context(issuer=name), by.end() + len(name))
    return None


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _name(text: str) -> str | None:
    """The name of an authority with which the text begins; None where it is not plain."""
    if _SMALL.match(text):  # some write "bộ Y tế"
        text = text[0].upper() + text[1:]
    if (known := _KNOWN.match(text)) is not None:
        return known.group()
    words = [match.group() for match in _WORD.finditer(text)]
    count = _name_length(words)
    if not 1 < count <= MAX_WORDS:
        return None
    last = words[count - 1]
    return " ".join([*words[: count - 1], last.rstrip(_AFTER)])


def _name_length(words: Sequence[str]) -> int:
    """How many words the name has; 0 where they are no name, or its end is not plain."""
    if not words or words[0] not in _HEADS:
        return 0
    for count, word in enumerate(words):
        following = words[count + 1] if count + 1 < len(words) else ""
        if word.rstrip(_AFTER) != word and word not in _SHORT:
            return count + 1
        if not following or following.startswith("(") or _ends(following, word):
            return count + 1
        if not _continues(following, word, "".join(words[count + 2 : count + 3])):
            return count + 1 if following in {"và", "-", "–"} else 0
    return 0


def _ends(word: str, previous: str) -> bool:
    if word == "ban":  # of "ban hành", but not of "Ủy ban"
        return previous not in {"Ủy", "Uỷ"}
    return word in _ENDS


def _continues(word: str, previous: str, following: str) -> bool:
    plain = word.rstrip(_AFTER)
    if word in {"và", "-", "–"}:
        return following[:1].isupper() and following not in _DOCUMENTS and not following.isupper()
    if plain[:1].isupper() or plain.isdecimal():  # GD&ĐT, Hội nghị Trung ương 6
        return plain[:1].isupper() or previous == "ương"
    return previous[:1].isupper() or plain in _INNER


def _made_that_day(text: str) -> Context:
    """ "Ngày 06/7/2018, Ban Tổ chức Trung ương ban hành Hướng dẫn số …" """
    match = _MADE_THAT_DAY.search(text)
    if match is None:
        return Context()
    name = _name(match["who"])
    return Context(issuer=name if name == match["who"] else None, issued_on=_date(match))
