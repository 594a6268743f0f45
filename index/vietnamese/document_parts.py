"""The codes that follow the running number of an official document, and which of them are one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from index.vietnamese.document_codes import ISSUERS, JOINT, KINDS, parted
from index.vietnamese.fold import fold
from index.vietnamese.normalise import nfc

DASH = "-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
SLASH = "/\u2044\u2215\uff0f"
SPACE = "[ \t\u00a0]{0,2}"
MARK = "\u0300-\u036f"
"""Insides of a regular expression's brackets, and a space: what may stand between two codes."""

_MAX_PARTS = 5
_LETTER = f"[^\\W\\d_][{MARK}]{{0,3}}"
_PART = re.compile(
    f"{SPACE}(?P<sign>[{DASH}{SLASH}]?){SPACE}"
    # T.Ư and T.W have a full stop inside.
    f"(?P<code>(?:{_LETTER}|&|(?<=[tT])\\.(?=[ƯưWw]|[Uu]\u031b)){{1,14}}+[0-9]{{0,2}})"
    f"(?![\\w{MARK}])"
)
_CENTRAL = re.compile(r"t(?:\.?ư|\.w)$", re.IGNORECASE)
_ETH = str.maketrans("Ðð", "Đđ")
_CAPITALS = re.compile("[A-ZĐƯ&]{2,}(?:[acghir]{1,2}[A-ZĐƯ&]*)?[0-9]{0,2}")
_ASSEMBLY = re.compile("(qh|ubtvqh)[0-9]{1,2}")
_ANNOUNCED = re.compile(r"\b(?:so|van|dinh|quyet|thi|bao|lenh|tu)[: .]*$")
_OLD_DECREE = re.compile(r"\bnghi dinh(?: so)?[: ]*$")


@dataclass(frozen=True)
class Part:
    """One code of a number: "NĐ" or "CP"."""

    sign: str
    """What stands before it: "-", "/" or nothing."""
    spaced: bool
    """Whether a space does."""
    code: str
    """In NFC, with one spelling of TW."""
    end: int

    @cached_property
    def folded(self) -> str:
        return fold(self.code)

    @cached_property
    def printed(self) -> str:
        """As it is usually written."""
        known = KINDS.get(self.folded) or ISSUERS.get(self.folded)
        return known or (self.code if self.capital else self.code.upper())

    @property
    def capital(self) -> bool:
        """Whether it is written as codes are: BTCTW, TTg, GDTrH, VX3."""
        return _CAPITALS.fullmatch(self.code) is not None

    @property
    def is_kind(self) -> bool:
        return self.folded in KINDS

    @property
    def is_issuer(self) -> bool:
        return self.folded in ISSUERS


class Reading(NamedTuple):
    """What the parts of a number are: a kind unless it is a letter or a law, and who issued it."""

    kind: Part | None
    issuers: tuple[Part, ...]


def parts_at(text: str, start: int, *, typed: bool) -> list[Part]:
    """The codes that follow each other from there on, at most _MAX_PARTS."""
    parts: list[Part] = []
    while len(parts) < _MAX_PARTS and (match := _PART.match(text, start)) is not None:
        code = _CENTRAL.sub("TW", nfc(match["code"]).translate(_ETH))
        sign = match["sign"] and ("/" if match["sign"] in SLASH else "-")
        spaced = match.start("code") - start > len(sign)
        if parts and not (sign or typed):
            break  # in print only the first code may stand without a sign
        parts.append(Part(sign, spaced, code, match.end()))
        start = match.end()
    return parts


def read(parts: list[Part], before: str, *, dated: bool, typed: bool) -> Reading | None:
    """What the parts mean, None if they are no number's.

    `before` is the folded text before the number, `dated` whether a year stands in it, and `typed`
    whether a reader typed it: codes are then known in small letters and without signs, too.
    """
    if not parts:
        return None
    first = parts[0]
    if dated and _ASSEMBLY.fullmatch(first.folded) and (typed or first.sign == "/"):
        return Reading(None, (first,))
    if first.is_kind and len(parts) > 1 and _belong(first, parts[1], typed):
        return Reading(first, (parts[1], *_joined(first, parts[2:], typed)))
    if len(parts) > 1 and _is_letter(first, parts[1], before, typed):
        return Reading(None, (*parts[:2], *_joined(first, parts[2:], typed)))
    if not first.is_kind and len(parts) > 1 and _is_party_paper(first, parts[1]):
        return Reading(first, (parts[1], *_joined(first, parts[2:], typed)))
    return _read_one(first, before, typed)


def _belong(kind: Part, issuer: Part, typed: bool) -> bool:
    """Whether a code of a kind and the one behind it are a kind and its issuer."""
    if len(kind.code) == 1:  # L-CTN, a law as the President announced it
        return issuer.folded == "ctn" and issuer.sign == "-"
    if typed:
        return issuer.is_issuer or (issuer.sign != "" and len(issuer.code) > 1)
    written = (kind.capital and issuer.capital) or issuer.is_issuer
    begun = kind.sign != "" or (kind.capital and issuer.is_issuer)
    return written and begun and issuer.sign != ""


def _is_letter(sender: Part, office: Part, before: str, typed: bool) -> bool:
    """A letter names no kind, but the office that wrote it: 1234/BGDĐT-GDTrH."""
    if (sender.sign, office.sign) != ("/", "-"):
        return False
    if typed:
        return len(sender.code) > 1 and len(office.code) > 1
    surely = sender.is_issuer and not office.spaced
    return sender.capital and office.capital and (surely or _ANNOUNCED.search(before) is not None)


def _is_party_paper(kind: Part, issuer: Part) -> bool:
    """A kind that is not known, but from an issuer that is."""
    if kind.is_issuer or not kind.capital:
        return False
    return (kind.sign, issuer.sign) == ("-", "/") and issuer.is_issuer


def _read_one(only: Part, before: str, typed: bool) -> Reading | None:
    """A kind and its issuer written as one, NĐCP, or a decree of old: 63/CP."""
    if only.sign != "/":
        return None
    if only.folded in {"cp", "hdbt"} and (typed or _OLD_DECREE.search(before)):
        return Reading(None, (only,))
    if (both := parted(only.folded)) is None or not (typed or only.capital):
        return None
    kind, issuer = (Part(only.sign, False, code, only.end) for code in both)
    return Reading(kind, (issuer,))


def _joined(first: Part, parts: list[Part], typed: bool) -> Iterator[Part]:
    """Further codes that belong to it: of QĐ-UBND-HC the last, of TTLT-BCA-BQP the third."""
    joint = first.folded in JOINT
    for part in parts:
        apart = part.spaced or part.sign == "/"
        if not part.sign or (apart and not joint) or not (typed or part.capital):
            return
        yield part
