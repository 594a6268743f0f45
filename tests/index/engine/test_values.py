"""Exact values, ranges of moments, and when a document is visible."""

from datetime import timedelta

from index.engine import Engine, Order
from index.query import Everything, Not, Range, Term, Value
from tests.index.cases import in_all_encodings
from tests.index.documents import LONG_AGO, NOW, document, found, store

DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)


def test_filters_by_exact_values(engine: Engine) -> None:
    """A list by category, tag or author would show others' articles."""
    store(
        engine,
        document("1", "bộ", kind="article", tags=["a", "b"], categories=["7", "1"]),
        document("2", "bộ", kind="page", tags=["ab"], categories=["17"], byline="Lê Hòa"),
    )
    assert found(engine, Value("tags", "b") & Term("bộ")) == ["1"]
    assert found(engine, Value("categories", "7")) == ["1"]
    assert found(engine, Value("kind", "page")) == ["2"]
    assert found(engine, Value("owner", "article:2")) == ["2"]
    for byline in in_all_encodings("Lê Hòa"):
        assert found(engine, Value("byline_value", byline)) == ["2"]
    assert found(engine, Value("byline_value", "Lê hòa")) == []
    assert found(engine, ~Value("tags", "a") & Term("bộ")) == ["2"]
    both = Value("categories", "7") | Value("categories", "17")
    assert set(found(engine, both & Term("bo"))) == {"1", "2"}


def test_a_range_ends_before_its_end(engine: Engine) -> None:
    """Articles of midnight would stand in two days, or none."""
    store(engine, *(document(str(n), published=NOW + n * DAY) for n in range(4)))
    middle = Range("published_at", NOW + DAY, NOW + 3 * DAY)
    assert found(engine, middle, order=Order.OLDEST) == ["1", "2"]
    assert found(engine, Range("published_at", lt=NOW + DAY)) == ["0"]
    assert found(engine, Range("published_at", gte=NOW + 3 * DAY)) == ["3"]
    assert found(engine, Range("published_at", NOW + INSTANT, NOW + DAY)) == []


def test_visible_from_the_first_moment_to_before_the_last(engine: Engine) -> None:
    """A scheduled article would show too early, or two editions of it at once."""
    store(
        engine,
        document("old", "bộ", owner="a", visible_until=NOW),
        document("new", "bộ", owner="a", visible_from=NOW),
    )
    assert found(engine, "bộ", at=NOW - INSTANT) == ["old"]
    assert found(engine, "bộ", at=NOW) == ["new"]
    assert found(engine, Everything(), at=LONG_AGO - INSTANT) == []
    assert found(engine, Not(Term("x")), at=NOW) == ["new"]
    assert engine.search(Everything(), at=NOW).total == 1
    assert engine.count() == 2
