"""The first documents of a list, held against sorting all of it; many are equally good."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engine import Order
from index.engines.whoosh import bits
from index.engines.whoosh.arrays import Array
from index.engines.whoosh.bits import Found
from index.engines.whoosh.groups import Group
from index.engines.whoosh.impacts import STEP, Part, joined
from index.engines.whoosh.ranking import Weighed, best
from index.engines.whoosh.weighting import WEIGHTING
from tests.index.documents import LONG_AGO, document
from tests.index.engines.whoosh.corpora import view_of

Row = tuple[float, int, int]
"""Score, date and number of a document."""
SIZES = [1, 5, 64, 700, 5_000]


@dataclass
class Case:
    """Which documents match, what the words are worth in them, and how much is wanted."""

    group: Group
    found: Array
    weighed: Weighed
    fresh: Array | None
    wanted: int
    order: Order

    def rows(self) -> list[Row]:
        """Score, date and number of all that match, by plain adding up."""
        scores = np.zeros(self.group.size, np.float32)
        for impacts, weight in self.weighed:
            if impacts.documents is None:
                scores += impacts.values * np.float32(weight * STEP)
            else:
                scores[impacts.documents] += impacts.values * np.float32(weight * STEP)
        if self.fresh is not None:
            scores *= self.fresh
        documents = np.flatnonzero(self.found).tolist()
        dates = self.group.published.tolist()
        return [(float(scores[one]), dates[one], one) for one in documents]


@pytest.fixture(scope="module")
def groups() -> Iterator[dict[int, Group]]:
    """Groups of which many documents were published at one moment."""
    with tempfile.TemporaryDirectory() as name:
        made = {}
        for size in SIZES:
            some = [
                document(str(n), published=LONG_AGO + timedelta(days=n * 7919 % 13))
                for n in range(size)
            ]
            made[size] = Group([view_of(Path(name), some)], WEIGHTING, 1 << 28)
        yield made


def _case(groups: dict[int, Group], data: st.DataObject) -> Case:
    draw = data.draw
    group = groups[draw(st.sampled_from(SIZES))]
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    share = draw(st.sampled_from([0.002, 0.1, 0.2, 0.9, 1.0]))
    found = rng.random(group.size) < share
    weighed = []
    for _ in range(draw(st.integers(0, 4))):
        own = np.flatnonzero(rng.random(group.size) < draw(st.sampled_from([0.01, 0.3, 1.0])))
        steps = rng.integers(1, draw(st.sampled_from([2, 3, 50])), len(own)).astype(np.uint16)
        impacts = joined([(0, Part(own, steps * 1_000))], group.size)
        weighed.append((impacts, draw(st.sampled_from([0.3, 1.0, 4.7]))))
    fresh = rng.integers(1, 3, group.size).astype(np.float32) if draw(st.booleans()) else None
    wanted = draw(st.sampled_from([1, 2, 10, 50, 100, group.size, group.size + 5]))
    return Case(group, found, weighed, fresh, wanted, draw(st.sampled_from(list(Order))))


def _place(row: Row, order: Order) -> tuple[float, ...]:
    """What comes first has the least; those that have the same are equal."""
    score, date, _ = row
    return {Order.RELEVANCE: (-score, -date), Order.NEWEST: (-date,), Order.OLDEST: (date,)}[order]


@settings(max_examples=400)
@given(data=st.data())
def test_the_first_ones_are_those_of_the_whole_list(
    groups: dict[int, Group], data: st.DataObject
) -> None:
    """Page two would repeat what stood on page one, or an article stand on no page at all."""
    case = _case(groups, data)
    rows = sorted(case.rows(), key=lambda row: _place(row, case.order))
    found = best(
        case.group,
        Found(bits.of_mask(case.found), case.group.size),
        case.wanted,
        case.order,
        case.weighed,
        case.fresh,
    )
    got = sorted(zip(*(one.tolist() for one in found), strict=True))
    known = {row[2]: row for row in rows}
    for number, score, date in got:
        assert score == pytest.approx(known[number][0], rel=1e-6)
        assert date == known[number][1]
    # Of the last ones that are equal all are there, so that their ids can decide.
    last = [_place(row, case.order) for row in rows[: case.wanted]][-1:]
    first = [row for row in rows if last and _place(row, case.order) <= last[0]]
    assert {number for number, _, _ in got} >= {row[2] for row in first}
    assert len(got) <= max(len(first), 2 * case.wanted)
