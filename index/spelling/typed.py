"""The words of what was typed that may be mended, and the text with others in their place."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.vietnamese.document_numbers import mentions_in_query
from index.vietnamese.forms import Forms, forms
from index.vietnamese.normalise import split_tone
from index.vietnamese.possible import POSSIBLE
from index.vietnamese.segment import SYLLABLE
from index.vietnamese.usual import usual

_WORD = SYLLABLE.pattern
_PIECE = re.compile(
    rf"(?P<excluded>(?<!\S)-(?:\w+:)?(?:[\"“”„‟«»＂‘’‚‛‹›][^\"“”„‟«»＂’›]*|[^\s\"“]+))"
    rf"|(?P<operator>(?<!\S)OR(?!\S)|(?<!\S)(?i:title|byline)(?=:))"
    rf"|(?P<joined>{_WORD}(?:[-–/.]{_WORD})*)"
)
_NEVER = re.compile(r"\d|/")
_CHUNK = re.compile(r"\S+")
_ADDRESS = re.compile(
    r"[@#]\w|://|\bwww\.|&#?\w{1,8};"
    r"|[A-Za-z0-9]\.(?:com|net|org|edu|gov|info|vn|io|tv)(?![^\W_])"
)
"""What makes all that stands between two spaces an address, or a sign that was no letter."""
_SHORT = 5
"""Letters of most abbreviations, at most."""
_VOWELS = frozenset("aeiouy")


class Typed(NamedTuple):
    """A syllable as it stands in the text: text[start:end]."""

    text: str
    start: int
    end: int
    fixed: bool
    """A number, or part of what may be a document's number or is an address."""
    right: bool = False
    """Whether it is known to have no slip, though marks may lack: an abbreviation."""

    @property
    def forms(self) -> Forms:
        return forms(self.text)


def words(text: str) -> Iterator[Typed]:
    """The syllables that are asked for, in order; operators and what is excluded are none."""
    spans = [(start, end) for start, end, _ in mentions_in_query(text)]
    spans += [one.span() for one in _CHUNK.finditer(text) if _ADDRESS.search(one.group())]
    in_capitals = text.isupper()
    for piece in _PIECE.finditer(text):
        joined = piece["joined"] or ""
        for word in SYLLABLE.finditer(joined):
            start, end = piece.start() + word.start(), piece.start() + word.end()
            fixed = _NEVER.search(joined) or any(one < end <= other for one, other in spans)
            right = _is_abbreviation(word.group(), in_capitals)
            yield Typed(word.group(), start, end, bool(fixed), right)


def _is_abbreviation(word: str, in_capitals: bool) -> bool:
    """Capitals among small letters are one; where there are no others, what is no syllable is."""
    if len(word) < 2 or not word.isupper() or split_tone(word)[1]:
        return False
    folded = forms(word).folded
    is_one = len(word) <= _SHORT or _VOWELS.isdisjoint(folded)
    return not in_capitals or (is_one and folded not in POSSIBLE)


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
