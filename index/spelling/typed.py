"""The words of what was typed that may be mended, and the text with others in their place."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.vietnamese.document_numbers import mentions_in_query
from index.vietnamese.forms import Forms, forms
from index.vietnamese.segment import SYLLABLE
from index.vietnamese.usual import usual

_WORD = SYLLABLE.pattern
_PIECE = re.compile(
    rf"(?P<excluded>(?<!\S)-(?:\w+:)?(?:[\"“”„‟«»＂‘’‚‛‹›][^\"“”„‟«»＂’›]*|[^\s\"“]+))"
    rf"|(?P<operator>(?<!\S)OR(?!\S)|(?<!\S)(?i:title|byline)(?=:))"
    rf"|(?P<joined>{_WORD}(?:[-–/.]{_WORD})*)"
)
_NEVER = re.compile(r"\d|/")


class Typed(NamedTuple):
    """A syllable as it stands in the text: text[start:end]."""

    text: str
    start: int
    end: int
    fixed: bool
    """A number, or part of what may be a document's number."""
    right: bool = False
    """Whether it is known to have no slip, though marks may lack."""

    @property
    def forms(self) -> Forms:
        return forms(self.text)


def words(text: str) -> Iterator[Typed]:
    """The syllables that are asked for, in order; operators and what is excluded are none."""
    numbers = [(start, end) for start, end, _ in mentions_in_query(text)]
    for piece in _PIECE.finditer(text):
        joined = piece["joined"] or ""
        for word in SYLLABLE.finditer(joined):
            start, end = piece.start() + word.start(), piece.start() + word.end()
            fixed = _NEVER.search(joined) or any(one < end <= other for one, other in numbers)
            yield Typed(word.group(), start, end, bool(fixed))


def put_back(text: str, typed: Sequence[Typed], meant: Sequence[str]) -> str:
    """The text with what each word meant in its place, in capitals where those were typed."""
    made, end = [], 0
    for word, new in zip(typed, meant, strict=True):
        made += [text[end : word.start], cased(word, new)]
        end = word.end
    return "".join(made) + text[end:]


def cased(word: Typed, meant: str) -> str:
    """What was meant, as printers write it, in capitals where the word was typed in them."""
    if forms(meant) == word.forms:
        return word.text
    shown = " ".join(map(usual, meant.split(" ")))
    if word.text.isupper() and (word.fixed or len(word.text) > 1):
        return shown.upper()
    return shown.capitalize() if word.text[:1].isupper() else shown
