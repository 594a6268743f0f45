"""A reader's text as a query tree.

Words are joined by And, in the order in which they were typed. What is joined by hyphens, slashes
or dots without a space ("III/2020", "TP.HCM") and what stands in quotation marks is a phrase;
"title:" and "byline:" look there alone for the word or quotation right behind them; a hyphen before
any of these excludes it, wherever it stands. A document's number is also looked for as such,
however it is typed.

OR joins what stands on both sides of it: a quotation, a field's word, a number, or a whole run of
plain words, since a Vietnamese word is several syllables: "giáo dục OR y tế". One that has nothing
on a side is left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, TypeAlias

from index.parser.pieces import MAX_READ, Piece, number_of, pieces, without_numbers
from index.parser.writing import written
from index.query import And, Not, Nothing, Or, Query
from index.vietnamese.normalise import visible

__all__ = [
    "MAX_READ",
    "MAX_WORDS",
    "Reading",
    "joined",
    "number_of",
    "parse",
    "read",
    "without_numbers",
    "written",
]

MAX_WORDS = 64
"""Words of a text that are searched, and as many that are excluded."""

_Unit: TypeAlias = tuple[Query, ...]
"""What stands on one side of an OR: all of these."""


class Reading(NamedTuple):
    """What a reader typed, taken apart."""

    wanted: tuple[Query, ...]
    """What an article has to hold, all of it, in typed order; nothing twice in a row."""
    insisted: frozenset[Query]
    """Those leaves that were quoted or asked for in a field: no article will do without them."""
    unwanted: tuple[Query, ...]
    """What no article may hold."""

    @property
    def query(self) -> Query:
        """Nothing where the text holds no letter or digit."""
        return joined((*self.wanted, *(Not(leaf) for leaf in self.unwanted)))


def parse(text: str) -> Query:
    """The query that a reader's text means; Nothing where it holds no letter or digit.

    Never raises; takes time in proportion to at most MAX_READ characters.
    """
    return read(text).query


def read(text: str) -> Reading:
    """As `parse`, with what the reader insisted on."""
    found = list(pieces(visible(text[:MAX_READ])))
    asked = _bounded(one for one in found if not one.excluded)
    unwanted = _bounded(one for one in found if one.excluded)
    if all(one.is_or for one in asked):
        # "-x" alone would ask for everything else: a dash before the only word, then. And OR alone
        # is a word.
        asked, unwanted = unwanted or [one._replace(is_or=False) for one in asked[:1]], []
    return Reading(
        tuple(part for part, _ in groupby(_alternatives(_units(asked)))),
        frozenset(one.leaf for one in asked if one.insisted),
        tuple(dict.fromkeys(one.leaf for one in unwanted)),
    )


def joined(parts: Sequence[Query]) -> Query:
    """All of the parts; Nothing where there is none."""
    if not parts:
        return Nothing()
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _bounded(found: Iterable[Piece]) -> list[Piece]:
    """The pieces of the first MAX_WORDS words; a plain word said twice in a row counts once."""
    kept: list[Piece] = []
    room = MAX_WORDS
    for piece in found:
        if kept and kept[-1].key == piece.key and not piece.alone:
            continue
        if len(piece.words) > room:
            piece = piece._replace(words=piece.words[:room], number=None)
        if not piece.words:
            break
        room -= len(piece.words)
        kept.append(piece)
    return kept


def _units(kept: Iterable[Piece]) -> Iterator[_Unit | None]:
    """What OR may join, None for the OR itself: a piece that stands alone, or a run of others."""
    for (is_or, alone), run in groupby(kept, lambda one: (one.is_or, one.alone)):
        leaves = tuple(one.leaf for one in run)
        if is_or:
            yield None
        elif alone:
            yield from ((leaf,) for leaf in leaves)
        else:
            yield leaves


def _alternatives(units: Iterable[_Unit | None]) -> Iterator[Query]:
    """The units one after the other, those that an OR stands between as one Or."""
    chain: list[_Unit] = []
    joining = False
    for unit in units:
        if unit is None:
            joining = True
            continue
        if not joining:
            yield from _chained(chain)
            chain = []
        chain.append(unit)
        joining = False
    yield from _chained(chain)


def _chained(chain: Iterable[_Unit]) -> Iterable[Query]:
    different = list(dict.fromkeys(chain))
    if len(different) <= 1:
        return different[0] if different else ()
    return [Or(tuple(joined(unit) for unit in different))]
