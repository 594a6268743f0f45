"""What is computed of the measurements."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.measuring import percentile
from benchmarks.metrics import recall, reciprocal_rank
from benchmarks.tables import Goal


@pytest.mark.parametrize(
    ("found", "relevant", "expected"),
    [
        ((7, 8, 9), {7}, 1.0),
        ((7, 8, 9), {9, 8}, 0.5),
        ((7, 8, 9), {1}, 0.0),
        ((), {1}, 0.0),
        (tuple(range(20)), {9}, 0.1),
        (tuple(range(20)), {10}, 0.0),
    ],
)
def test_reciprocal_rank(found: tuple[int, ...], relevant: set[int], expected: float) -> None:
    """A worse ranking could be taken for a better one."""
    assert reciprocal_rank(found, relevant) == expected


@pytest.mark.parametrize(
    ("found", "relevant", "expected"),
    [((7, 8), {7}, 1.0), ((7, 8), {7, 1}, 0.5), ((), {1}, 0.0), (tuple(range(20)), {9, 10}, 0.5)],
)
def test_recall(found: tuple[int, ...], relevant: set[int], expected: float) -> None:
    """Answers that are not found could go unnoticed."""
    assert recall(found, relevant) == expected


def test_a_question_that_nothing_answers_is_refused() -> None:
    """It would count as answered, or as missed, by all alike."""
    with pytest.raises(ValueError, match="relevant"):
        recall((1,), ())


def test_percentiles_lie_between_the_nearest_values() -> None:
    """p99 of few values would be a value that was never near."""
    assert percentile([3.0, 1.0, 2.0], 50) == 2.0
    assert percentile([1.0, 2.0], 75) == 1.75
    assert percentile([5.0], 99) == 5.0
    with pytest.raises(ValueError, match="no values"):
        percentile([], 50)


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0, 100))
def test_a_percentile_is_within_the_values(values: list[float], percent: float) -> None:
    """A figure outside of all that was measured would be printed."""
    assert min(values) <= percentile(values, percent) <= max(values) + 1e-6


@pytest.mark.parametrize(
    ("measured", "at_least", "met"),
    [(1.0, False, True), (1.1, False, False), (1.0, True, True), (0.9, True, False)],
)
def test_a_goal_is_met_up_to_its_bound(measured: float, at_least: bool, met: bool) -> None:
    """A missed goal would be printed as met."""
    goal = Goal("any", 1.0, measured, at_least=at_least)
    assert goal.met is met
    assert goal.row[-1] == ("yes" if met else "NO")
