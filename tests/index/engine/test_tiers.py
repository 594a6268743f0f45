"""Where few documents match, those that match in part follow them."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.document import Document
from index.engine import ENOUGH, Engine, Order, Page
from index.query import And, AtLeast, Everything, Or, Query, Term, Value
from tests.index import brute_force
from tests.index.documents import NOW, document, start, store_in_turn

WORDS = ("bộ", "hòa", "đá", "kỹ")
PAGES = (1, 3, 7, 50)


def _query(words: tuple[str, ...]) -> tuple[Query, Query]:
    """Every word, and in part at least one of them."""
    terms = tuple(map(Term, words))
    return And(terms), AtLeast(terms, max(1, len(words) // 2))


def _pages(engine: Engine, size: int, query: Query, partial: Query, order: Order) -> list[Page]:
    """One page after the other, until one is not full."""
    pages: list[Page] = []
    while not pages or len(pages[-1].hits) == size:
        offset = size * len(pages)
        pages.append(
            engine.search(
                query,
                partial=partial,
                at=NOW,
                order=order,
                offset=offset,
                limit=size,
                filters={"tags": ~Value("tags", "z")},
            )
        )
    return pages


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    batches=st.lists(brute_force.documents(), min_size=1, max_size=6),
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True).map(tuple),
    size=st.sampled_from(PAGES),
    order=st.sampled_from(list(Order)),
)
def test_pages_go_through_both_tiers_without_gaps_or_repeats(
    engine: Engine,
    batches: list[list[Document]],
    words: tuple[str, ...],
    size: int,
    order: Order,
) -> None:
    """A reader who turns the page would see an article again, or never see it."""
    kept = store_in_turn(engine, batches)
    query, partial = _query(words)
    documents = [one for one in kept if "z" not in one.tags]
    complete = {one.id for one in documents if brute_force.matches(query, one)}
    others = {one.id for one in documents if _in_part(words, one)} - complete
    if len(complete) >= ENOUGH:
        others = set()
    pages = _pages(engine, size, query, partial, order)
    hits = [hit for page in pages for hit in page.hits]
    ids = [hit.id for hit in hits]
    assert set(ids[: len(complete)]) == complete
    assert set(ids[len(complete) :]) == others
    assert len(ids) == len(complete) + len(others)
    assert {(page.total, page.complete) for page in pages} == {(len(ids), len(complete))}
    published = {one.id: one.published_at for one in documents}
    for tier in (hits[: len(complete)], hits[len(complete) :]):
        by_score = order is Order.RELEVANCE
        keys = [(by_score * hit.score, published[hit.id], hit.id) for hit in tier]
        assert keys == sorted(keys, reverse=order is not Order.OLDEST)


def _in_part(words: tuple[str, ...], one: Document) -> bool:
    held = sum(brute_force.matches(Term(word), one) for word in words)
    return held >= max(1, len(words) // 2)


def test_enough_complete_matches_need_no_others(engine: Engine) -> None:
    """A search that finds a full page would go on to things that were not asked for."""
    terms = Term("chi"), Term("bộ")
    for count, others in ((ENOUGH - 1, True), (ENOUGH, False), (ENOUGH + 5, False)):
        start(
            engine,
            *(document(f"both {n}", "chi bộ") for n in range(count)),
            *(document(f"one {n}", "chi") for n in range(5)),
        )
        page = engine.search(And(terms), partial=Or(terms), at=NOW, limit=3)
        assert page.complete == count
        assert page.total == count + 5 * others


def test_a_worse_complete_match_still_stands_before_a_better_part(engine: Engine) -> None:
    """An article with all the words would stand below one that repeats a single one of them."""
    terms = Term("thủy"), Term("lợi")
    start(
        engine,
        document("all", body="thủy " + "dài " * 500 + "lợi"),
        document("part", "Thủy thủy thủy thủy"),
        *(document(str(n), "khác") for n in range(20)),
    )
    hits = engine.search(And(terms), partial=Or(terms), at=NOW).hits
    assert [hit.id for hit in hits] == ["all", "part"]
    assert hits[0].score < hits[1].score


def test_without_tiers_all_stand_in_one_order(engine: Engine) -> None:
    """A long article that holds all of many common words by chance would bury the one meant."""
    terms = Term("thủy"), Term("lợi")
    start(
        engine,
        document("all", body="thủy " + "dài " * 500 + "lợi"),
        document("part", "Thủy thủy thủy thủy"),
        *(document(str(n), "khác") for n in range(20)),
        *(document(f"more {n}", body="thủy" + " dài" * 900 + " lợi") for n in range(ENOUGH)),
    )
    page = engine.search(And(terms), partial=Or(terms), at=NOW, tiers=False, limit=3)
    assert [hit.id for hit in page.hits][:2] == ["part", "all"]
    assert (page.total, page.complete) == (ENOUGH + 2, ENOUGH + 1)
    rest = engine.search(And(terms), partial=Or(terms), at=NOW, tiers=False, offset=1, limit=2)
    assert rest.hits == page.hits[1:]
    alone = engine.search(And(terms), at=NOW, tiers=False)
    assert alone.total == alone.complete == ENOUGH + 1


def test_what_is_hidden_or_filtered_is_in_neither_tier(engine: Engine) -> None:
    """A text under embargo would show as a match in part."""
    terms = Term("chi"), Term("bộ")
    start(
        engine,
        document("shown", "chi", tags=["a"]),
        document("later", "chi", tags=["a"], visible_from=NOW.replace(year=2030)),
        document("over", "chi bộ", tags=["a"], visible_until=NOW),
        document("other tag", "bộ", tags=["b"]),
    )
    page = engine.search(
        And(terms), partial=Or(terms), at=NOW, filters={"tags": Value("tags", "a")}
    )
    assert [hit.id for hit in page.hits] == ["shown"]
    assert (page.total, page.complete) == (1, 0)


def test_a_partial_that_everything_matches(engine: Engine) -> None:
    """A page would hold an article twice, once in each tier."""
    start(engine, *(document(str(n), "chi" if n else "bộ") for n in range(30)))
    page = engine.search(Term("bộ"), partial=Everything(), at=NOW, limit=100)
    assert sorted(hit.id for hit in page.hits) == sorted(str(n) for n in range(30))
    assert page.hits[0].id == "0"
    assert (page.total, page.complete) == (30, 1)
