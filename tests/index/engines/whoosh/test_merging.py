from pathlib import Path

import pytest

from index.engines.whoosh import building, merging
from index.engines.whoosh.engine import WhooshEngine
from index.engines.whoosh.generations import Generations
from index.parser import parse
from tests.index.documents import NOW, document, found, start, store


def _sizes(path: Path) -> list[int]:
    return [segment.doc_count() for segment in Generations(path).head().segments]


def test_segments_stay_few_and_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Searching would slow down with every commit, or one merge stop everything for minutes."""
    monkeypatch.setattr(merging, "MOST_DOCUMENTS", 20)
    monkeypatch.setattr(merging, "TIER", 3)
    engine = WhooshEngine(tmp_path)
    start(engine)
    for n in range(70):
        store(engine, document(str(n), f"bộ a{n}"))
        while engine.merge():
            pass
    sizes = _sizes(tmp_path)
    assert sum(sizes) == 70
    assert max(sizes) <= 20
    assert len(sizes) < 14
    assert len(found(engine, "bộ", limit=500)) == 70


def test_a_segment_of_deleted_documents_is_rewritten(tmp_path: Path) -> None:
    """An index of a busy newsroom would be mostly articles that are gone."""
    engine = WhooshEngine(tmp_path)
    start(engine, *(document(str(n), "bộ", byline=f"Lê a{n}") for n in range(10)))
    engine.replace({f"article:{n}" for n in range(5)}, [], {})
    assert engine.merge()
    (segment,) = Generations(tmp_path).head().segments
    assert segment.doc_count_all() == 5
    assert sorted(found(engine, "le")) == ["5", "6", "7", "8", "9"]
    assert not engine.merge()


def test_a_large_batch_becomes_several_segments(
    tmp_path: Path,
) -> None:
    """A large import would need as much memory as it has text."""
    engine = WhooshEngine(tmp_path, memory=50 * building.BYTES_A_PLACE)
    start(engine)
    store(engine, *(document(str(n), f"chi bộ a{n}") for n in range(40)))
    assert len(_sizes(tmp_path)) > 3
    assert len(found(engine, "bộ")) == 40
    store(engine, *(document(str(n), f"chi đoàn a{n}") for n in range(40)))
    assert found(engine, "bộ") == []
    assert sum(_sizes(tmp_path)) == engine.count() == 40


def test_a_bulk_build_of_short_documents_can_still_be_tidied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an import of short notices their index would keep all their old versions for ever."""
    for module in building, merging:
        monkeypatch.setattr(module, "MOST_DOCUMENTS", 20)
    engine = WhooshEngine(tmp_path)
    start(engine, *(document(str(n), "bộ") for n in range(90)))
    assert max(_sizes(tmp_path)) <= 20
    for first in range(0, 80, 4):
        store(engine, *(document(str(n), "chi") for n in range(first, first + 4)))
    while engine.merge():
        pass
    segments = Generations(tmp_path).head().segments
    assert sum(segment.deleted_count() for segment in segments) <= 0.3 * 90
    assert max(segment.doc_count_all() for segment in segments) <= 20
    assert (len(found(engine, "bộ")), len(found(engine, "chi"))) == (10, 80)


def test_deleted_documents_do_not_count(tmp_path: Path) -> None:
    """Results would change their order whenever the index tidies itself up."""
    engine = WhooshEngine(tmp_path)
    start(engine, *(document(str(n), "họp chi bộ", body="bộ " * 400) for n in range(8)))
    store(engine, *(document(str(n), "bộ", body="bộ họp") for n in range(6)))

    def scores() -> dict[str, float]:
        page = engine.search(parse("bộ họp"), at=NOW)
        return {hit.id: hit.score for hit in page.hits}

    before = scores()
    assert engine.merge()
    assert scores() == pytest.approx(before)
