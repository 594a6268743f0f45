from collections.abc import Iterator
from pathlib import Path

import pytest

from index.document import Document
from index.engines.whoosh.engine import WhooshEngine
from index.engines.whoosh.generations import locked
from tests.index.documents import document, found, start, store


def _folders(path: Path) -> list[str]:
    return sorted(one.name for one in path.iterdir() if one.is_dir())


def test_what_a_rebuild_left_is_removed_by_the_next(tmp_path: Path) -> None:
    """Each crash during a rebuild would cost the disk one more index."""
    engine = WhooshEngine(tmp_path)
    start(engine, document("1", "bộ"))
    left = engine.rebuild()
    left.replace({"a"}, [])
    left._lock.close()  # as a killed process lets go of it
    assert len(_folders(tmp_path)) == 2
    start(engine, document("3", "bộ"))
    assert len(_folders(tmp_path)) == 1
    assert found(engine, "bộ") == ["3"]


def test_a_rebuild_at_work_is_left_alone(tmp_path: Path) -> None:
    """Two rebuilds would destroy each other."""
    engine = WhooshEngine(tmp_path)
    start(engine)
    first = engine.rebuild()
    first.add([document("1", "bộ")])
    start(engine, document("2", "bộ"))
    first.finish({})
    assert found(engine, "bộ") == ["1"]


def test_what_a_killed_writer_left_is_removed_by_the_next(tmp_path: Path) -> None:
    """Half-written files would gather for years."""
    engine = WhooshEngine(tmp_path)
    start(engine)
    (folder,) = (one for one in tmp_path.iterdir() if one.is_dir())
    left = ["_MAIN_7.toc.123.4", "MAIN_0123456789abcdef.arrays"]
    for name in left:
        (folder / name).write_bytes(b"x")
    store(engine, document("1", "bộ"))
    assert not any((folder / name).exists() for name in left)
    assert found(engine, "bộ") == ["1"]


def test_a_failed_write_changes_nothing(tmp_path: Path) -> None:
    """One article that cannot be read would leave the index half changed, or locked."""
    engine = WhooshEngine(tmp_path)
    start(engine, document("1", "bộ"))

    def documents() -> Iterator[Document]:
        yield document("2", "bộ")
        raise RuntimeError("unreadable")

    with pytest.raises(RuntimeError, match="unreadable"):
        engine.replace({"article:1"}, documents(), {"bulk": 9})
    assert found(engine, "bộ") == ["1"]
    assert engine.watermarks() == {}
    store(engine, document("3", "bộ"))
    assert set(found(engine, "bộ")) == {"1", "3"}


def test_a_second_writer_waits_its_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two writers at once would lose one another's articles."""
    monkeypatch.setattr("index.engines.whoosh.generations._LOCK_WAIT", 0.05)
    engine = WhooshEngine(tmp_path)
    start(engine, document("1", "bộ"))
    (folder,) = (one for one in tmp_path.iterdir() if one.is_dir())
    with locked(folder), pytest.raises(TimeoutError):
        store(engine, document("2", "bộ"))
    store(engine, document("2", "bộ"))
    assert engine.count() == 2


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs Linux's list of maps")
def test_old_segments_are_let_go(tmp_path: Path) -> None:
    """A server would keep the files of every commit it has ever seen."""
    engine, other = WhooshEngine(tmp_path), WhooshEngine(tmp_path)
    start(engine)
    for n in range(60):
        store(engine, document(str(n % 5), f"bộ a{n}"))
        engine.merge()
        assert len(found(other, "bộ")) == min(n + 1, 5)
    maps = Path("/proc/self/maps").read_text().splitlines()
    assert not [line for line in maps if str(tmp_path) in line and line.endswith("(deleted)")]
