"""One search of one commit: what matches in each group, then the page of all."""

from collections.abc import Mapping
from itertools import repeat
from operator import itemgetter

import numpy as np

from index.engine import ENOUGH, Facet, Hit, Order, Page
from index.engines.whoosh.arrays import Array
from index.engines.whoosh.bits import Found
from index.engines.whoosh.commit import Commit
from index.engines.whoosh.facets import count_values
from index.engines.whoosh.groups import Group
from index.engines.whoosh.matching import Matcher
from index.engines.whoosh.ranking import Weighed, best
from index.engines.whoosh.request import Request
from index.engines.whoosh.schema import micros
from index.query import Query

_DAY = 86_400_000_000
_HALF = 365
"""Days after which an article is half as fresh."""


def _united(tiers: list[list[Found]]) -> list[Found]:
    """What is in any of the tiers."""
    return [
        Found(np.bitwise_or.reduce([one.bits for one in own]), own[0].size)
        for own in zip(*tiers, strict=True)
    ]


def _total(tier: list[Found]) -> int:
    return sum([one.total for one in tier])


_Row = tuple[float, int, int, int]
"""A hit: score, when it was published, and which document of which group it is."""
_BY_SCORE, _BY_DATE = itemgetter(0, 1), itemgetter(1)


class Search:
    """Raises UnknownField."""

    def __init__(self, commit: Commit, request: Request) -> None:
        self._commit = commit
        self._request = request
        self._plan = plan = commit.plan(request.query)
        self._groups = [part.group for part in commit.parts]
        self._moment = micros(request.at)
        self._visible = [part.visibility.at(self._moment) for part in commit.parts]
        self._matchers = [
            Matcher(group, plan.vocabulary, commit.averages) for group in self._groups
        ]

    def page(self, generation: str) -> Page:
        request = self._request
        matching = self._matching(self._plan.query)
        narrowed = self._narrowed(matching, request.filters)
        complete = self._counted(narrowed)
        found, total = [complete], _total(complete)
        held = total
        if request.partial is not None and (total < ENOUGH or not request.tiers):
            found.append(self._partial(request.partial, narrowed))
            total += _total(found[-1])
        if not request.tiers:
            found = [_united(found)]
        hits = self._hits(found)
        facets = {name: self._facet(name, matching, complete) for name in request.facets}
        return Page(hits, total, generation, held, facets)

    def _matching(self, query: Query) -> list[Array]:
        pairs = zip(self._matchers, self._visible, strict=True)
        return [matcher.matching(query) & visible for matcher, visible in pairs]

    def _narrowed(self, found: list[Array], filters: Mapping[str, Query]) -> list[Array]:
        for query in filters.values():
            pairs = zip(self._matchers, found, strict=True)
            found = [own & matcher.matching(query) for matcher, own in pairs]
        return found

    def _partial(self, query: Query, complete: list[Array]) -> list[Found]:
        matching = self._narrowed(self._matching(query), self._request.filters)
        pairs = zip(matching, complete, strict=True)
        return self._counted([own & ~other for own, other in pairs])

    def _counted(self, found: list[Array]) -> list[Found]:
        pairs = zip(found, self._groups, strict=True)
        return [Found(own, group.size) for own, group in pairs]

    def _facet(self, name: str, matching: list[Array], complete: list[Found]) -> tuple[Facet, ...]:
        """Under the query and all filters but the facet's own."""
        filters = self._request.filters
        if name in filters:
            others = {key: one for key, one in filters.items() if key != name}
            complete = self._counted(self._narrowed(matching, others))
        return count_values(zip(self._groups, complete, strict=True), name)

    def _hits(self, found: list[list[Found]]) -> tuple[Hit, ...]:
        """The page, out of the complete matches and the partial ones after them."""
        offset, limit = self._request.offset, self._request.limit
        hits: list[Hit] = []
        for tier in found:
            count = _total(tier)
            if limit > 0 and offset < count:
                rows = self._rows(tier, offset + limit)[offset : offset + limit]
                hits += map(self._hit, rows)
                limit -= len(rows)
            offset = max(0, offset - count)
        return tuple(hits)

    def _rows(self, tier: list[Found], wanted: int) -> list[_Row]:
        """The first `wanted`, and perhaps some more, in order."""
        rows: list[_Row] = []
        for number, own in enumerate(tier):
            if own.total:
                group, order = self._groups[number], self._request.order
                weighed, fresh = self._weighed(group), self._fresh(group)
                documents, scores, moments = best(group, own, wanted, order, weighed, fresh)
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
        return [(group.impacts(asked, averages), weight) for asked, weight in self._plan.weights]

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
        return self._groups[row[2]].names(row[3])[0]

    def _hit(self, row: _Row) -> Hit:
        return Hit(*self._groups[row[2]].names(row[3]), row[0])
