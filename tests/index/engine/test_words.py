"""Which documents an engine finds for which words."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.engine import Engine
from index.query import (
    And,
    Everything,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Query,
    Range,
    Term,
    UnknownField,
    Value,
)
from tests.index import brute_force
from tests.index.cases import MATCHES, in_all_encodings
from tests.index.documents import document, found, start, store


@pytest.mark.parametrize(("query", "hits", "misses"), MATCHES, ids=[c[0] for c in MATCHES])
def test_words_match_asymmetrically(
    engine: Engine, query: str, hits: list[str], misses: list[str]
) -> None:
    """Readers who type with accents, or without, would miss what they look for."""
    texts = [one for text in hits for one in in_all_encodings(text)]
    others = [one for text in misses for one in in_all_encodings(text)]
    store(engine, *(document(str(n), text) for n, text in enumerate(texts + others)))
    for typed in in_all_encodings(query):
        assert sorted(map(int, found(engine, typed))) == list(range(len(texts)))


def test_every_word_is_needed_in_any_field(engine: Engine) -> None:
    """A word in the title and one in the text would not count together."""
    store(
        engine,
        document("both", "Giao thông", body="an toàn"),
        document("one", "Giao thông", body="thông suốt"),
    )
    assert found(engine, "giao toàn") == ["both"]
    assert set(found(engine, Or((Term("giao"), Term("toàn"))))) == {"both", "one"}


@pytest.mark.parametrize("field", ["title", "lead", "body", "byline", "keywords"])
def test_every_text_field_is_searched(engine: Engine, field: str) -> None:
    """Articles would not be found by their author or their tags."""
    text = {field: "Nguyễn Ái"}
    store(engine, document("1", **text), document("2", "khác"))  # type: ignore[arg-type]
    assert found(engine, "ai nguyen") == ["1"]
    assert found(engine, Term("ái", field)) == ["1"]


def test_a_field_of_its_own_is_asked_alone(engine: Engine) -> None:
    """A search of titles would find texts."""
    store(engine, document("title", "bộ"), document("body", "đi", body="bộ"))
    assert found(engine, Term("bộ", "title")) == ["title"]
    assert found(engine, Phrase(("bộ",), "body")) == ["body"]


def test_a_phrase_is_in_sequence_and_in_one_field(engine: Engine) -> None:
    """Quoted words would be found anywhere."""
    store(
        engine,
        document("in order", body="họp chi bộ mới"),
        document("out of order", body="bộ chi"),
        document("two fields", "chi", body="bộ"),
        document("apart", body="chi của bộ"),
        document("repeated", body="chi chi bộ"),
    )
    assert set(found(engine, '"chi bộ"')) == {"in order", "repeated"}
    assert set(found(engine, '"chi bo"')) == {"in order", "repeated"}
    assert found(engine, '"chi chi"') == ["repeated"]
    assert found(engine, '"họp chi bộ mới"') == ["in order"]


def test_a_beginning_finds_the_words_that_begin_so(engine: Engine) -> None:
    """Suggestions while typing would be empty."""
    store(engine, document("1", "Nghị quyết"), document("2", "nghi ngờ"), document("3", "Huế"))
    assert set(found(engine, Prefix("ngh"))) == {"1", "2"}
    assert found(engine, Prefix("nghị")) == ["1"]
    assert found(engine, Prefix("NGHI")) == found(engine, Prefix("ngh"))
    assert found(engine, Prefix("x")) == []


def test_a_beginning_with_a_mark_in_one_field(engine: Engine) -> None:
    """What a reader is typing would fail as soon as it is looked for in titles."""
    store(
        engine,
        document("1", "bộ bộc đá", body="bộ bội bò đá"),
        document("2", "khác", body="bộng"),
        document("3", "bón bò", body="bộ"),
    )
    assert found(engine, Prefix("bộ", "title")) == ["1"]
    assert set(found(engine, Prefix("bộ", "body"))) == {"1", "2", "3"}
    assert set(found(engine, Prefix("bo", "title"))) == {"1", "3"}


def test_not_nothing_and_everything(engine: Engine) -> None:
    """Excluded words would be found, or an empty query find all."""
    store(engine, document("1", "chi bộ"), document("2", "chi"))
    assert found(engine, "chi -bộ") == ["2"]
    assert set(found(engine, Everything())) == {"1", "2"}
    assert found(engine, Nothing()) == []
    assert found(engine, Not(Term("bộ"))) == ["2"]
    assert found(engine, Not(Not(Term("bộ")))) == ["1"]
    assert found(engine, And(())) == found(engine, Everything())
    assert found(engine, Or(())) == []
    assert found(engine, Phrase(())) == []


def test_what_nobody_sees_hides_no_word(engine: Engine) -> None:
    """A word copied from a page with soft hyphens would find nothing."""
    store(
        engine, document("1", "Công trình thủy lợi"), document("2", "công tr\u00adình th\u200bủy")
    )
    for query in ("th\u00adủy", "th\u200bủy", '"tr\ufeffình th\u200dủy"', Term("th\u00adủy")):
        assert set(found(engine, query)) == {"1", "2"}
    assert set(found(engine, Prefix("t\u00adrì"))) == {"1", "2"}


def test_odd_texts_are_indexed(engine: Engine) -> None:
    """One strange article would stop all indexing."""
    store(
        engine,
        document("1", "\ud800 bộ \x00", body="x" * 200_000, byline="\udfff", tags=["\ud800"]),
        document("2", body="bộ " * 70_000 + "cuối cùng"),
        document("3"),
    )
    assert set(found(engine, "bộ")) == {"1", "2"}
    assert found(engine, '"bộ cuối"') == ["2"]
    assert engine.count() == 3


def test_unknown_fields_are_refused(engine: Engine) -> None:
    """A misspelt filter would find nothing, silently."""
    store(engine, document("1", "bộ"))
    for query in Term("bộ", "nope"), Value("title", "x"), Range("kind"):
        with pytest.raises(UnknownField):
            found(engine, query)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    batches=st.lists(brute_force.documents(), min_size=1, max_size=4),
    queries=st.lists(brute_force.queries(), min_size=1, max_size=8),
)
def test_finds_what_the_rules_say(
    engine: Engine,
    batches: list[list[brute_force.Example]],
    queries: list[Query],
) -> None:
    """Some combination nobody thought of would find too much or too little."""
    start(engine)
    kept: dict[str, list[brute_force.Example]] = {}
    for batch in batches:
        owners = Counter(one.owner for one in batch)
        store(engine, *batch)
        kept = {owner: group for owner, group in kept.items() if owner not in owners}
        for one in batch:
            kept.setdefault(one.owner, []).append(one)
    everything = [one for group in kept.values() for one in group]
    for query in queries:
        expected = sorted(one.id for one in everything if brute_force.matches(query, one))
        assert sorted(found(engine, query, limit=1_000)) == expected
    while engine.merge():
        pass
    for query in queries:
        expected = sorted(one.id for one in everything if brute_force.matches(query, one))
        assert sorted(found(engine, query, limit=1_000)) == expected
