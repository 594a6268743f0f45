"""What a reader's text is put together from: words, phrases, numbers of documents, ORs.

Any double quotation mark closes any other, since keyboards and programs mix them; of quotations
inside a quotation only the outer one counts.
"""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from index.query import Or, Phrase, Query, Term, Value
from index.vietnamese.document_numbers import mentions_in_query
from index.vietnamese.forms import forms
from index.vietnamese.normalise import visible
from index.vietnamese.segment import SYLLABLE

MAX_READ = 4_096
"""Characters of a text that are read."""
OR = "OR"

_WORD = SYLLABLE.pattern
_DOUBLE = '"“”„‟«»＂'
_SINGLE = "‘’‚‛‹›"
_PLAIN = f"[^{_DOUBLE}]*"
_INNER = f"(?:“{_PLAIN}”|„{_PLAIN}[“”]|«{_PLAIN}»)"
_DOUBLY = f"[{_DOUBLE}](?P<doubly>{_PLAIN}(?:{_INNER}{_PLAIN})*)[{_DOUBLE}]"
# A single mark inside a word, or at an end where none was opened, is an apostrophe.
_APOSTROPHE = r"(?<=\w)[‘’](?=\w)"
_SINGLY = (
    rf"(?<!\w)[‘‚‛‹](?P<singly>[^{_DOUBLE}{_SINGLE}]*+"
    rf"(?:{_APOSTROPHE}[^{_DOUBLE}{_SINGLE}]*+)*+)[’‘›](?!\w)"
)
_JOINED = f"(?P<joined>{_WORD}(?:[-–/.]{_WORD})*)"
_BEGIN = rf"(?=[^\W_]|[{_DOUBLE}{_SINGLE}])"
_FIELD = rf"(?:(?P<field>(?i:title|byline)):{_BEGIN})"
_MINUS = re.compile(r"(?<!\S)-(?=[0-9])")
_PIECE = re.compile(rf"(?P<minus>(?<!\S)-{_BEGIN})?{_FIELD}?(?:{_DOUBLY}|{_SINGLY}|{_JOINED})")


class Piece(NamedTuple):
    """One of them; an OR has its own letters as its word."""

    words: tuple[str, ...]
    field: str | None
    excluded: bool
    insisted: bool
    """Quoted, or asked for in a field."""
    number: str | None
    """The key of the document whose number it is."""
    is_or: bool
    span: tuple[int, int]
    """Where it begins and ends in the text."""

    @property
    def alone(self) -> bool:
        """Whether it is a whole alternative by itself, and not a part of a run of words."""
        return self.insisted or self.number is not None

    @property
    def key(self) -> tuple[str | bool | None, ...]:
        """The same for all ways of writing one."""
        return (self.is_or, self.alone, self.field, *(forms(word).exact for word in self.words))

    @property
    def leaf(self) -> Query:
        one = len(self.words) == 1
        leaf = Term(self.words[0], self.field) if one else Phrase(self.words, self.field)
        return leaf if self.number is None else Or((leaf, Value("document_numbers", self.number)))


def pieces(text: str) -> Iterator[Piece]:
    """Those of a text, in order; each holds a word at least."""
    # A hyphen before a number excludes it, and is no part of it.
    numbers = {start: (end, key) for start, end, key in mentions_in_query(_MINUS.sub(" ", text))}
    place = 0
    while match := _PIECE.search(text, place):
        place, number = match.end(), None
        source = match["doubly"] or match["singly"] or match["joined"] or ""
        if match["joined"] and not match["field"] and match.start("joined") in numbers:
            place, number = numbers[match.start("joined")]
            source = text[match.start("joined") : place]
        if words := tuple(SYLLABLE.findall(source)):
            yield _piece(match, words, number)._replace(span=(match.start(), place))


def number_of(leaf: Query) -> str | None:
    """The key of the document whose number a piece is, if it is one."""
    match leaf:
        case Or((Phrase() | Term(), Value("document_numbers", key))):
            return key
    return None


def without_numbers(text: str, keys: Collection[str]) -> str:
    """What a reader typed, without the numbers of these documents unless they are excluded."""
    text = visible(text[:MAX_READ])
    kept, done = list[str](), 0
    for piece in pieces(text):
        if piece.number in keys and not piece.excluded:
            start, end = piece.span
            kept.append(text[done:start])
            done = end
    return " ".join((*kept, text[done:]))


def _piece(match: re.Match[str], words: tuple[str, ...], number: str | None) -> Piece:
    field = match["field"] and match["field"].lower()
    return Piece(
        words,
        field,
        excluded=match["minus"] is not None,
        insisted=match["joined"] is None or field is not None,
        number=number,
        is_or=match.group() == OR,
        span=match.span(),
    )
