"""What we write is a Whoosh index, whatever we do inside."""

from pathlib import Path

import pytest
from whoosh import query
from whoosh.index import open_dir
from whoosh.searching import Searcher

from index.analysis import exact_term
from index.engines.whoosh.engine import WhooshEngine
from index.vietnamese.forms import forms
from tests.index.documents import document, start, store


def _term(field: str, word: str) -> query.Term:
    return query.Term(field, exact_term(forms(word)).decode())


@pytest.fixture
def searcher(tmp_path: Path) -> Searcher:
    engine = WhooshEngine(tmp_path)
    start(
        engine,
        document("1", "chi bộ", body="họp chi bộ " * 3, tags=["x"]),
        document("2", "bộ", body="chi đoàn họp"),
        document("3", "khác", body="đoàn"),
    )
    store(engine, document("4", "chi bộ", body="bộ"), document("3", "chi bộ"))
    (folder,) = (one for one in tmp_path.iterdir() if one.is_dir())
    return open_dir(str(folder)).searcher()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (_term("title", "bộ"), {"1", "2", "3", "4"}),
        (_term("body", "đoàn"), {"2"}),
        (query.And([_term("title", "bộ"), _term("body", "họp")]), {"1", "2"}),
        (query.Or([_term("body", "bộ"), _term("body", "đoàn")]), {"1", "2", "4"}),
        (query.And([_term("title", "bộ"), query.Not(_term("body", "họp"))]), {"3", "4"}),
        (query.Term("tags", "x"), {"1"}),
        (query.Prefix("title", "ch"), {"1", "3", "4"}),
        (query.Phrase("body", [_term("body", word).text for word in ("chi", "bộ")]), {"1"}),
    ],
)
def test_plain_whoosh_answers(searcher: Searcher, asked: query.Query, expected: set[str]) -> None:
    """An operator could not look into the index with Whoosh's own tools."""
    with searcher:
        hits = searcher.search(asked)
        assert {hit["id"].decode() for hit in hits} == expected
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True)
