"""Replacing documents, one commit after the other, while others search."""

import threading

from index.engine import Engine
from index.parser import parse
from index.query import Everything, Query, Term, Value
from tests.index.documents import NOW, document, found, start, store
from tests.index.engine.conftest import Open


def test_replace_puts_documents_in_place_of_all_of_their_owner(engine: Engine) -> None:
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


def test_digests_tell_what_is_there(engine: Engine) -> None:
    """A check of the index against the database would be wrong."""
    documents = [document("1", "một", tags=["x"]), document("2", "hai", visible_until=NOW)]
    store(engine, *documents)
    assert dict(engine.digests()) == {one.id: one.digest for one in documents}


def test_watermarks_are_kept_with_the_commit(engine: Engine, reopen: Open) -> None:
    """A mutation would be told that it is searchable too early, or never."""
    assert engine.watermarks() == {}
    engine.replace((), [document("1", "bộ")], {"interactive": 3, "bulk": 1})
    engine.replace({"article:1"}, [], {"interactive": 4})
    assert engine.watermarks() == {"interactive": 4, "bulk": 1}
    assert reopen().watermarks() == {"interactive": 4, "bulk": 1}
    engine.merge()
    assert engine.watermarks() == {"interactive": 4, "bulk": 1}


def test_another_reader_sees_each_commit_at_once(engine: Engine, reopen: Open) -> None:
    """Other workers would answer with old articles."""
    other = reopen()
    generations = set()
    for n in range(12):
        store(engine, document("1", f"bộ a{n}"))
        assert found(other, f"a{n}") == ["1"]
        assert other.count() == 1
        generations.add(other.search(Everything(), at=NOW).generation)
        assert other.generation in generations
    assert len(generations) == 12


def test_merging_keeps_every_answer(engine: Engine) -> None:
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


def test_many_commits_of_one_document_stay_searchable(engine: Engine) -> None:
    """A long day of editing would wear the index out."""
    for n in range(60):
        store(engine, document(str(n % 10), f"bộ a{n}"))
        if n % 9 == 0:
            engine.merge()
    assert engine.count() == 10
    assert found(engine, "a59") == ["9"]
    assert found(engine, "a49") == []


def test_threads_search_while_one_writes(engine: Engine) -> None:
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
        engine.replace({f"article:{n % 8}"}, [document(str(n % 8), f"bộ v0 chi {n}")], {"bulk": n})
        if n % 10 == 9:
            engine.merge()
        if n == 12:
            start(engine, *(document(str(m), f"bộ v0 chi {m}") for m in range(8)))
    done.set()
    for reader in readers:
        reader.join()
    assert problems == []
