"""Another process holds the lock of the index's folder: changes wait for it, and are not lost."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest
from structlog.testing import capture_logs

from index.engines.whoosh import generations
from service.settings import Settings
from service.store import Store
from service.sync import Indexer, verify
from tests.service.sync.newsroom import PATIENCE, Newsroom, eventually, waits

ROOT = Path(__file__).parents[3]
_HOLD = """
import sys, time
from pathlib import Path
from index.engines.whoosh.generations import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@contextmanager
def _held(folder: Path, seconds: float) -> Iterator[None]:
    """Another process has the lock for so long."""
    command = [sys.executable, "-c", _HOLD, str(folder), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield
    assert process.returncode == 0


def _index(settings: Settings) -> Path:
    (folder,) = (one for one in Path(settings.index.partition(":")[2]).iterdir() if one.is_dir())
    return folder


def _change_while_held(
    room: Newsroom, indexer: Indexer, store: Store, settings: Settings, seconds: float
) -> None:
    first = room.write("Tin vắn")
    assert indexer.wait_until_indexed(room.seq, PATIENCE)
    begun = monotonic()
    with _held(_index(settings), seconds):
        second = room.write("Tin vắn")
        asked = monotonic()
        assert not indexer.wait_until_indexed(room.seq, seconds / 4)
        assert monotonic() - asked < seconds / 2  # the editor is told in time
        while monotonic() - begun < seconds * 3 / 4:
            assert room.find("tin vắn") == [first]
            assert waits(store).interactive == 1
    assert indexer.wait_until_indexed(room.seq, PATIENCE)
    assert room.find("tin vắn") == [first, second]
    eventually(lambda: waits(store) == (0, 0))
    assert verify(store, room.engine) == []


def test_changes_wait_for_another_writer(
    room: Newsroom,
    indexer: Indexer,
    store: Store,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Otherwise a tool that looks at the index costs the newsroom its changes, or its search."""
    monkeypatch.setattr(generations, "_LOCK_WAIT", 0.3)
    with capture_logs() as logs:
        _change_while_held(room, indexer, store, settings, 2.0)
    assert any("another process" in str(event) for event in logs)


@pytest.mark.slow
def test_changes_wait_for_a_writer_that_takes_a_minute(
    room: Newsroom, indexer: Indexer, store: Store, settings: Settings
) -> None:
    """Otherwise what is changed during a long merge of another process is lost."""
    _change_while_held(room, indexer, store, settings, 60.0)
