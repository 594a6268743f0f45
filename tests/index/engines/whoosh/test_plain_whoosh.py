"""What we write is a Whoosh index, whatever we do inside: its own tools answer, in any process."""

import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from whoosh import query
from whoosh.index import open_dir

from index.analysis import UNKNOWN, Term
from index.engines.whoosh.engine import WhooshEngine
from index.engines.whoosh.plain import plain_text
from index.vietnamese.forms import forms
from tests.index.documents import document, start, store

ROOT = Path(__file__).parents[4]


def _text(word: str, exact: str | None = None) -> str:
    """A word as Whoosh knows it: in a text with marks, unless another exact form is given."""
    form = forms(word)
    return plain_text(Term(form.folded.encode(), (exact or form.exact).encode())).decode()


def _term(field: str, word: str) -> query.Term:
    return query.Term(field, _text(word))


def _phrase(field: str, *words: str) -> query.Phrase:
    return query.Phrase(field, [_text(word) for word in words])


CASES: dict[str, tuple[query.Query, set[str]]] = {
    "term": (_term("title", "bộ"), {"1", "2", "3", "4", "7"}),
    "term of another spelling": (_term("title", "bò"), set()),
    "term of a text without marks": (query.Term("title", _text("bo", UNKNOWN)), {"8"}),
    "term that is only in a deleted document": (_term("title", "khác"), set()),
    "term of another field": (_term("body", "đoàn"), {"2"}),
    "value": (query.Term("tags", "x"), {"1", "7"}),
    "and": (query.And([_term("title", "bộ"), _term("body", "họp")]), {"1", "2"}),
    "or": (query.Or([_term("body", "bộ"), _term("body", "đoàn")]), {"1", "2", "4"}),
    "not": (query.And([_term("title", "bộ"), query.Not(_term("body", "họp"))]), {"3", "4", "7"}),
    "every but": (query.Not(_term("title", "bộ")), {"8"}),
    "phrase": (_phrase("body", "chi", "bộ"), {"1"}),
    "phrase of three": (_phrase("body", "họp", "chi", "bộ"), {"1"}),
    "phrase in another order": (_phrase("body", "bộ", "chi", "họp"), set()),
    "prefix": (query.Prefix("title", "ch"), {"1", "3", "4", "7"}),
    "prefix of an exact form": (query.Prefix("title", "bo\x1fb"), {"1", "2", "3", "4", "7"}),
    "wildcard": (query.Wildcard("title", "*\x1fb?"), {"1", "2", "3", "4", "7"}),
    "wildcard in front": (query.Wildcard("body", "*àn"), {"2"}),
    "every": (query.Every(), {"1", "2", "3", "4", "7", "8"}),
    "boolean of all": (
        query.And(
            [
                query.Or([_phrase("body", "chi", "bộ"), query.Prefix("title", "c")]),
                query.Not(query.Term("tags", "x")),
            ]
        ),
        {"3", "4"},
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of three segments, with documents deleted; of a fourth one all were."""
    path = tmp_path_factory.mktemp("plain")
    engine = WhooshEngine(path)
    start(
        engine,
        document("1", "chi bộ", body="họp chi bộ " * 3, tags=["x"]),
        document("2", "bộ", body="chi đoàn họp"),
        document("3", "khác", body="đoàn"),
        document("5", "chi bộ", body="họp"),
    )
    store(engine, document("4", "chi bộ", body="bộ"), document("3", "chi bộ"), document("6", "bộ"))
    store(engine, document("7", "khác bộ", tags=["x"]), document("9", "bộ"))
    store(engine, document("7", "chi bộ", tags=["x"]), document("8", "bo"))
    engine.replace({"article:5", "article:6", "article:9"}, [], {})
    (folder,) = (one for one in path.iterdir() if one.is_dir())
    return folder


@pytest.fixture(scope="module")
def answers(folder: Path) -> dict[str, list[str]]:
    """What another process finds, by the name of the case."""
    command = [sys.executable, "-m", "tests.index.engines.whoosh.plain_reader", str(folder)]
    asked = pickle.dumps([asked for asked, _ in CASES.values()])
    told = subprocess.run(command, input=asked, stdout=subprocess.PIPE, cwd=ROOT, check=True)
    return dict(zip(CASES, json.loads(told.stdout), strict=True))


@pytest.mark.parametrize("name", CASES)
def test_another_process_answers_with_whoosh_alone(
    answers: dict[str, list[str]], name: str
) -> None:
    """An operator could not look into the index with Whoosh's own tools."""
    assert sorted(answers[name]) == sorted(CASES[name][1])


def test_it_is_of_several_segments_with_deletions(folder: Path) -> None:
    """The cases above would prove nothing of an index that is in daily use."""
    with open_dir(str(folder)).reader() as reader:
        leaves = [leaf for leaf, _ in reader.leaf_readers()]
        assert len(leaves) == 3
        assert sum(leaf.has_deletions() for leaf in leaves) >= 2
        assert reader.doc_count() == 6 < reader.doc_count_all()


def test_the_best_comes_first_and_scores_are_told(folder: Path) -> None:
    """Whoosh's tools would list the hits in no order."""
    with open_dir(str(folder)).searcher() as searcher:
        hits = searcher.search(query.Or([_term("body", "chi"), _term("body", "bộ")]))
        scores = [hit.score for hit in hits]
        assert hits[0]["id"] == b"1"
        assert scores == sorted(scores, reverse=True)
        assert min(scores) > 0
