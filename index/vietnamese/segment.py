"""A text cut into syllables. Nothing is dropped: a word of one letter is a word."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from index.vietnamese.normalise import JOINERS, UNSEEN

_LETTERS = r"[^\W_]"
_MARKS = "\u0300-\u036f"
_UNSEEN = UNSEEN + JOINERS

# Letters and digits, and in decomposed text the marks that follow them; what nobody sees does not
# part them. The look ahead makes it quick where neither follows, which is nearly everywhere.
SYLLABLE = re.compile(
    f"{_LETTERS}+(?:(?=[{_UNSEEN}{_MARKS}])"
    f"(?:[{_UNSEEN}]*+[{_MARKS}]+|[{_UNSEEN}]++(?={_LETTERS})){_LETTERS}*)*"
)


class Token(NamedTuple):
    """A syllable as it stands in the text: text[start:end]."""

    text: str
    start: int
    end: int


def syllables(text: str) -> Iterator[Token]:
    """The syllables, numbers and foreign words of a text, in NFC or not, from left to right."""
    for match in SYLLABLE.finditer(text):
        yield Token(match.group(), match.start(), match.end())
