"""One search of one commit: what matches in each group, then the page of all."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import repeat
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from index.engine import ENOUGH, Facet, Hit, Order, Page
from index.engines.whoosh import bits
from index.engines.whoosh.arrays import Array
from index.engines.whoosh.facets import count_values
from index.engines.whoosh.groups import Group
from index.engines.whoosh.matching import Matcher
from index.engines.whoosh.ranking import Weighed, best
from index.engines.whoosh.request import Request
from index.engines.whoosh.schema import micros
from index.engines.whoosh.visibility import Visibility
from index.engines.whoosh.weighting import Averages, Weighting
from index.engines.whoosh.words import Pair, Vocabulary, Word
from index.query import Query

_DAY = 86_400_000_000
_HALF = 365
"""Days after which an article is half as fresh."""


class Part(NamedTuple):
    """A group in one commit."""

    group: Group
    visibility: Visibility


class Commit(NamedTuple):
    """What all searches of one commit share."""

    parts: Sequence[Part]
    weighting: Weighting
    averages: Averages
    rarities: dict[str, float]
    """How much words and pairs count, by their keys; 0 for one that stands nowhere."""


class _Found(NamedTuple):
    """What matches in a group: bits, and how many of them are set."""

    bits: Array
    total: int


def _united(tiers: list[list[_Found]]) -> list[_Found]:
    """What is in any of the tiers, none of which has anything of another."""
    return [
        _Found(np.bitwise_or.reduce([one.bits for one in own]), sum(one.total for one in own))
        for own in zip(*tiers, strict=True)
    ]


_Row = tuple[float, int, int, int]
"""A hit: score, when it was published, and which document of which group it is."""
_BY_SCORE, _BY_DATE = itemgetter(0, 1), itemgetter(1)
_REMEMBERED = 50_000


class Search:
    """Raises UnknownField."""

    def __init__(self, commit: Commit, request: Request) -> None:
        self._commit = commit
        self._request = request
        self._groups = [part.group for part in commit.parts]
        self._vocabulary = Vocabulary(request.query)
        self._moment = micros(request.at)
        self._visible = [part.visibility.at(self._moment) for part in commit.parts]
        self._matchers = [
            Matcher(group, self._vocabulary, commit.averages) for group in self._groups
        ]

    def page(self, generation: str) -> Page:
        request = self._request
        matching = self._matching(request.query)
        narrowed = self._narrowed(matching, request.filters)
        complete = self._counted(narrowed)
        found, total = [complete], sum(one.total for one in complete)
        held = total
        if request.partial is not None and (total < ENOUGH or not request.tiers):
            found.append(self._partial(request.partial, narrowed))
            total += sum(one.total for one in found[-1])
        if not request.tiers:
            found = [_united(found)]
        hits = self._hits(found)
        facets = {name: self._facet(name, matching) for name in request.facets}
        return Page(hits, total, generation, held, facets)

    def _matching(self, query: Query) -> list[Array]:
        pairs = zip(self._matchers, self._visible, strict=True)
        return [matcher.matching(query) & visible for matcher, visible in pairs]

    def _narrowed(self, found: list[Array], filters: Mapping[str, Query]) -> list[Array]:
        for query in filters.values():
            pairs = zip(self._matchers, found, strict=True)
            found = [own & matcher.matching(query) for matcher, own in pairs]
        return found

    def _partial(self, query: Query, complete: list[Array]) -> list[_Found]:
        matching = self._narrowed(self._matching(query), self._request.filters)
        pairs = zip(matching, complete, strict=True)
        return self._counted([own & ~other for own, other in pairs])

    def _counted(self, found: list[Array]) -> list[_Found]:
        return [_Found(own, bits.count(own)) for own in found]

    def _facet(self, name: str, matching: list[Array]) -> tuple[Facet, ...]:
        """Under the query and all filters but the facet's own."""
        others = {key: one for key, one in self._request.filters.items() if key != name}
        narrowed = self._narrowed(matching, others)
        return count_values(list(zip(self._groups, narrowed, strict=True)), name)

    def _hits(self, found: list[list[_Found]]) -> tuple[Hit, ...]:
        """The page, out of the complete matches and the partial ones after them."""
        offset, limit = self._request.offset, self._request.limit
        hits: list[Hit] = []
        for tier in found:
            count = sum(one.total for one in tier)
            if limit > 0 and offset < count:
                rows = self._rows(tier, offset + limit)[offset : offset + limit]
                hits += map(self._hit, rows)
                limit -= len(rows)
            offset = max(0, offset - count)
        return tuple(hits)

    def _rows(self, tier: list[_Found], wanted: int) -> list[_Row]:
        """The first `wanted`, and perhaps some more, in order."""
        rows: list[_Row] = []
        for number, own in enumerate(tier):
            if own.total:
                group, order = self._groups[number], self._request.order
                weighed, fresh = self._weighed(group), self._fresh(group)
                documents, scores, moments = best(
                    group, own.bits, own.total, wanted, order, weighed, fresh
                )
                rows += zip(
                    scores.tolist(),
                    moments.tolist(),
                    repeat(number),
                    documents.tolist(),
                    strict=False,
                )
        return self._in_order(rows)

    def _in_order(self, rows: list[_Row]) -> list[_Row]:
        """By score or by date; those alike in both by id."""
        order = self._request.order
        key = _BY_SCORE if order is Order.RELEVANCE else _BY_DATE
        descending = order is not Order.OLDEST
        if len(set(map(key, rows))) < len(rows):
            rows.sort(key=self._id, reverse=descending)
        rows.sort(key=key, reverse=descending)
        return rows

    def _weighed(self, group: Group) -> Weighed:
        averages = self._commit.averages
        return [(group.impacts(asked, averages), weight) for asked, weight in self._weights]

    @cached_property
    def _weights(self) -> list[tuple[Word | Pair, float]]:
        """How much each word and pair of the query counts."""
        share = self._commit.weighting.pairs
        asked: list[tuple[Word | Pair, float]] = [*self._vocabulary.wanted]
        if share:
            asked += [(pair, share * part) for pair, part in self._vocabulary.pairs]
        weights = [(one, part * self._rarity(one)) for one, part in asked]
        return [pair for pair in weights if pair[1]]

    def _rarity(self, asked: Word | Pair) -> float:
        rarities = self._commit.rarities
        found = rarities.get(asked.key)
        if found is None:
            if len(rarities) >= _REMEMBERED:
                rarities.clear()
            found = rarities[asked.key] = self._counted_rarity(asked)
        return found

    def _counted_rarity(self, asked: Word | Pair) -> float:
        parts, weighting, averages, _ = self._commit
        found = [part.group.impacts(asked, averages).bits for part in parts]
        if weighting.counts_deleted:
            documents = sum(part.group.size for part in parts)
        else:
            documents = sum(part.visibility.count for part in parts)
            found = [own & part.visibility.live for own, part in zip(found, parts, strict=True)]
        count = sum(map(bits.count, found))
        return weighting.rarity(documents, count) if count else 0.0

    def _fresh(self, group: Group) -> Array | None:
        """What a score is multiplied by: more for what was published lately."""
        recency = self._request.recency
        if not recency:
            return None
        today = self._moment // _DAY

        def make() -> Array:
            days = np.maximum(today - group.published / _DAY, 0)
            return (1 + recency * 0.5 ** (days / _HALF)).astype(np.float32)

        return group.remembered(("fresh", recency, today), make)

    def _id(self, row: _Row) -> str:
        view, document = self._groups[row[2]].place(row[3])
        return view.id_of(document)

    def _hit(self, row: _Row) -> Hit:
        view, document = self._groups[row[2]].place(row[3])
        return Hit(view.id_of(document), view.owner_of(document), row[0])
