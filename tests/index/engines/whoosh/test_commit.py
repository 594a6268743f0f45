"""What is remembered of queries says what they ask in a commit, and nothing of what they find."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engine import Engine, Page
from index.engines.whoosh.commit import Commit
from index.engines.whoosh.engine import WhooshEngine
from index.query import And, AtLeast, Not, Query, Term
from tests.index.documents import LONG_AGO, NOW, document, found, start, store

WORDS = ("bộ", "bo", "hòa", "đá", "da", "kỹ")


def _page(engine: Engine, words: Sequence[str]) -> Page:
    """Of a query that nothing else has a leaf of: each word, or one of them, and not another."""
    query = And((*map(Term, words), Not(Term("chi"))))
    partial = And((AtLeast(tuple(map(Term, words)), 1), Not(Term("chi"))))
    return engine.search(query, at=NOW, partial=partial, facets=("tags",))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index")
    texts = [f"{WORDS[n % 6]} {WORDS[n // 6 % 6]} {WORDS[n // 36]}" for n in range(6**3)]
    documents = [
        document(str(n), text + " chi" * (n % 11 == 0), tags=[f"t{n % 4}"])
        for n, text in enumerate(texts)
    ]
    start(WhooshEngine(path), *documents)
    return path


@settings(max_examples=60, deadline=timedelta(seconds=5))
@given(
    asked=st.lists(
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), min_size=2, max_size=12
    )
)
def test_the_answer_is_the_same_whatever_was_asked_before(
    folder: Path, asked: list[list[str]]
) -> None:
    """A reader would be answered about the words of somebody else's query."""
    engine = WhooshEngine(folder)
    for words in (*asked, *asked):
        assert _page(engine, words) == _page(WhooshEngine(folder), words)


def _plans(engine: WhooshEngine) -> Commit:
    return engine._current()._commit


def _both(one: str, other: str) -> Query:
    return And((Term(one), Term(other)))


def test_a_query_is_read_once(folder: Path) -> None:
    """Each page of a list would cost once more what understanding its query does."""
    commit = _plans(WhooshEngine(folder))
    plan = commit.plan(_both("bộ", "hòa"))
    assert commit.plan(_both("bộ", "hòa")) is plan
    assert commit.plan(_both("hòa", "bộ")) is not plan


def test_long_queries_are_forgotten(folder: Path) -> None:
    """A robot that sends long texts, each another one, would fill the server's memory."""
    commit = _plans(WhooshEngine(folder))
    texts = tuple(map(Term, ("bộ",) * 1_000))
    first = commit.plan(And(texts))
    for number in range(20):
        commit.plan(And((*texts, Term(f"k{number}"))))
    assert commit.plan(And(texts)) is not first


def test_a_commit_counts_anew(tmp_path: Path) -> None:
    """A word would stay as rare as it was, and what was published since be ranked by that."""
    engine = WhooshEngine(tmp_path)
    start(engine, document("1", "bộ"), document("2", "hòa"), document("3", "hòa"))
    either = AtLeast((Term("bộ"), Term("hòa")), 1)
    assert found(engine, either)[0] == "1"  # the rarer word
    later = [document(str(n), "bộ", published=LONG_AGO - timedelta(days=n)) for n in range(4, 9)]
    store(engine, *later)
    assert set(found(engine, either)[:2]) == {"2", "3"}
