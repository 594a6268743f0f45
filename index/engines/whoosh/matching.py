"""Which documents of a group match a query, as bits."""

from functools import reduce
from operator import and_

import numpy as np

from index.engines.whoosh import bits
from index.engines.whoosh.arrays import Array
from index.engines.whoosh.groups import Group
from index.engines.whoosh.phrases import phrase_bits
from index.engines.whoosh.schema import MOMENT_FIELDS, NEVER, VALUE_FIELDS, micros
from index.engines.whoosh.weighting import Averages
from index.engines.whoosh.words import Vocabulary, pairs_of
from index.query import (
    And,
    AtLeast,
    Everything,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Range,
    Term,
    UnknownField,
    Value,
)
from index.vietnamese.normalise import nfc


class Matcher:
    """Finds the documents of one group. Raises UnknownField."""

    def __init__(self, group: Group, vocabulary: Vocabulary, averages: Averages) -> None:
        self._group = group
        self._vocabulary = vocabulary
        self._averages = averages

    def matching(self, query: Query) -> Array:
        """Bits; those behind the last document may be anything."""
        match query:
            case Term() | Prefix():
                return self._group.impacts(self._vocabulary.words(query)[0], self._averages).bits
            case Phrase():
                return self._phrase(query)
            case Value():
                return self._group.remembered(query, lambda: self._holding(query))
            case Range():
                return self._group.remembered(query, lambda: self._in_range(query))
            case And(children):
                return self._in_all(children)
            case Or(children):
                return self._in_any(children, 1)
            case AtLeast(children, count):
                return self._in_any(children, max(count, 1))
            case Not(child):
                return ~self.matching(child)
            case Everything():
                return bits.every(self._group.size)
        return bits.none(self._group.size)

    def _in_all(self, children: tuple[Query, ...]) -> Array:
        if not children:
            return bits.every(self._group.size)
        return reduce(and_, map(self.matching, children))

    def _in_any(self, children: tuple[Query, ...], least: int) -> Array:
        if len(children) < least:
            return bits.none(self._group.size)
        return bits.at_least([self.matching(child) for child in children], least)

    def _phrase(self, phrase: Phrase) -> Array:
        words = self._vocabulary.words(phrase)
        if not words:
            return bits.none(self._group.size)
        if len(words) == 1:
            return self._group.impacts(words[0], self._averages).bits
        if len(words) == 2:
            return self._group.impacts(pairs_of(words)[0], self._averages).bits
        return phrase_bits(self._group, words)

    def _holding(self, query: Value) -> Array:
        if query.field not in VALUE_FIELDS:
            raise UnknownField(f"{query.field!r} is not a field of values")
        value = nfc(query.value)
        found = [view.values[query.field].holding(value) for view in self._group.views]
        return bits.of_documents(self._group.joined(found), self._group.size)

    def _in_range(self, query: Range) -> Array:
        if query.field not in MOMENT_FIELDS:
            raise UnknownField(f"{query.field!r} is not a field of moments")
        moments = self._group.column(query.field)
        mask = np.ones(len(moments), bool)
        if query.gte is not None:
            mask &= moments >= micros(query.gte)
        if query.lt is not None:
            mask &= moments < min(micros(query.lt), NEVER)
        return bits.of_mask(mask)
