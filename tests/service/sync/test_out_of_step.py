"""An index that is damaged, or of another moment than the database: it is mended by itself."""

import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from structlog.testing import capture_logs

from index.engine import Engine, IndexUnavailable, State
from index.engines.whoosh import arrays
from index.opening import open_engine
from service.content.change import Lane
from service.settings import Settings
from service.store import Store
from service.sync import Indexer, inspecting, verify
from service.sync.worker import Worker
from tests.service.sync.newsroom import PATIENCE, Newsroom, drain, eventually, waits


@pytest.fixture
def folder(settings: Settings) -> Path:
    return Path(settings.index.partition(":")[2])


@pytest.fixture
def entries(room: Newsroom, worker: Worker) -> list[int]:
    """Articles that are in the index; some of them in a segment of their own."""
    made = [room.write(f"Bài {number}") for number in range(6)]
    drain(worker)
    made.append(room.write("Bài cuối"))
    drain(worker)
    return made


# ------------------------------------------------------------ damage


def _newest(folder: Path, ending: str) -> Path:
    return max(folder.rglob(f"*{ending}"), key=lambda path: path.stat().st_mtime_ns)


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _zero(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def _zero_all(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            _zero(path)


def _empty(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


HARMS: dict[str, Callable[[Path], object]] = {
    "truncated segment": lambda folder: _truncate(_newest(folder, ".arrays")),
    "segment that is gone": lambda folder: _newest(folder, ".arrays").unlink(),
    "zeroed table of contents": lambda folder: _zero(_newest(folder, ".toc")),
    "truncated table of contents": lambda folder: _truncate(_newest(folder, ".toc")),
    "zeroed pointer": lambda folder: _zero(folder / "current"),
    "deleted folder": shutil.rmtree,
    "emptied folder": _empty,
    "everything zeroed": _zero_all,
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_damage_that_a_start_finds_is_mended(
    room: Newsroom,
    entries: list[int],
    store: Store,
    folder: Path,
    settings: Settings,
    harm: Callable[[Path], object],
) -> None:
    """Otherwise a torn file means a search that is down until someone comes."""
    harm(folder)
    engine = room.engine = open_engine(settings.index)
    assert engine.state in {State.DAMAGED, State.MISSING}
    assert engine.watermarks() == {} or engine.state is State.DAMAGED
    with pytest.raises(IndexUnavailable):
        room.find("bài")
    drain(Worker(store, engine))
    assert room.find("bài") == entries
    assert verify(store, engine) == []
    engine.close()


def test_a_folder_that_is_deleted_while_the_server_runs_is_made_again(
    room: Newsroom, entries: list[int], indexer: Indexer, store: Store, folder: Path
) -> None:
    """Otherwise the running server has to be restarted."""
    assert room.find("bài") == entries
    shutil.rmtree(folder.rename(folder.with_name("gone")))  # at once: the server would mend it
    entry = room.write("Bài sau khi mất chỉ mục")
    eventually(lambda: room.engine.state is State.READY)
    assert indexer.wait_until_indexed(room.seq, PATIENCE)
    assert room.find("bài") == [*entries, entry]
    eventually(lambda: waits(store) == (0, 0))
    assert verify(store, room.engine) == []


@pytest.mark.parametrize("edited", [False, True])
def test_a_file_that_is_cut_while_the_server_runs_is_mended(
    room: Newsroom,
    entries: list[int],
    engine: Engine,
    store: Store,
    folder: Path,
    lock_path: Path,
    edited: bool,
) -> None:
    """Otherwise search is down until the daily look through the index, or the log is full of
    tracebacks that say no more than one line."""
    indexer = Indexer(store, engine, lock_path)
    with capture_logs() as logs:
        indexer.start()
        segment = _newest(folder, ".arrays")
        _truncate(segment)
        if edited:
            entries = [*entries, room.write("Bài sau khi tệp bị cắt")]
        eventually(lambda: not segment.exists())
        eventually(lambda: engine.state is State.READY and not any(waits(store)))
        indexer.stop()
    assert room.find("bài") == entries
    assert verify(store, engine) == []
    assert [one for one in logs if "exc_info" in one and one["log_level"] != "debug"] == []
    assert all(one["event"] != "an entry cannot be indexed" for one in logs)


def test_a_write_that_meets_the_damage_says_so_in_a_line(
    room: Newsroom,
    worker: Worker,
    entries: list[int],
    engine: Engine,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Otherwise the entry in hand is blamed for the disk, or the same write fails for ever."""
    monkeypatch.setattr(arrays, "CHECKED", 0)  # nothing has been read of what will be needed
    worker.close()
    engine = room.engine = open_engine(f"whoosh:{folder}")
    writer = Worker(room.store, engine)
    drain(writer)
    _newest(folder, ".arrays").write_bytes(b"")
    room.edit(entries[0], title="Bài sửa")
    with pytest.raises(IndexUnavailable, match="damaged: a file is shorter"):
        writer.step()
    assert engine.state is State.DAMAGED
    drain(writer)
    assert room.find("bài") == entries
    assert room.find("bài sửa") == [entries[0]]
    engine.close()


def test_an_idle_server_notices_that_its_index_is_gone(
    room: Newsroom, worker: Worker, entries: list[int], folder: Path
) -> None:
    """Otherwise search is down from a quiet evening until the first edit of the morning."""
    shutil.rmtree(folder)
    assert worker.tidy()
    drain(worker)
    assert room.find("bài") == entries


def _spoil(folder: Path) -> Path:
    """One wrong byte, which opening a large file does not show."""
    segment = max(folder.rglob("*.arrays"), key=lambda path: path.stat().st_size)
    with segment.open("r+b") as file:
        first = file.read(1)[0]
        file.seek(0)
        file.write(bytes([first ^ 1]))
    return segment


def test_damage_inside_is_mended_after_a_start(
    room: Newsroom,
    entries: list[int],
    store: Store,
    folder: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Otherwise some searches fail, or are answered wrongly, until one comes upon the damage."""
    monkeypatch.setattr(arrays, "CHECKED", 0)  # every file is a large one
    segment = _spoil(folder)
    engine = room.engine = open_engine(settings.index)
    assert engine.state is State.READY
    indexer = Indexer(store, engine, settings.indexer_lock)
    indexer.start()
    eventually(lambda: not segment.exists())
    indexer.stop()
    assert room.find("bài") == entries
    assert engine.check()
    engine.close()


def test_damage_under_a_running_server_is_noticed(
    entries: list[int], engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a disk that ages under a server which is never stopped spoils its answers."""
    monkeypatch.setattr(inspecting, "EVERY", 0.01)
    noticed = Event()
    with inspecting.inspecting(engine, noticed.set):
        assert not noticed.wait(0.05)
        _spoil(folder)
        assert noticed.wait(PATIENCE)
    assert engine.state is State.DAMAGED


# ------------------------------------------------------------ an older or a newer index


def test_after_a_power_cut_an_older_index_gets_what_it_has_not(
    room: Newsroom,
    worker: Worker,
    entries: list[int],
    store: Store,
    engine: Engine,
    folder: Path,
    tmp_path: Path,
) -> None:
    """Otherwise what the disk had not yet taken is never found."""
    shutil.copytree(folder, tmp_path / "older")
    room.edit(entries[0], title="Chưa có trong bản cũ")
    room.move("trash", entries[1])
    new = room.write("Bài mới")
    drain(worker)
    worker.close()
    engine.close()
    assert waits(store) == (0, 0)  # the database knows nothing of the loss
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "older", folder)
    older = room.engine = open_engine(f"whoosh:{folder}")
    assert older.watermarks()["interactive"] < room.seq
    assert room.find("bài") == entries
    drain(Worker(store, older))
    assert room.find("bài") == [*entries[2:], new]
    assert room.find("bản cũ") == [entries[0]]
    assert older.watermarks()["interactive"] >= room.seq
    assert verify(store, older) == []
    older.close()


def test_phantoms_of_a_restored_backup_are_removed(
    room: Newsroom,
    worker: Worker,
    entries: list[int],
    store: Store,
    engine: Engine,
    tmp_path: Path,
) -> None:
    """Otherwise readers find articles that the restored newsroom does not have."""
    store.close()
    source = Path(store.engine.url.database or "")
    shutil.copy(source, tmp_path / "backup.db")
    phantom = room.write("Bài chưa từng có")
    room.edit(entries[0], title="Bài đã sửa sau đó")
    drain(worker)
    assert room.find("bài") == [*entries, phantom]
    worker.close()
    restored = Store(f"sqlite:///{tmp_path / 'backup.db'}")
    drain(Worker(restored, engine))
    assert room.find("bài") == entries
    assert room.find("sửa sau đó") == []
    assert verify(restored, engine) == []
    restored.close()


def test_an_index_of_another_database_is_made_again(
    room: Newsroom, entries: list[int], engine: Engine, tmp_path: Path, empty_database: Path
) -> None:
    """Otherwise changes after restoring a backup seem to be searchable before they are."""
    shutil.copy(empty_database, tmp_path / "other.db")
    store = Store(f"sqlite:///{tmp_path / 'other.db'}")
    drain(Worker(store, engine))
    assert verify(store, engine) == []
    assert engine.count() == 0
    assert max(engine.watermarks().values()) == 0
    store.close()


def test_a_restored_backup_that_went_on_gets_its_own_index(
    room: Newsroom, entries: list[int], store: Store, engine: Engine, tmp_path: Path
) -> None:
    """Otherwise readers find words that the restored newsroom never had, for good."""
    store.close()
    source = Path(store.engine.url.database or "")
    shutil.copy(source, tmp_path / "backup.db")
    room.edit(entries[0], title="Sau bản sao lưu")
    drain(Worker(store, engine))
    store.close()
    restored = Store(f"sqlite:///{tmp_path / 'backup.db'}")
    after = Newsroom(restored, engine, room.category_id)
    for number in range(3):  # more changes than the lost ones: their numbers are taken again
        after.edit(entries[1], title=f"Việc khác {number}")
    drain(Worker(restored, engine))
    assert verify(restored, engine) == []
    assert after.find("sao lưu") == []
    restored.close()


# ------------------------------------------------------------ deliveries


def test_deliveries_out_of_order_end_with_the_newest_state(
    room: Newsroom, worker: Worker, entries: list[int], store: Store, engine: Engine
) -> None:
    """Otherwise an old text comes back because its row was done late."""
    seqs = []
    for number in range(5):
        room.edit(entries[0], title=f"Bản thứ {number}")
        seqs.append(room.seq)
    room.move("trash", entries[1])
    drain(worker)
    newest = engine.watermarks()["interactive"]
    for seq in (seqs[3], seqs[0], seqs[4], seqs[0]):
        worker.target.write(entries[:2], {Lane.INTERACTIVE: seq})
        assert room.find("bản thứ 4") == [entries[0]]
        assert room.find("bản thứ") == [entries[0]]
        assert room.find("bài") == entries[2:]
        assert engine.watermarks()["interactive"] == newest
    assert verify(store, engine) == []
