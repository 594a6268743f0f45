"""What is asked to find texts like another one, and what is found by it."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engine import Engine
from index.opening import open_engine
from index.query import Not, Nothing, Phrase, Term, Value, positive_leaves
from index.resemblance import PAIRS, WORDS, resembling
from tests.index.cases import in_all_encodings
from tests.index.documents import NOW, document, start

TITLE = "Sinh hoạt chi bộ ở bản vùng cao"
LEAD = "Chi bộ bản Nà Sản đổi mới nội dung sinh hoạt."
BODY = "Bí thư chi bộ nói về nội dung sinh hoạt của bản và của xã. " * 5


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    opened: Engine = open_engine(f"whoosh:{tmp_path_factory.mktemp('like') / 'index'}")
    others = [
        document(f"x{n}", "Tin của tỉnh và của cả nước", body="về của và có " * 9) for n in range(9)
    ]
    start(
        opened,
        document("own", TITLE, lead=LEAD, body=BODY),
        document("like", "Nâng chất lượng chi bộ", body="Nội dung sinh hoạt chi bộ ở xã."),
        document("word", "Chi phí của bộ phận sinh sản và hoạt động"),
        *others,
    )
    yield opened
    opened.close()


def test_what_is_about_the_same_comes_first(engine: Engine) -> None:
    """A reader at the end of an article would be shown anything."""
    for title, lead, body in zip(*map(in_all_encodings, (TITLE, LEAD, BODY)), strict=True):
        query = resembling(title, lead, body, engine.vocabulary())
        others = {"others": Not(Value("owner", "article:own"))}
        hits = engine.search(query, at=NOW, filters=others, limit=2).hits
        assert hits[0].id == "like"


def test_it_asks_for_what_is_telling(engine: Engine) -> None:
    """Words that stand everywhere would decide, and cost the most."""
    leaves = list(positive_leaves(resembling(TITLE, LEAD, BODY, engine.vocabulary())))
    assert Phrase(("chi", "bộ")) in leaves
    assert Term("của") not in leaves
    assert Term("và") not in leaves


@given(st.text(alphabet="abđộ 1\n-", max_size=200), st.text(max_size=50), st.text(max_size=50))
def test_the_query_is_small(engine: Engine, title: str, lead: str, body: str) -> None:
    """One article could cost as much as a hundred searches."""
    query = resembling(title, lead, body, engine.vocabulary())
    leaves = list(positive_leaves(query))
    assert len(leaves) <= PAIRS + WORDS
    assert leaves or query == Nothing()
    assert engine.search(query, at=NOW).total <= engine.count()


def test_a_long_text_is_read_in_part(engine: Engine) -> None:
    """A book of an article would keep a core busy."""
    long = "a" * 10 + " chi bộ" * 1_000_000
    query = resembling("", "", long, engine.vocabulary())
    assert query == resembling("", "", long[:10_000], engine.vocabulary())
