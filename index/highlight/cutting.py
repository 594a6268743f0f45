"""Where a piece of a text begins and ends, so that no word is cut."""

import re
import unicodedata
from collections.abc import Iterator

from index.vietnamese.normalise import MAX_SYLLABLE
from index.vietnamese.segment import SYLLABLE

_SPACE = re.compile(r"\s")


def cut(text: str, first: int, last: int, length: int) -> tuple[int, int]:
    """The ends of a piece of at most `length` characters around text[first:last].

    A third of what is left of the length goes before. It is cut at spaces, be it that an end of
    text[first:last] is lost; within a word between syllables, and within a syllable between
    characters, only where there is no other place.
    """
    before = max(0, length - (last - first)) // 3
    start = max(0, min(first - before, len(text) - length))
    start = next(_starts(text, start, max(first, start), last), start)
    end = min(len(text), start + length)
    return start, next(_ends(text, start, min(max(last, start + 1), end), end), end)


def _starts(text: str, start: int, latest: int, last: int) -> Iterator[int]:
    """Places to begin at, the best one first."""
    if start == 0:
        yield 0
    yield from (space.end() for space in _SPACE.finditer(text, max(0, start - 1), last))
    yield from (one for one, _ in _syllables(text, start, latest) if start <= one <= latest)
    yield from _characters(text, range(start, latest))


def _ends(text: str, start: int, earliest: int, end: int) -> Iterator[int]:
    """Places to end at, the best one first."""
    if end == len(text):
        yield end
    spaces = [space.start() for space in _SPACE.finditer(text, start + 1, end + 1)]
    yield from reversed(spaces)
    ends = [one for _, one in _syllables(text, earliest, end) if earliest <= one <= end]
    yield from reversed(ends)
    yield from _characters(text, range(end, earliest, -1))


def _syllables(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """From `start` to `end`, whole ones at both ends."""
    begin, stop = max(0, start - MAX_SYLLABLE), min(len(text), end + MAX_SYLLABLE)
    return (match.span() for match in SYLLABLE.finditer(text, begin, stop))


def _characters(text: str, places: range) -> Iterator[int]:
    """Those between two characters, a letter and its combining marks being one."""
    return (place for place in places if not unicodedata.combining(text[place]))
