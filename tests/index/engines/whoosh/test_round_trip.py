"""Documents that go through a segment come out of it as they went in, time and again."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import Term
from index.document import Document
from index.engine import Engine, Page
from index.engines.whoosh import grouping, merging
from index.engines.whoosh.batch import Batch, BatchBuilder, join
from index.engines.whoosh.building import write_segment
from index.engines.whoosh.engine import WhooshEngine
from index.engines.whoosh.schema import MOMENT_FIELDS, TEXT_FIELDS
from index.engines.whoosh.segment import Segment
from index.engines.whoosh.segments import SegmentView
from index.engines.whoosh.storage import DurableStorage
from index.query import Everything, Phrase, Query, Value
from index.query import Term as Asked
from tests.index import brute_force
from tests.index.documents import NOW, document, found, start, store
from tests.index.engines.whoosh.corpora import documents, segment_of, view_of


def _batch(some: Sequence[Document]) -> Batch:
    builder = BatchBuilder()
    for one in some:
        builder.add(one)
    return builder.batch()


def _texts(batch: Batch) -> list[list[Term]]:
    """The terms of each field of each document."""
    texts = batch.texts
    terms = [texts.terms[number] for number in texts.tokens.tolist()]
    ends = np.cumsum(texts.lengths.ravel()).tolist()
    return [terms[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _columns(batch: Batch) -> tuple[object, ...]:
    own = batch.columns
    values = {name: [set(row) for row in rows] for name, rows in own.values.items()}
    moments = {name: list(own.moments[name]) for name in MOMENT_FIELDS}
    return own.ids, own.digests, values, moments


def _assert_same(one: Batch, two: Batch) -> None:
    assert _columns(one) == _columns(two)
    assert _texts(one) == _texts(two)


@settings(max_examples=60)
@given(documents(), st.data())
def test_a_segment_gives_its_documents_back(given_: list[Document], data: st.DataObject) -> None:
    """An article would lose words, tags or its date when its segment is merged."""
    kept = data.draw(st.lists(st.booleans(), min_size=len(given_), max_size=len(given_)))
    with tempfile.TemporaryDirectory() as name:
        found = view_of(Path(name), given_).batch(np.array(kept))
    _assert_same(found, _batch([one for one, is_kept in zip(given_, kept, strict=True) if is_kept]))


@settings(max_examples=40)
@given(st.lists(documents(most=6), min_size=1, max_size=4))
def test_merged_segments_are_as_if_written_at_once(parts: list[list[Document]]) -> None:
    """What a merge makes would differ from what a rebuild makes."""
    with tempfile.TemporaryDirectory() as name:
        views = [view_of(Path(name), part) for part in parts]
        joined = join([view.batch(np.ones(view.size, bool)) for view in views])
        storage, at_once = segment_of(Path(name), [one for part in parts for one in part])
        merged = write_segment(storage, joined)
        _assert_same(_whole(storage, merged), _whole(storage, at_once))
    for fact in ("lengths", "places", "latest_opening", "earliest_closing", "size"):
        assert getattr(merged, fact) == getattr(at_once, fact)


def _whole(storage: DurableStorage, segment: Segment) -> Batch:
    return SegmentView(storage, segment).batch(np.ones(segment.doc_count_all(), bool))


@settings(max_examples=25)
@given(
    st.lists(brute_force.documents(), min_size=4, max_size=7),
    st.lists(brute_force.queries(), min_size=1, max_size=6),
)
def test_merging_changes_no_answer(batches: list[list[Document]], queries: list[Query]) -> None:
    """Scores, order or totals would change while nothing was edited."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "TIER", 2)
        patch.setattr(grouping, "LARGE", 5)
        engine = WhooshEngine(Path(name))
        start(engine)
        for number, batch in enumerate(batches):
            store(engine, *(_renamed(one, number) for one in batch))
        before, digests = _answers(engine, queries), dict(engine.digests())
        while engine.merge():
            assert _answers(engine, queries) == before
            assert dict(engine.digests()) == digests
        assert _answers(WhooshEngine(Path(name)), queries) == before


def _renamed(one: Document, batch: int) -> Document:
    """With an owner of its own, so that no later batch deletes it."""
    return replace(one, id=f"{batch}/{one.id}", owner=f"{batch}/{one.owner}")


def _answers(engine: Engine, queries: list[Query]) -> list[Page]:
    pages = [engine.search(one, at=NOW, limit=100, facets=("tags", "year")) for one in queries]
    return [page._replace(generation="") for page in pages]


@pytest.mark.parametrize("words", [15, 16, 255, 256, 65_535, 65_536, 100_000])
def test_a_word_that_stands_very_often(tmp_path: Path, words: int) -> None:
    """A long report would be found as if it were a short one, or not at all."""
    long = document("long", "bộ", body="bộ " * words)
    (of_long, of_short) = _scores(tmp_path, long, document("short", "bộ"), word="bộ")
    view = view_of(tmp_path, [long])
    found = view.postings.entries(1, 2)
    counts = dict(zip(found.fields().tolist(), found.frequencies().tolist(), strict=True))
    assert counts == {TEXT_FIELDS.index("title"): 1.0, TEXT_FIELDS.index("body"): float(words)}
    assert of_long != of_short
    _assert_same(view.batch(np.ones(1, bool)), _batch([long]))


def _scores(path: Path, *documents_: Document, word: str) -> list[float]:
    engine = WhooshEngine(path / "index")
    start(engine, *documents_)
    hits = engine.search(Asked(word), at=NOW).hits
    return [hit.score for hit in sorted(hits)]


def test_a_document_of_a_hundred_thousand_different_words(tmp_path: Path) -> None:
    """A law in full would stop the indexer."""
    long = document("long", body=" ".join(f"từ{number}" for number in range(100_000)))
    engine = WhooshEngine(tmp_path)
    start(engine, long, document("short", "từ7"))
    store(engine, document("other", "bộ"))
    assert sorted(found(engine, Asked("từ7"))) == ["long", "short"]
    assert found(engine, Phrase(("từ99998", "từ99999"))) == ["long"]
    assert found(engine, Phrase(("từ99999", "từ99998"))) == []


def test_documents_without_a_word(tmp_path: Path) -> None:
    """A gallery of pictures without a caption would stop the indexer, or shift its neighbours."""
    empty = [document(str(number), tags=["x"]) for number in range(5)]
    engine = WhooshEngine(tmp_path)
    start(engine, *empty)
    assert engine.search(Everything(), at=NOW).total == 5
    assert found(engine, Asked("bộ")) == []
    store(engine, document("2", body="bộ"), document("4"))
    assert found(engine, Asked("bộ")) == ["2"]
    assert sorted(found(engine, Value("tags", "x"))) == ["0", "1", "3"]
    assert engine.count() == 5
    _assert_same(view_of(tmp_path, empty).batch(np.ones(5, bool)), _batch(empty))
