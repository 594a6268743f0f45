"""Numbers of official documents: 10-CT/TW, 12-HD/BTCTW, 87/2015/NĐ-CP, 45/2019/QH14.

A number is a running number, a year in laws and decrees, the code of a kind and the codes of those
who issued it. The Party writes 10-CT/TW, the state 100/NQ-CP; a ministry's letters have no kind,
1234/BGDĐT-GDTrH, and the National Assembly puts its term in place of one, 45/2019/QH14.

Everything takes linear time: each digit begins at most one look at a bounded number of letters.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from index.vietnamese.document_codes import ISSUERS, JOINT, KINDS, is_of_the_party, is_of_the_state
from index.vietnamese.document_parts import DASH, MARK, SLASH, SPACE, Reading, parts_at, read
from index.vietnamese.fold import fold
from index.vietnamese.normalise import nfc, visible

MAX_LENGTH = 100
"""Characters of a number; what is longer is none."""
MAX_TYPED = 200
"""Characters of a text that is to be one number."""

# Begins with a digit, so that the engine skips to one; what stands before it is looked at then.
_RUNNING = (
    f"[0-9](?<![\\w{MARK}{DASH}{SLASH}][0-9])(?<![0-9][.,][0-9])"
    f"[0-9]{{0,5}}(?![0-9])(?:[a-dA-D](?={SPACE}[{DASH}{SLASH}]))?"
)
_YEAR = "(?P<year>(?:19|20)[0-9]{2})(?![0-9])"
_PRINTED = re.compile(
    f"(?P<number>{_RUNNING})"
    f"(?:{SPACE}[{SLASH}]{SPACE}{_YEAR}|(?={SPACE}[{DASH}{SLASH}]|{SPACE}[A-ZĐÐ]))"
)
_TYPED = re.compile(f"(?P<number>{_RUNNING})(?:{SPACE}[{DASH}{SLASH} ]{SPACE}{_YEAR})?")
_DECREE = re.compile(r"\b(?:nghi dinh|nd)(?: so)?[: ]*$")
_BEFORE = 24
_DIGITS = "0123456789"
_JOINTS = re.compile("([-/])")
_ZEROS = re.compile("^0+(?=[0-9])")


class Mention(NamedTuple):
    number: str
    """As it is printed, however it was written: 05-CT/TW, 87/2015/NĐ-CP."""
    kind: str | None
    """CT, HD, NĐ-CP, TTLT, QH; None for a letter, which has no kind."""
    key: str
    """The same for all ways of writing one number: 5-ct/tw, 87/2015/nd-cp."""
    start: int
    end: int


def find(text: str) -> list[Mention]:
    """The numbers in a text, in order; nothing that may as well be a date, a score or a price."""
    return list(_mentions(text, typed=False))


def mentions_in_query(text: str) -> list[tuple[int, int, str]]:
    """Where numbers stand in what a reader typed, and their keys: "12 hd/btctw", "5 ct tw"."""
    return [(one.start, one.end, one.key) for one in _mentions(text, typed=True)]


def key_of(text: str) -> str | None:
    """The key of the one number in a text of at most MAX_TYPED characters, however it is typed."""
    found = mentions_in_query(visible(text)) if len(text) <= MAX_TYPED else []
    return found[0][2] if len(found) == 1 else None


def shown(key: str) -> str:
    """A number by its key, as it is printed but for zeros before it: 87/2015/NĐ-CP."""
    parts = _JOINTS.split(key)
    return "".join(KINDS.get(one) or ISSUERS.get(one) or one.upper() for one in parts)


def _mentions(text: str, *, typed: bool) -> Iterator[Mention]:
    done = 0
    for match in (_TYPED if typed else _PRINTED).finditer(text):
        mention = _mention(text, match, typed) if match.start() >= done else None
        if mention is not None:
            done = mention.end
            yield mention


def _mention(text: str, match: re.Match[str], typed: bool) -> Mention | None:
    running, year = match["number"].lower(), match["year"]
    parts = parts_at(text, match.end(), typed=typed)
    if not parts and year is None:
        return None
    before = fold(nfc(text[max(0, match.start() - _BEFORE) : match.start()]))
    reading = read(parts, before, dated=year is not None, typed=typed)
    if reading is not None:
        number, kind = _print(running, year, reading)
        end = reading.issuers[-1].end
    elif year and _DECREE.search(before) and not (parts and parts[0].sign):
        # Only the Government issues decrees: "Nghị định 100/2019" leaves nothing open.
        number, kind, end = f"{running}/{year}/NĐ-CP", "NĐ-CP", match.end()
    else:
        return None
    if len(number) > MAX_LENGTH:
        return None
    return Mention(number, kind, _key(number), match.start(), end)


def _print(running: str, year: str | None, reading: Reading) -> tuple[str, str | None]:
    """The number in its usual form, and its kind."""
    issuers = "-".join(part.printed for part in reading.issuers)
    issuer = reading.issuers[0].printed.rstrip(_DIGITS)
    start = f"{running}/{year}" if year else running
    if reading.kind is None:
        is_letter = len(reading.issuers) > 1
        return f"{start}/{issuers}", None if is_letter else issuer
    kind = reading.kind.printed
    if not year and _dash_first(reading):
        return f"{start}-{kind}/{issuers}", kind
    joint = reading.kind.folded in JOINT
    return f"{start}/{kind}-{issuers}", kind if joint else f"{kind}-{issuer}"


def _dash_first(reading: Reading) -> bool:
    """As its issuer numbers, or where that is not known as it is written."""
    issuer = reading.issuers[0]
    if is_of_the_party(issuer.folded) or is_of_the_state(issuer.folded):
        return is_of_the_party(issuer.folded)
    assert reading.kind is not None
    return (reading.kind.sign or ("-" if issuer.sign == "/" else "/")) == "-"


def _key(number: str) -> str:
    return fold(_ZEROS.sub("", number)).replace("&", "")
