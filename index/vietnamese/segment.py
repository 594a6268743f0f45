"""A text cut into syllables. Nothing is dropped: a word of one letter is a word."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Letters and digits, and in decomposed text the marks that follow them.
SYLLABLE = re.compile("[^\\W_]+(?:[\u0300-\u036f]+[^\\W_]*)*")


class Token(NamedTuple):
    """A syllable as it stands in the text: text[start:end]."""

    text: str
    start: int
    end: int


def syllables(text: str) -> Iterator[Token]:
    """The syllables, numbers and foreign words of a text, in NFC or not, from left to right."""
    for match in SYLLABLE.finditer(text):
        yield Token(match.group(), match.start(), match.end())
