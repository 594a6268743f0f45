"""The best of the documents that match: scores, dates, and the first ones in order."""

from typing import NamedTuple

import numpy as np

from index.engine import Order
from index.engines.whoosh import bits
from index.engines.whoosh.arrays import Array
from index.engines.whoosh.bits import Found
from index.engines.whoosh.groups import Group
from index.engines.whoosh.impacts import STEP, Impacts

_ROWS = 64
_AT_ONCE = 16
"""Words that are looked up before they are added up."""
_MORE = 2
"""Up to so many times the documents that are wanted are put in order as quickly as chosen from."""

Weighed = list[tuple[Impacts, float]]
"""What the words of a query are worth, and how much each counts."""


class Best(NamedTuple):
    """Documents of a group, in any order."""

    documents: Array
    scores: Array
    moments: Array


def best(
    group: Group,
    found: Found,
    wanted: int,
    order: Order,
    weighed: Weighed,
    fresh: Array | None,
) -> Best:
    """The first `wanted` of the documents found, those that equal the last, and perhaps others.

    `fresh` is what a score is multiplied by, for each document.
    """
    if order is not Order.RELEVANCE:
        documents = _by_date(group, found, wanted, order)
        return _scored(group, documents, weighed, fresh)
    if weighed and not found.is_few:
        rows = _best_of_many(group, found.bits, wanted, weighed, fresh)
        if rows is not None:
            return rows
    documents = found.documents
    return _first(group, documents, score(group, documents, weighed, fresh), wanted)


def _scored(group: Group, documents: Array, weighed: Weighed, fresh: Array | None) -> Best:
    scores = score(group, documents, weighed, fresh)
    return Best(documents, scores, group.published.take(documents))


def score(group: Group, documents: Array, weighed: Weighed, fresh: Array | None) -> Array:
    """The score of each of a few documents."""
    # Two at least: NumPy adds a single column up in another order than several.
    own = (documents if len(documents) > 1 else documents.repeat(2)).astype(np.int32)
    scores = np.zeros(len(own), np.float32)
    weighed = [pair for pair in weighed if len(pair[0].values)]
    for first in range(0, len(weighed), _AT_ONCE):
        scores = _more(group, own, weighed[first : first + _AT_ONCE], scores)
    scores = scores[: len(documents)]
    return scores if fresh is None else scores * fresh.take(documents)


def _more(group: Group, documents: Array, weighed: Weighed, scores: Array) -> Array:
    """The scores, and what some more words are worth, each in a row of its own."""
    shape, scratch = (len(weighed), len(documents)), group.scratch()
    found, steps = np.empty(shape, np.int32), np.empty(shape, np.uint16)
    found[:] = documents
    for (impacts, _), place, row in zip(weighed, found, steps, strict=True):
        impacts.among(documents, scratch, place, row)
    steps *= found == documents
    factors = np.array([weight * STEP for _, weight in weighed], np.float32)
    worth = np.empty((len(weighed) + 1, len(documents)), np.float32)
    worth[0] = scores
    np.multiply(steps, factors[:, None], out=worth[1:])
    return np.add.reduce(worth)


def _best_of_many(
    group: Group, found: Array, wanted: int, weighed: Weighed, fresh: Array | None
) -> Best | None:
    """Scores all documents, and looks only where the best are; None if some best ones score 0.

    The documents are dealt out into rows and columns. Each of the `wanted` best ones is in one of
    the `wanted` columns with the greatest maxima, so the least of these maxima is a bound.
    """
    columns = max(1, -(-group.size // _ROWS))
    scores = np.zeros(_ROWS * columns, np.float32)
    own, scratch = scores[: group.size], np.empty(group.size, np.float32)
    for impacts, weight in weighed:
        impacts.add_to(own, weight, scratch)
    if fresh is not None:
        own *= fresh
    own *= bits.mask(found, group.size).astype(np.float32)
    table = scores.reshape(_ROWS, columns)
    maxima = table.max(axis=0)
    if wanted >= columns:
        return None
    bound = np.partition(maxima, columns - wanted)[columns - wanted]
    if bound <= 0:
        return None
    best_columns = np.flatnonzero(maxima >= bound)
    row, column = np.nonzero(table[:, best_columns] >= bound)
    documents = row * columns + best_columns[column]
    return _first(group, documents, own.take(documents), wanted)


def _first(group: Group, documents: Array, scores: Array, wanted: int) -> Best:
    """The `wanted` first of some documents, those that equal the last, and perhaps others."""
    if wanted * _MORE < len(scores):
        bound = np.partition(scores, len(scores) - wanted)[len(scores) - wanted]
        chosen = (scores >= bound).nonzero()[0]
        documents, scores = documents.take(chosen), scores.take(chosen)
        if len(chosen) > wanted:
            return _newest_of_equals(group, documents, scores, wanted, bound)
    return Best(documents, scores, group.published.take(documents))


def _newest_of_equals(
    group: Group, documents: Array, scores: Array, wanted: int, bound: float
) -> Best:
    """Of those at the bound the newest ones, as many as are wanted and those of the same moment."""
    moments = group.published.take(documents)
    above, level = (scores > bound).nonzero()[0], (scores == bound).nonzero()[0]
    dates = moments[level]
    left = wanted - len(above)
    last = np.partition(dates, len(dates) - left)[len(dates) - left]
    chosen = np.concatenate([above, level[dates >= last]])
    return Best(documents[chosen], scores[chosen], moments[chosen])


def _by_date(group: Group, found: Found, wanted: int, order: Order) -> Array:
    """Walks through all documents by date until there are enough, and all of the last moment."""
    wanted = min(wanted, found.total)
    if not wanted:
        return np.zeros(0, np.int64)
    matches, by_date = bits.mask(found.bits, group.size), group.newest_first()
    published = group.published
    if order is Order.OLDEST:
        by_date = by_date[::-1]
    start, step, last = 0, max(256, 2 * wanted * group.size // found.total), None
    documents = np.zeros(0, np.int64)
    while last is None or (start < group.size and published[by_date[start]] == last):
        piece = by_date[start : start + step]
        documents = np.concatenate([documents, piece[matches[piece]]])
        start, step = start + step, 2 * step
        if len(documents) >= wanted:
            last = published[documents[wanted - 1]]
    dates = published[documents]
    return documents[dates <= last if order is Order.OLDEST else dates >= last]
