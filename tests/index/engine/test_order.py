"""In what order documents are found, and in which pages."""

from datetime import timedelta

import pytest

from index.engine import Engine, Order
from index.parser import parse
from index.query import And, Or, Term
from tests.index.documents import NOW, document, found, store
from tests.index.engine.conftest import Open

DAY = timedelta(days=1)


def test_newest_and_oldest_are_each_other_reversed(engine: Engine) -> None:
    """Pages would repeat articles, or skip some."""
    days = [3, 1, 1, 2, 0, 1]
    store(
        engine,
        *(document(str(n), "bộ", published=NOW - day * DAY) for n, day in enumerate(days)),
    )
    newest = found(engine, "bộ", order=Order.NEWEST)
    assert newest == ["4", "5", "2", "1", "3", "0"]
    assert found(engine, "bộ", order=Order.OLDEST) == newest[::-1]


def test_pages_are_parts_of_the_whole(engine: Engine) -> None:
    """Page two would repeat page one."""
    store(engine, *(document(str(n), "bộ " * (n % 3 + 1)) for n in range(20)))
    for order in Order:
        whole = engine.search(Term("bộ"), at=NOW, order=order, limit=20)
        parts = [
            engine.search(Term("bộ"), at=NOW, order=order, offset=offset, limit=6)
            for offset in range(0, 24, 6)
        ]
        assert [hit for part in parts for hit in part.hits] == list(whole.hits)
        assert {part.total for part in parts} == {20}
    assert engine.search(Term("bộ"), at=NOW, limit=0).hits == ()
    assert engine.search(Term("bộ"), at=NOW, offset=30).total == 20


def test_better_matches_come_first(engine: Engine) -> None:
    """The article about a thing would stand below those that mention it."""
    rest = "và nhiều lời khác nữa ở đây " * 20
    store(
        engine,
        document("mention", "Tin vắn", body=rest + "thủy lợi " + rest),
        document("lead", "Tin vắn", lead="Thủy lợi", body=rest + rest),
        document("title", "Thủy lợi", body=rest + rest),
        *(document(f"other {n}", "Tin vắn", body=rest) for n in range(5)),
    )
    assert found(engine, "thuỷ lợi") == ["title", "lead", "mention"]
    hits = engine.search(parse("thủy lợi"), at=NOW).hits
    assert hits[0].score > hits[1].score > hits[2].score > 0


def test_its_own_spelling_comes_first_among_marked_words(engine: Engine) -> None:
    """In "ba Hương", Bà would stand before Ba."""
    store(
        engine,
        document("other", "Bà Hương, bà Hương"),
        document("own", "Cô Hương và ba người"),
        document("more", "Bá Hương bá bả bà bạ"),
    )
    assert found(engine, "ba hương")[0] == "own"
    assert len(found(engine, "ba hương")) == 3


def test_likely_spellings_come_first(engine: Engine) -> None:
    """Typed without marks, a search would show other words first; or lose them."""
    store(
        engine,
        document("likely", "Con bò và nhiều lời khác"),
        document("other", "Cán bộ, con bọ, bổ nhiệm, bờ bãi"),
        document("bare", "con bo va nhieu loi khac"),
        *(document(str(n), "Tin khác") for n in range(20)),
    )
    told = And((Term("con"), Term("bo", likely=("bò",))))
    hits = engine.search(told, at=NOW).hits
    assert {hit.id for hit in hits} == {"likely", "other", "bare"}
    assert hits[-1].id == "other"
    assert found(engine, "con bo")[0] == "other"


def test_equal_texts_score_alike_wherever_they_are(engine: Engine) -> None:
    """What was indexed later would stand higher or lower for no reason."""
    for n in range(4):
        store(engine, document(str(n), "chi bộ", published=NOW - n * DAY))
    store(engine, *(document(str(n), "bộ khác", published=NOW) for n in range(4, 60)))
    hits = engine.search(parse("chi bộ"), at=NOW).hits
    assert [hit.id for hit in hits] == ["0", "1", "2", "3"]
    assert len({hit.score for hit in hits}) == 1


def test_an_answer_is_the_same_the_second_time(engine: Engine, reopen: Open) -> None:
    """What is remembered between searches would change what they find."""
    words = [f"bộ chi {'hòa ' * (n % 4)}" + ("hiếm bo" if n % 30 == 8 else "") for n in range(90)]
    store(engine, *(document(str(n), f"a{n}", body=text) for n, text in enumerate(words)))
    texts = ["hiếm bộ chi", "bộ", "chi hòa", "bo chi hiếm", "hoa hiem", '"chi hiếm" bộ']
    cold = [reopen().search(parse(text), at=NOW).hits for text in texts]
    assert [len(hits) for hits in cold] == [3, 10, 10, 3, 1, 2]
    for _ in range(2):
        assert [engine.search(parse(text), at=NOW).hits for text in texts] == cold


def test_the_newer_of_two_equal_ones_scores_more(engine: Engine) -> None:
    """News of today would stand below the same news of ten years ago; or age count though a caller
    said that it must not."""
    ages = [3_650, 0, 365, 730, 30]
    store(
        engine,
        *(document(str(n), "chi bộ", published=NOW - age * DAY) for n, age in enumerate(ages)),
        document("to come", "chi bộ", published=NOW + 90 * DAY),
    )
    hits = engine.search(parse("chi bộ"), at=NOW, recency=0.3).hits
    assert [hit.id for hit in hits] == ["to come", "1", "4", "2", "3", "0"]
    assert hits[0].score == pytest.approx(hits[1].score)
    assert hits[1].score / hits[-1].score == pytest.approx(1.3, rel=1e-2)
    without = engine.search(parse("chi bộ"), at=NOW).hits
    assert len({hit.score for hit in without}) == 1
    assert [hit.id for hit in without] == ["to come", "1", "4", "2", "3", "0"]


def test_age_counts_only_mildly(engine: Engine) -> None:
    """An article about a thing would stand below a newer one that mentions it."""
    rest = "và nhiều lời khác nữa ở đây " * 20
    store(
        engine,
        document("about", "Thủy lợi", body=rest, published=NOW - 3_650 * DAY),
        document("mention", "Tin vắn", body=rest + "thủy lợi", published=NOW),
        *(document(f"other {n}", "Tin vắn", body=rest) for n in range(5)),
    )
    hits = engine.search(parse("thủy lợi"), at=NOW, recency=0.25).hits
    assert [hit.id for hit in hits] == ["about", "mention"]


def test_the_day_of_asking_is_what_counts(engine: Engine) -> None:
    """What was new when a server started would be new for ever."""
    store(engine, document("old", "chi bộ", published=NOW - 700 * DAY))

    def score(days: int) -> float:
        return engine.search(parse("chi bộ"), at=NOW + days * DAY, recency=1.0).hits[0].score

    assert score(0) > score(100) > score(1_000)
    assert score(0) == score(0)


def test_a_single_word_is_found_in_the_longest_of_texts(engine: Engine) -> None:
    """A law in full would never be found among thousands of short notices."""
    store(engine, *(document(str(n), body="tin") for n in range(12_000)))
    store(engine, document("long", body="đá " * 100_000 + "bò bỏ"), document("bà", "bà"))
    for text in ("bò", "bo", '"bò bỏ"', '"bo bỏ"'):
        assert found(engine, text) == ["long"] or text == "bo"
    assert set(found(engine, Or((Term("bà"), Term("bo"))))) == {"long", "bà"}
