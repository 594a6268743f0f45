"""Numbers of official documents that begin as it was typed, out of those that articles cite."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import reduce
from operator import and_
from typing import NamedTuple

from index import query
from index.engine import Engine
from index.query import Prefix, Query, Term
from index.spelling.typed import words
from index.suggest.kinds import named_at_end
from index.suggest.phrases import Phrase, Phrases
from index.vietnamese.document_codes import KINDS
from index.vietnamese.document_numbers import key_of, shown
from index.vietnamese.fold import fold
from index.vietnamese.forms import forms
from index.vietnamese.normalise import nfc
from index.vietnamese.segment import syllables

MAX_NUMBERS = 5
MAX_LENGTH = 60
"""Characters of a number that is being typed."""

_FIELD = "document_numbers"
_SIGN = "[-–—/]"
_CODE = r"[^\W_]{1,14}(?:[.&][^\W_]{0,14})?"
_BEGUN = re.compile(
    rf"(?<![^\s\"“(])(?P<running>[0-9]{{1,6}}[a-d]?)"
    rf"(?P<codes>(?:(?: ?{_SIGN} ?| ){_CODE}){{0,4}}(?: ?{_SIGN} ?)?)$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf" ?{_SIGN} ?| ")
_ZEROS = re.compile("^0+(?=[0-9])")
_DIGITS = "0123456789"


class BegunNumber(NamedTuple):
    """The number that a text ends with, as far as it is typed."""

    before: str
    """The text up to it, what the document is called with its accents."""
    typed: str
    """As `_joined` writes it: what the keys that are meant begin with."""
    key: str | None
    """The key of the number that it is already, written in the same way."""
    codes: frozenset[str]
    """One of these is in the key; none where the text does not say the kind."""

    def query(self) -> Query:
        """What holds the words before it, and its first part as it may be printed."""
        first, *more = self.typed.split("/")
        printed: list[Query] = [Term(first) if more else Prefix(first), Term(first.zfill(2))]
        leaves: list[Query] = [Term(word.text) for word in words(self.before)]
        return reduce(and_, [*leaves, query.Or(tuple(printed))])

    def fits(self, key: str) -> bool:
        joined = _joined(key)
        if self.codes and self.codes.isdisjoint(one.rstrip(_DIGITS) for one in joined.split("/")):
            return False
        return joined.startswith(self.typed) or joined == self.key

    def goes_on(self, key: str) -> bool:
        """Whether the part that is being typed is not yet whole: 11 of 116/2020/nd-cp."""
        rest = _joined(key)[len(self.typed) :]
        return self.typed[-1:] in _DIGITS and rest[:1] in _DIGITS


def begun_number(text: str) -> BegunNumber | None:
    """The number at the end of a text; None where what stands there is hardly one."""
    text = nfc(text)
    match = _BEGUN.search(text, max(0, len(text) - MAX_LENGTH))
    if match is None:
        return None
    before, codes = text[: match.start()], match["codes"]
    kind = named_at_end(before)
    if not (codes or kind) or (codes.startswith(" ") and not _is_code(codes)):
        return None
    key = key_of(match.group())
    return BegunNumber(
        kind.text if kind else before,
        _joined(match.group()),
        _joined(key) if key else None,
        kind.codes if kind else frozenset(),
    )


def numbers(engine: Engine, begun: BegunNumber, among: Query, at: datetime) -> Phrases:
    """Those that most documents cite, of these that hold the words before it, too.

    All of documents that are visible `at`; at most MAX_NUMBERS. Raises IndexUnavailable.
    """
    page = engine.search(begun.query() & among, at=at, facets=(_FIELD,), limit=0)
    fitting = [one for one in page.facets[_FIELD] if begun.fits(one.value)]
    fitting.sort(key=lambda one: begun.goes_on(one.value))
    found = [Phrase(begun.before + shown(one.value), one.count) for one in fitting[:MAX_NUMBERS]]
    return {tuple(_exact(one.text)): one for one in found}


def _exact(text: str) -> Iterator[str]:
    return (forms(one.text).exact for one in syllables(text))


def _is_code(codes: str) -> bool:
    """Whether what follows after a space may be a kind's code: of "12 hd b", not of "18 tuổi"."""
    first = fold(_BETWEEN.split(codes.strip())[0])
    return any(kind.startswith(first) for kind in KINDS)


def _joined(number: str) -> str:
    """A key, or a number as it was typed, so that all signs and spaces between parts are alike."""
    joined = _BETWEEN.sub("/", fold(_ZEROS.sub("", number)))
    return joined.replace("&", "").replace(".", "")
