"""What every engine must do. An engine's tests inherit EngineContract and say how to open one."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.engine import Engine, IndexUnavailable, Order, State
from index.opening import open_engine
from index.parser import parse
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
from tests.index.documents import LONG_AGO, NOW, document, found, start, store

Open = Callable[[], Engine]
"""Opens the same index once more, as another process would."""

DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)


class EngineContract:
    @pytest.fixture
    def address(self, tmp_path: Path) -> str:
        raise NotImplementedError

    @pytest.fixture
    def reopen(self, address: str) -> Iterator[Open]:
        engines: list[Engine] = []

        def reopen() -> Engine:
            engines.append(open_engine(address))
            return engines[-1]

        yield reopen
        for engine in engines:
            engine.close()

    @pytest.fixture
    def engine(self, reopen: Open) -> Engine:
        """An index without documents."""
        engine = reopen()
        start(engine)
        return engine

    # -- words ------------------------------------------------------------------------------

    @pytest.mark.parametrize(("query", "hits", "misses"), MATCHES, ids=[c[0] for c in MATCHES])
    def test_words_match_asymmetrically(
        self, engine: Engine, query: str, hits: list[str], misses: list[str]
    ) -> None:
        """Readers who type with accents, or without, would miss what they look for."""
        texts = [one for text in hits for one in in_all_encodings(text)]
        others = [one for text in misses for one in in_all_encodings(text)]
        store(engine, *(document(str(n), text) for n, text in enumerate(texts + others)))
        for typed in in_all_encodings(query):
            assert sorted(map(int, found(engine, typed))) == list(range(len(texts)))

    def test_every_word_is_needed_in_any_field(self, engine: Engine) -> None:
        """A word in the title and one in the text would not count together."""
        store(
            engine,
            document("both", "Giao thông", body="an toàn"),
            document("one", "Giao thông", body="thông suốt"),
        )
        assert found(engine, "giao toàn") == ["both"]
        assert set(found(engine, Or((Term("giao"), Term("toàn"))))) == {"both", "one"}

    @pytest.mark.parametrize("field", ["title", "lead", "body", "byline", "keywords"])
    def test_every_text_field_is_searched(self, engine: Engine, field: str) -> None:
        """Articles would not be found by their author or their tags."""
        text = {field: "Nguyễn Ái"}
        store(engine, document("1", **text), document("2", "khác"))  # type: ignore[arg-type]
        assert found(engine, "ai nguyen") == ["1"]
        assert found(engine, Term("ái", field)) == ["1"]

    def test_a_field_of_its_own_is_asked_alone(self, engine: Engine) -> None:
        """A search of titles would find texts."""
        store(engine, document("title", "bộ"), document("body", "đi", body="bộ"))
        assert found(engine, Term("bộ", "title")) == ["title"]
        assert found(engine, Phrase(("bộ",), "body")) == ["body"]

    def test_a_phrase_is_in_sequence_and_in_one_field(self, engine: Engine) -> None:
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

    def test_a_beginning_finds_the_words_that_begin_so(self, engine: Engine) -> None:
        """Suggestions while typing would be empty."""
        store(engine, document("1", "Nghị quyết"), document("2", "nghi ngờ"), document("3", "Huế"))
        assert set(found(engine, Prefix("ngh"))) == {"1", "2"}
        assert found(engine, Prefix("nghị")) == ["1"]
        assert found(engine, Prefix("NGHI")) == found(engine, Prefix("ngh"))
        assert found(engine, Prefix("x")) == []

    def test_not_nothing_and_everything(self, engine: Engine) -> None:
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

    def test_odd_texts_are_indexed(self, engine: Engine) -> None:
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

    def test_unknown_fields_are_refused(self, engine: Engine) -> None:
        """A misspelt filter would find nothing, silently."""
        store(engine, document("1", "bộ"))
        for query in Term("bộ", "nope"), Value("title", "x"), Range("kind"):
            with pytest.raises(UnknownField):
                found(engine, query)

    # -- values, moments and order -----------------------------------------------------------

    def test_filters_by_exact_values(self, engine: Engine) -> None:
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

    def test_a_range_ends_before_its_end(self, engine: Engine) -> None:
        """Articles of midnight would stand in two days, or none."""
        store(engine, *(document(str(n), published=NOW + n * DAY) for n in range(4)))
        middle = Range("published_at", NOW + DAY, NOW + 3 * DAY)
        assert found(engine, middle, order=Order.OLDEST) == ["1", "2"]
        assert found(engine, Range("published_at", lt=NOW + DAY)) == ["0"]
        assert found(engine, Range("published_at", gte=NOW + 3 * DAY)) == ["3"]
        assert found(engine, Range("published_at", NOW + INSTANT, NOW + DAY)) == []

    def test_newest_and_oldest_are_each_other_reversed(self, engine: Engine) -> None:
        """Pages would repeat articles, or skip some."""
        days = [3, 1, 1, 2, 0, 1]
        store(
            engine,
            *(document(str(n), "bộ", published=NOW - day * DAY) for n, day in enumerate(days)),
        )
        newest = found(engine, "bộ", order=Order.NEWEST)
        assert newest == ["4", "5", "2", "1", "3", "0"]
        assert found(engine, "bộ", order=Order.OLDEST) == newest[::-1]

    def test_pages_are_parts_of_the_whole(self, engine: Engine) -> None:
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

    def test_better_matches_come_first(self, engine: Engine) -> None:
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

    def test_its_own_spelling_comes_first_among_marked_words(self, engine: Engine) -> None:
        """In "ba Hương", Bà would stand before Ba."""
        store(
            engine,
            document("other", "Bà Hương, bà Hương"),
            document("own", "Cô Hương và ba người"),
            document("more", "Bá Hương bá bả bà bạ"),
        )
        assert found(engine, "ba hương")[0] == "own"
        assert len(found(engine, "ba hương")) == 3

    def test_equal_texts_score_alike_wherever_they_are(self, engine: Engine) -> None:
        """What was indexed later would stand higher or lower for no reason."""
        for n in range(4):
            store(engine, document(str(n), "chi bộ", published=NOW - n * DAY))
        store(engine, *(document(str(n), "bộ khác", published=NOW) for n in range(4, 60)))
        hits = engine.search(parse("chi bộ"), at=NOW).hits
        assert [hit.id for hit in hits] == ["0", "1", "2", "3"]
        assert len({hit.score for hit in hits}) == 1

    def test_an_answer_is_the_same_the_second_time(self, engine: Engine, reopen: Open) -> None:
        """What is remembered between searches would change what they find."""
        words = [
            f"bộ chi {'hòa ' * (n % 4)}" + ("hiếm bo" if n % 30 == 8 else "") for n in range(90)
        ]
        store(engine, *(document(str(n), f"a{n}", body=text) for n, text in enumerate(words)))
        texts = ["hiếm bộ chi", "bộ", "chi hòa", "bo chi hiếm", "hoa hiem", '"chi hiếm" bộ']
        cold = [reopen().search(parse(text), at=NOW).hits for text in texts]
        assert [len(hits) for hits in cold] == [3, 10, 10, 3, 1, 2]
        for _ in range(2):
            assert [engine.search(parse(text), at=NOW).hits for text in texts] == cold

    # -- visibility --------------------------------------------------------------------------

    def test_visible_from_the_first_moment_to_before_the_last(self, engine: Engine) -> None:
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

    # -- writing -----------------------------------------------------------------------------

    def test_replace_puts_documents_in_place_of_all_of_their_owner(self, engine: Engine) -> None:
        """Old words of an edited article would still find it."""
        store(engine, document("1:public", "cũ", owner="1"), document("1:next", "cũ", owner="1"))
        store(engine, document("2", "cũ"))
        store(engine, document("1:public", "mới", owner="1"))
        assert found(engine, "cũ") == ["2"]
        assert found(engine, "mới") == ["1:public"]
        assert engine.search(Term("mới"), at=NOW).hits[0].owner == "1"
        engine.replace({"1", "article:2", "unknown"}, [], {})
        assert engine.count() == 0
        assert found(engine, Everything()) == []

    def test_digests_tell_what_is_there(self, engine: Engine) -> None:
        """A check of the index against the database would be wrong."""
        documents = [document("1", "một", tags=["x"]), document("2", "hai", visible_until=NOW)]
        store(engine, *documents)
        assert dict(engine.digests()) == {one.id: one.digest for one in documents}

    def test_watermarks_are_kept_with_the_commit(self, engine: Engine, reopen: Open) -> None:
        """A mutation would be told that it is searchable too early, or never."""
        assert engine.watermarks() == {}
        engine.replace((), [document("1", "bộ")], {"interactive": 3, "bulk": 1})
        engine.replace({"article:1"}, [], {"interactive": 4})
        assert engine.watermarks() == {"interactive": 4, "bulk": 1}
        assert reopen().watermarks() == {"interactive": 4, "bulk": 1}
        engine.merge()
        assert engine.watermarks() == {"interactive": 4, "bulk": 1}

    def test_another_reader_sees_each_commit_at_once(self, engine: Engine, reopen: Open) -> None:
        """Other workers would answer with old articles."""
        other = reopen()
        generations = set()
        for n in range(12):
            store(engine, document("1", f"bộ a{n}"))
            assert found(other, f"a{n}") == ["1"]
            assert other.count() == 1
            generations.add(other.search(Everything(), at=NOW).generation)
        assert len(generations) == 12

    def test_merging_keeps_every_answer(self, engine: Engine) -> None:
        """Tidying up would lose or double articles."""
        for n in range(40):
            store(engine, document(str(n), f"bộ a{n % 7}", body="chi bộ " * n, tags=[str(n % 3)]))
            if n % 5 == 0:
                engine.replace({f"article:{n - 3}"}, [], {})
        queries: list[Query] = [
            *(parse(text) for text in ("bo", "a3 chi", '"chi bộ chi"', "bộ -a1")),
            Value("tags", "2"),
        ]

        def answers() -> list[list[str]]:
            return [sorted(found(engine, query)) for query in queries]

        before, digests = answers(), sorted(engine.digests())
        pieces = 0
        while engine.merge():
            assert answers() == before
            pieces += 1
        assert pieces > 0
        assert sorted(engine.digests()) == digests
        assert not engine.merge()

    def test_many_commits_of_one_document_stay_searchable(self, engine: Engine) -> None:
        """A long day of editing would wear the index out."""
        for n in range(60):
            store(engine, document(str(n % 10), f"bộ a{n}"))
            if n % 9 == 0:
                engine.merge()
        assert engine.count() == 10
        assert found(engine, "a59") == ["9"]
        assert found(engine, "a49") == []

    # -- rebuilding --------------------------------------------------------------------------

    def test_a_missing_index_says_so(self, reopen: Open) -> None:
        """A fresh installation would fail instead of building its index."""
        engine = reopen()
        assert engine.state is State.MISSING
        assert engine.watermarks() == {}
        for use in (
            lambda: engine.search(Everything(), at=NOW),
            lambda: engine.replace((), [], {}),
            lambda: engine.merge(),
            lambda: engine.count(),
            lambda: list(engine.digests()),
        ):
            with pytest.raises(IndexUnavailable) as raised:
                use()
            assert raised.value.state is State.MISSING

    def test_a_rebuild_is_seen_only_when_finished(self, engine: Engine, reopen: Open) -> None:
        """Readers would see half an index."""
        other = reopen()
        store(engine, document("old", "bộ"))
        assert found(other, "bộ") == ["old"]
        rebuilding = engine.rebuild()
        rebuilding.add(document(str(n), "bộ mới") for n in range(30))
        rebuilding.replace({"article:3", "article:4"}, [document("4", "sửa")])
        store(engine, document("meanwhile", "bộ"))
        assert set(found(other, "bộ")) == {"old", "meanwhile"}
        rebuilding.finish({"bulk": 9})
        assert len(found(other, "bộ mới")) == len(found(engine, "bộ mới")) == 28
        assert found(other, "sửa") == ["4"]
        assert found(other, "bộ -mới") == []
        assert other.watermarks() == {"bulk": 9}

    def test_an_abandoned_rebuild_changes_nothing(self, engine: Engine) -> None:
        """A rebuild that failed would take the index with it."""
        store(engine, document("old", "bộ"))
        rebuilding = engine.rebuild()
        rebuilding.add([document("new", "bộ")])
        rebuilding.abandon()
        assert found(engine, "bộ") == ["old"]
        start(engine, document("newer", "bộ"))
        assert found(engine, "bộ") == ["newer"]

    # -- many at once ------------------------------------------------------------------------

    def test_threads_search_while_one_writes(self, engine: Engine) -> None:
        """Under load, readers would get errors or articles that never were."""
        store(engine, *(document(str(n), f"bộ v0 chi {n}") for n in range(8)))
        done, problems = threading.Event(), []

        def read() -> None:
            try:
                while not done.is_set():
                    page = engine.search(parse('"bo v0" | chi'), at=NOW, limit=20)
                    assert page.total == 8
                    assert len(found(engine, "chi")) == 8
                    assert engine.watermarks().keys() <= {"bulk"}
            except BaseException as problem:
                problems.append(problem)

        readers = [threading.Thread(target=read) for _ in range(8)]
        for reader in readers:
            reader.start()
        for n in range(24):
            engine.replace(
                {f"article:{n % 8}"}, [document(str(n % 8), f"bộ v0 chi {n}")], {"bulk": n}
            )
            if n % 10 == 9:
                engine.merge()
            if n == 12:
                start(engine, *(document(str(m), f"bộ v0 chi {m}") for m in range(8)))
        done.set()
        for reader in readers:
            reader.join()
        assert problems == []

    # -- against the plainest possible engine ------------------------------------------------

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
        self,
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


class TestWhooshEngine(EngineContract):
    @pytest.fixture
    def address(self, tmp_path: Path) -> str:
        return f"whoosh:{tmp_path / 'index'}"


@pytest.mark.parametrize("address", ["", "whoosh", "whoosh:", "solr:x", "/tmp/x"])
def test_unknown_addresses_are_refused(address: str) -> None:
    """A misspelt setting would make an empty index somewhere."""
    with pytest.raises(ValueError, match="whoosh:PATH"):
        open_engine(address)
