"""Our ranking held against Whoosh's own, on the same files.

Two things are ours on purpose. What a word is worth in a document is rounded to a multiple of STEP:
half a STEP of error a word, multiplied by how rare the word is. Where a text is at most six times
as long as the average one no word is worth less than 0.32, of which that is less than 1e-4. And
texts that are equally good stand in the order of their dates, not in that of their numbers.
"""

import math
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query as plain
from whoosh.index import open_dir
from whoosh.scoring import BM25F

from index.analysis import UNKNOWN, Term
from index.document import Document
from index.engines.whoosh import grouping, merging
from index.engines.whoosh.engine import WhooshEngine
from index.engines.whoosh.impacts import STEP
from index.engines.whoosh.plain import plain_text
from index.engines.whoosh.schema import TEXT_FIELDS
from index.engines.whoosh.weighting import Weighting
from index.query import And, Or, Query
from index.query import Term as Asked
from index.vietnamese.forms import forms
from tests.index.documents import NOW, document, start

MARKED = ["bò", "bộ", "bố", "hòa", "họa", "đá", "đa", "kỹ", "nghị", "quyết", "ủy", "thủy", "lợi"]
UNMARKED = ["bo", "hoa", "da", "ky", "nghi", "quyet", "uy", "thuy", "loi", "2024", "tw", "a", "x"]
"""Texts are of the one or of the other, so that every term has its one exact form."""

MOST_LENGTH = 6
"""Times the shortest text that the longest is, for scores to agree to 1e-4."""


def _whooshs_rarity(documents: int, frequency: int) -> float:
    return math.log(documents / (frequency + 1)) + 1


AS_WHOOSH = Weighting(
    k1=1.2,
    b=0.75,
    boosts=dict.fromkeys(TEXT_FIELDS, 1.0),
    rarity=_whooshs_rarity,
    pairs=0,
    digits=17,
    counts_deleted=True,
)


class Case(NamedTuple):
    """What is written, one list of documents a commit; what is taken out; what is asked."""

    commits: list[list[Document]]
    deleted: set[str]
    merges: int
    asked: list[list[str]]


@st.composite
def cases(draw: st.DrawFn, shortest: int, longest: int) -> Case:
    words = st.sampled_from(draw(st.sampled_from([MARKED, UNMARKED])))
    texts = st.lists(words, min_size=shortest, max_size=longest).map(" ".join)
    commits, number = [], 0
    for size in draw(st.lists(st.integers(1, 12), min_size=1, max_size=6)):
        # A number is used again now and then: the commit replaces what an earlier one wrote.
        names = range(number, number + size)
        commits.append([document(str(name), body=draw(texts)) for name in names])
        number += draw(st.integers(1, size))
    deleted = draw(st.sets(st.integers(0, number), max_size=number // 2))
    asked = draw(st.lists(st.lists(words, min_size=1, max_size=5, unique=True), max_size=5))
    return Case(commits, {f"article:{one}" for one in deleted}, draw(st.integers(0, 4)), asked)


@contextmanager
def _written(case: Case) -> Iterator[tuple[WhooshEngine, Path]]:
    """An index of several segments, of which some count as large ones."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(grouping, "LARGE", 6)
        patch.setattr(merging, "TIER", 2)
        engine = WhooshEngine(Path(name), weighting=AS_WHOOSH)
        start(engine)
        for commit in case.commits:
            engine.replace({one.owner for one in commit}, commit, {})
        engine.replace(case.deleted, [], {})
        for _ in range(case.merges):
            engine.merge()
        (folder,) = (one for one in Path(name).iterdir() if one.is_dir())
        yield engine, folder


def _theirs(folder: Path, asked: plain.Query) -> dict[str, float]:
    with open_dir(str(folder)).searcher(weighting=BM25F(B=0.75, K1=1.2)) as searcher:
        return {hit["id"].decode(): hit.score for hit in searcher.search(asked, limit=None)}


def _ours(engine: WhooshEngine, query: Query) -> dict[str, float]:
    """The scores, in the order of the hits."""
    page = engine.search(query, at=NOW, limit=1_000)
    assert page.total == page.complete == len(page.hits)
    return {hit.id: hit.score for hit in page.hits}


def _plain_term(word: str) -> plain.Term:
    form = forms(word)
    exact = form.exact if form.marked else UNKNOWN
    return plain.Term("body", plain_text(Term(form.folded.encode(), exact.encode())).decode())


def _both(engine: WhooshEngine, folder: Path, case: Case) -> Iterator[tuple[dict[str, float], ...]]:
    for words in case.asked:
        ours, theirs = [Asked(word, "body") for word in words], [_plain_term(one) for one in words]
        yield _ours(engine, Or(tuple(ours))), _theirs(folder, plain.Or(theirs))
        yield _ours(engine, And(tuple(ours))), _theirs(folder, plain.And(theirs))


def _assert_in_order(ours: dict[str, float], theirs: dict[str, float], allowed: float) -> None:
    """Each hit is as good for Whoosh as all that come after it, but for so much."""
    scores = [theirs[name] for name in ours]
    for place, score in enumerate(scores):
        assert score >= max(scores[place:]) - allowed


@settings(max_examples=60)
@given(case=cases(shortest=6, longest=6 * MOST_LENGTH))
def test_scores_and_order_are_those_of_whooshs_bm25f(case: Case) -> None:
    """What is found first would follow from a mistake in our arithmetic, not from the formula."""
    with _written(case) as (engine, folder):
        for ours, theirs in _both(engine, folder, case):
            assert ours == pytest.approx(theirs, rel=1e-4, abs=1e-6)
            _assert_in_order(ours, theirs, 2e-4 * max(theirs.values(), default=0))


@settings(max_examples=30)
@given(case=cases(shortest=1, longest=120))
def test_rounding_costs_half_a_step_a_word(case: Case) -> None:
    """In a text far longer than the others, the order of the hits would be left to chance."""
    with _written(case) as (engine, folder):
        documents = sum(len(commit) for commit in case.commits)
        for ours, theirs in _both(engine, folder, case):
            most = 5 * STEP / 2 * _whooshs_rarity(documents, 0)
            assert ours == pytest.approx(theirs, rel=1e-6, abs=most)
            _assert_in_order(ours, theirs, 2 * most)
