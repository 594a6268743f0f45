"""A reader's text as a query tree.

Words are joined by And. What is joined by hyphens, slashes or dots without a space ("12-HD/BTCTW",
"III/2020") and what stands in quotation marks is a phrase; a hyphen before a word excludes it.
Any double quotation mark closes any other, since keyboards and programs mix them; of quotations
inside a quotation only the outer one counts.
"""

import re
from collections.abc import Iterator

from index.query import And, Not, Nothing, Phrase, Query, Term
from index.vietnamese.forms import forms
from index.vietnamese.normalise import visible
from index.vietnamese.segment import SYLLABLE

MAX_READ = 4_096
"""Characters of a text that are read."""
MAX_WORDS = 64
"""Different words of a text that are searched."""

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
_PIECE = re.compile(
    rf"(?P<minus>(?<!\S)-(?=[^\W_]|[{_DOUBLE}{_SINGLE}]))?(?:{_DOUBLY}|{_SINGLY}|{_JOINED})"
)


def parse(text: str) -> Query:
    """The query that a reader's text means; Nothing where it holds no letter or digit.

    Never raises; takes time in proportion to at most MAX_READ characters.
    """
    wanted, unwanted = _Leaves(), _Leaves()
    for excluded, words in _pieces(visible(text[:MAX_READ])):
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
        source = match["doubly"] or match["singly"] or match["joined"] or ""
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
