"""How many of the documents found have each value, held against counting them."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.document import Document
from index.engine import Engine, Facet
from index.query import Everything, Query, Range, Term, UnknownField, Value
from tests.index import brute_force
from tests.index.documents import NOW, document, start, store, store_in_turn

VIETNAM = timedelta(hours=7)


def _values(one: Document, field: str) -> list[str]:
    if field == "year":
        return [str((one.published_at + VIETNAM).year)]
    return sorted(set(getattr(one, field))) if field == "tags" else [one.owner]


def _counted(documents: list[Document], field: str) -> list[Facet]:
    counts = Counter(value for one in documents for value in _values(one, field))
    return [Facet(*item) for item in sorted(counts.items(), key=lambda own: (-own[1], own[0]))]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    batches=st.lists(brute_force.documents(), min_size=1, max_size=5),
    query=brute_force.queries(),
    tag=st.none() | st.sampled_from("xyz"),
    since=st.booleans(),
)
def test_a_facet_counts_under_the_query_and_all_filters_but_its_own(
    engine: Engine, batches: list[list[Document]], query: Query, tag: str | None, since: bool
) -> None:
    """A reader would choose a category that promises ten articles, and find two."""
    kept = store_in_turn(engine, batches)
    filters: dict[str, Query] = {"tags": Value("tags", tag)} if tag else {}
    if since:
        filters["year"] = Range("published_at", NOW)
    names = ("tags", "year", "owner")
    page = engine.search(query, at=NOW, filters=filters, facets=names, limit=0)
    for name in names:
        wanted = [query, *(own for key, own in filters.items() if key != name)]
        found = [one for one in kept if all(brute_force.matches(q, one) for q in wanted)]
        assert list(page.facets[name]) == _counted(found, name)
    wanted = [query, *filters.values()]
    assert page.total == sum(all(brute_force.matches(q, one) for q in wanted) for one in kept)


def test_many_values_are_counted_like_few(engine: Engine) -> None:
    """A newsroom with more authors than a few would see wrong numbers beside their names."""
    documents = [
        document(str(n), "bộ" if n % 3 else "chi", byline=f"Tác giả {n % 200}", tags=[f"{n % 2}"])
        for n in range(600)
    ]
    start(engine, *documents[:400])
    store(engine, *documents[400:])
    engine.replace({"article:1", "article:401"}, [], {})
    page = engine.search(Term("bộ"), at=NOW, facets=["byline_value", "tags", "kind"])
    left = [one for n, one in enumerate(documents) if n % 3 and n not in {1, 401}]
    expected = Counter(one.byline for one in left)
    assert {one.value: one.count for one in page.facets["byline_value"]} == expected
    assert page.facets["kind"] == (Facet("article", len(left)),)
    assert sum(one.count for one in page.facets["tags"]) == len(left)


def test_a_year_begins_at_midnight_in_vietnam(engine: Engine) -> None:
    """An article of New Year's morning would count for the old year."""
    midnight = datetime(2023, 12, 31, 17, tzinfo=UTC)
    moments = [midnight - timedelta(microseconds=1), midnight, datetime(1969, 5, 1, tzinfo=UTC)]
    start(engine, *(document(str(n), published=one) for n, one in enumerate(moments)))
    (years,) = engine.search(Everything(), at=NOW, facets=["year"]).facets.values()
    assert [(one.value, one.count) for one in years] == [("1969", 1), ("2023", 1), ("2024", 1)]


def test_facets_of_nothing_and_of_no_field(engine: Engine) -> None:
    """A search without results would fail; a misspelt facet would silently be empty."""
    assert engine.search(Everything(), at=NOW, facets=["tags", "year"]).facets == {
        "tags": (),
        "year": (),
    }
    start(engine, document("1", "bộ", tags=["x"]))
    assert engine.search(Term("chi"), at=NOW, facets=["tags"]).facets == {"tags": ()}
    for field in ("title", "published_at", "nope"):
        with pytest.raises(UnknownField):
            engine.search(Everything(), at=NOW, facets=[field])
