"""A reader's text as a query tree.

Words are joined by And. What is joined by hyphens, slashes or dots without a space ("12-HD/BTCTW",
"III/2020") and what stands in quotation marks is a phrase; a hyphen before a word excludes it.
"""

import re
from collections.abc import Iterator

from index.query import And, Not, Nothing, Phrase, Query, Term
from index.vietnamese.forms import forms
from index.vietnamese.normalise import nfc
from index.vietnamese.segment import SYLLABLE

MAX_READ = 4_096
"""Characters of a text that are read."""
MAX_WORDS = 64
"""Different words of a text that are searched."""

_WORD = SYLLABLE.pattern
_QUOTED = '"(?P<straight>[^"]*)"|“(?P<curly>[^“”]*)”|«(?P<angle>[^«»]*)»'
_PIECE = re.compile(
    rf"(?P<minus>(?<!\S)-(?=[^\W_\"“«]|[\"“«]))?(?:{_QUOTED}|(?P<joined>{_WORD}(?:[-–/.]{_WORD})*))"
)


def parse(text: str) -> Query:
    """The query that a reader's text means; Nothing where it holds no letter or digit.

    Never raises; takes time in proportion to at most MAX_READ characters.
    """
    wanted, unwanted = _Leaves(), _Leaves()
    for excluded, words in _pieces(nfc(text[:MAX_READ])):
        (unwanted if excluded else wanted).add(words)
    if not wanted.found:
        # "-x" alone would ask for everything else: a dash before the only word, then.
        wanted, unwanted = unwanted, _Leaves()
    children = (*wanted.found, *(Not(leaf) for leaf in unwanted.found))
    if not children:
        return Nothing()
    return children[0] if len(children) == 1 else And(children)


def _pieces(text: str) -> Iterator[tuple[bool, tuple[str, ...]]]:
    """Whether it is excluded, and the words, of each word or phrase of the text."""
    for match in _PIECE.finditer(text):
        source = match["straight"] or match["curly"] or match["angle"] or match["joined"] or ""
        words = tuple(SYLLABLE.findall(source))
        if words:
            yield match["minus"] is not None, words


class _Leaves:
    """The different leaves met so far, of at most MAX_WORDS words."""

    def __init__(self) -> None:
        self.found: list[Query] = []
        self._seen: set[tuple[str, ...]] = set()
        self._room = MAX_WORDS

    def add(self, words: tuple[str, ...]) -> None:
        words = words[: self._room]
        key = tuple(forms(word).exact for word in words)
        if not words or key in self._seen:
            return
        self._seen.add(key)
        self._room -= len(words)
        self.found.append(Term(words[0]) if len(words) == 1 else Phrase(words))
