"""What a reader's text is taken for: what articles have to hold, and what will do where few hold
all of it.

Quotations, words asked for in a field and words that were excluded are never let go. Nor is the
number of a document, for it names what is looked for; but of several one will do, and in a long
text it is one thing among many. A choice with OR, and an abbreviation with its names, counts as one
word.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from index.parser import Reading, joined, number_of, read
from index.query import And, AtLeast, Not, Or, Phrase, Query, Term
from index.synonyms import Replaced, Synonyms
from index.vietnamese.raw_typing import telex, vni

ENOUGH_WORDS = 4
"""Words of a text, however long, of which an article that holds them may be what is meant."""
FEW_WORDS = 5
"""Words of which what holds every one comes before all else."""


class Typing(StrEnum):
    """How the keys were read."""

    AS_TYPED = "as typed"
    TELEX = "Telex"
    VNI = "VNI"


@dataclass(frozen=True)
class Meaning:
    """One way of understanding a text."""

    text: str
    typing: Typing
    query: Query
    replaced: tuple[Replaced, ...]
    """Abbreviations and the like, and what is searched besides."""
    insisted: tuple[Query, ...]
    """What was quoted or asked for in a field."""
    numbers: tuple[Query, ...]
    """Numbers of documents."""
    free: tuple[Query, ...]
    """The different words that may be let go."""

    @property
    def words(self) -> tuple[Query, ...]:
        """All that is asked for, but for what is excluded."""
        return (*self.insisted, *self.numbers, *self.free)

    @property
    def is_long(self) -> bool:
        """Whether more than FEW_WORDS may be let go."""
        return len(self.free) > FEW_WORDS

    @cached_property
    def partial(self) -> Query | None:
        """What is searched where `query` finds little; None where no word may be let go."""
        enough = self._enough
        if enough is None:
            return None
        unwanted = (part for part in _parts(self.query) if isinstance(part, Not))
        return joined((*self.insisted, enough, *unwanted))

    @property
    def _enough(self) -> Query | None:
        """What will do of what was not insisted on."""
        some = AtLeast(self.free, _needed(len(self.free))) if len(self.free) > 1 else None
        if not self.numbers:
            return some
        if some is not None and self.is_long:
            return Or((*self.numbers, some))
        return Or(self.numbers) if self.free or len(self.numbers) > 1 else None

    @cached_property
    def together(self) -> Query | None:
        """Of two words, that they stand side by side; None for any other number.

        Two syllables are mostly one word, and mean something else apart.
        """
        found = tuple(dict.fromkeys(_neighbours(_parts(self.query))))
        if len(self.free) != 2 or not found:
            return None
        return Or(found) if len(found) > 1 else found[0]


def meanings(text: str, synonyms: Synonyms) -> Iterator[Meaning]:
    """As it was typed, and then by Telex and VNI where that makes a difference."""
    yield _meaning(text, Typing.AS_TYPED, synonyms)
    for typing, convert in ((Typing.TELEX, telex), (Typing.VNI, vni)):
        if (understood := convert(text)) is not None:
            yield _meaning(understood, typing, synonyms)


def _meaning(text: str, typing: Typing, synonyms: Synonyms) -> Meaning:
    reading = read(text)
    query, replaced = synonyms.expand(reading.query)
    wanted = [part for part in dict.fromkeys(_parts(query)) if not isinstance(part, Not)]
    numbers = tuple(part for part in wanted if number_of(part))
    insisted = tuple(
        part for part in wanted if part not in numbers and _is_insisted_on(part, reading)
    )
    free = tuple(part for part in wanted if part not in {*insisted, *numbers})
    return Meaning(text, typing, query, tuple(replaced), insisted, numbers, free)


def _parts(query: Query) -> tuple[Query, ...]:
    return query.children if isinstance(query, And) else (query,)


def _neighbours(parts: Iterable[Query]) -> Iterator[Query]:
    """Plain words that follow each other."""
    for first, second in pairwise(parts):
        match first, second:
            case Term(one, None), Term(other, None):
                yield Phrase((one, other))


def _needed(words: int) -> int:
    """How many of at least two words a partial match has to hold: more than half of a few."""
    return 1 if words == 2 else min(ENOUGH_WORDS, words // 2 + 1)


def _is_insisted_on(part: Query, reading: Reading) -> bool:
    """Whether it was quoted or asked for in a field, or is one of these with other names."""
    insisted: Collection[Query] = reading.insisted
    if isinstance(part, Or):
        return any(child in insisted for child in part.children)
    return part in insisted
