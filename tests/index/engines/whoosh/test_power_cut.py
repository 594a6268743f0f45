"""A power cut at any moment of a commit: what was not synced is lost, and the index still whole.

A disk takes the names in a folder in any order until the folder is synced: the worst is that the
last rename is there, and the names that were made before it are not.
"""

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from index.engine import State
from index.engines.whoosh import storage
from index.engines.whoosh.engine import WhooshEngine
from tests.index.documents import document, found, start, store


class Disk:
    """Knows which files are on the disk, and what was done to reach that.

    It stands below our code, in place of the operating system's calls, and passes them on.
    """

    def __init__(self, path: Path, copies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._path = path
        self._copies = copies
        self._synced: dict[int, int] = {}
        self._named: dict[str, set[str]] = {}
        self._renamed = ""
        self.events: list[tuple[str, str]] = []
        self._made: list[Path] = []
        self._number = 0
        self._fsync = os.fsync
        monkeypatch.setattr(os, "fsync", self._sync)
        for name in ("rename", "replace"):
            monkeypatch.setattr(os, name, self._renaming(getattr(os, name)))

    def _sync(self, descriptor: int) -> None:
        self.cut()
        self._fsync(descriptor)
        state = os.fstat(descriptor)
        self._synced[state.st_ino] = state.st_size
        path = os.readlink(f"/proc/self/fd/{descriptor}")
        if stat.S_ISDIR(state.st_mode):
            self._named[path] = set(os.listdir(path))
        self.events.append(("sync", path))

    def _renaming(self, rename: Callable[..., None]) -> Callable[..., None]:
        def renamed(source: object, target: object) -> None:
            self.cut()
            rename(source, target)
            self._renamed = str(target)
            self.events.append(("rename", str(target)))

        return renamed

    def cut(self) -> Path:
        """A copy of what would be there after a power cut now.

        Files not synced are empty; names not synced are gone, but for that of the last rename.
        """
        self._number += 1
        copy = self._copies / str(self._number)
        self._made.append(copy)
        shutil.copytree(self._path, copy)
        for file in [one for one in self._path.rglob("*") if one.is_file()]:
            state, copied = file.stat(), copy / file.relative_to(self._path)
            if not self._is_named(file) and str(file) != self._renamed:
                copied.unlink()
            elif self._synced.get(state.st_ino) != state.st_size:
                copied.write_bytes(b"")
        return copy

    def _is_named(self, file: Path) -> bool:
        """Whether the names of the file and of its folder are on the disk."""
        path = self._path.parent
        for part in file.relative_to(path).parts:
            if part not in self._named.get(str(path), set()):
                return False
            path /= part
        return True

    def copies(self) -> list[Path]:
        """Those made since they were asked for last."""
        made, self._made = self._made, []
        return made

    def place(self, kind: str, ending: str) -> int:
        """When something was done to a file of that name, the last time."""
        return max(
            n for n, (own, path) in enumerate(self.events) if own == kind and path.endswith(ending)
        )


pytestmark = pytest.mark.skipif(
    not Path("/proc/self/fd").exists(), reason="needs Linux's list of open files"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def disk(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    path.mkdir()
    (tmp_path / "copies").mkdir()
    made = Disk(path, tmp_path / "copies", monkeypatch)
    storage.sync(tmp_path)
    return made


def _found(path: Path) -> set[str]:
    engine = WhooshEngine(path)
    assert engine.state is State.READY
    return set(found(engine, "bo", limit=500))


def test_a_commit_is_there_or_not_at_any_moment(path: Path, disk: Disk) -> None:
    """After a power cut, search would be down, or show half of a change."""
    engine = WhooshEngine(path)
    start(engine, *(document(str(n), "bộ") for n in range(3)))
    for n in range(3, 24):
        before = _found(path)
        disk.copies()
        store(engine, document(str(n), "bộ"), document(str(n - 3), "chi"))
        after = _found(path)
        answers = [_found(copy) for copy in disk.copies()]
        assert answers[0] == before != after
        assert all(one in (before, after) for one in answers)
        assert _found(disk.cut()) == after
        engine.merge()
        assert all(_found(copy) == after for copy in [*disk.copies(), disk.cut()])


def test_a_rebuild_is_in_place_or_not_at_any_moment(path: Path, disk: Disk) -> None:
    """A power cut while the index is made again would leave none."""
    engine = WhooshEngine(path)
    start(engine, document("old", "bộ"))
    disk.copies()
    start(engine, document("new", "bộ"))
    answers = [_found(copy) for copy in disk.copies()]
    assert len(answers) > 5
    turn = answers.index({"new"})
    assert answers == [{"old"}] * turn + [{"new"}] * (len(answers) - turn)
    assert _found(disk.cut()) == {"new"}


def test_everything_is_synced_before_it_is_named(path: Path, disk: Disk) -> None:
    """An acknowledged article would be gone with the next power cut."""
    engine = WhooshEngine(path)
    start(engine, document("1", "bộ"))
    (folder,) = (one for one in path.iterdir() if one.is_dir())
    created, named = disk.place("sync", str(path.parent)), disk.place("rename", "current")
    assert created < disk.place("sync", ".arrays") < disk.place("rename", ".toc")
    assert disk.place("rename", ".toc") < disk.place("sync", folder.name)
    assert disk.place("sync", folder.name) < named < disk.place("sync", path.name)
    disk.events.clear()
    store(engine, document("2", "bộ"))
    kinds = [(kind, Path(one).suffix or Path(one).name) for kind, one in disk.events]
    assert [one for one in kinds if one[1] == ".arrays"] == [("sync", ".arrays")]
    assert kinds[:2] == [("sync", ".arrays"), ("sync", folder.name)]
    assert (kinds[2][0], ".toc." in disk.events[2][1]) == ("sync", True)
    assert kinds[3:] == [("rename", ".toc"), ("sync", folder.name)]
