"""Which commit counts: PATH/current names a folder, whose newest table of contents is the index.

A rebuild fills a folder of its own and then turns `current` to it. Readers ask before each search;
it costs them two or three calls of stat while nothing has changed.
"""

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import RamStorage
from whoosh.index import TOC, clean_files
from whoosh.util.filelock import try_for

from index.engine import IndexUnavailable, State
from index.engines.whoosh.schema import MADE_BY, IndexSchema
from index.engines.whoosh.segment import INDEX_NAME, Segment
from index.engines.whoosh.storage import (
    Damaged,
    DurableStorage,
    OpenFiles,
    read_checked,
    replace_text,
    sync,
)

_POINTER = "current"
_FOLDER = re.compile(r"\d{6,}")
_CONTENTS = re.compile(rf"_{INDEX_NAME}_(\d+)\.toc")
_ATTEMPTS = 20
_PAUSE = 0.005
_LOCK_WAIT = 30.0


@dataclass(frozen=True)
class Head:
    """One commit: what a table of contents says."""

    folder: Path
    generation: int
    schema: IndexSchema
    segments: tuple[Segment, ...]

    @cached_property
    def name(self) -> str:
        return f"{self.folder.name}.{self.generation}"

    @property
    def is_outdated(self) -> bool:
        """Whether its terms were made by another version of the analysis: good enough to search
        until it is made again, but not to be added to."""
        return self.schema.made_by != MADE_BY

    @cached_property
    def own_path(self) -> str:
        """Where its table of contents is."""
        return os.path.join(self.folder, _contents(self.generation))

    @cached_property
    def next_path(self) -> str:
        """Where that of the next commit will be."""
        return os.path.join(self.folder, _contents(self.generation + 1))

    @property
    def storage(self) -> DurableStorage:
        return DurableStorage(str(self.folder))

    def has_whole_files(self) -> bool:
        """Whether each segment's file is there in its length; what is in it is not looked at."""
        try:
            return all(
                os.stat(self.folder / segment.filename()).st_size == segment.size
                for segment in self.segments
            )
        except OSError:
            return False


class Generations:
    """The folder PATH."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._pointer = str(path / _POINTER)
        self._seen: tuple[object, Head] | None = None

    def head(self) -> Head:
        """The newest commit of any process. Raises IndexUnavailable."""
        seen, pointer = self._seen, self._pointer_state()
        if seen is not None and seen[0] == pointer and _is_newest(seen[1]):
            return seen[1]
        head = self._read()
        self._seen = pointer, head
        return head

    def _read(self) -> Head:
        for _ in range(_ATTEMPTS):
            try:
                return _checked(read_head(self.path / self._current()))
            except FileNotFoundError:
                time.sleep(_PAUSE)  # another process has just turned or cleaned: look again
            except IndexUnavailable:
                raise
            except Exception as error:  # a damaged index raises anything
                raise IndexUnavailable(State.DAMAGED, str(error)) from error
        raise IndexUnavailable(State.DAMAGED, "its files are not there")

    def _current(self) -> str:
        try:
            name = (self.path / _POINTER).read_text().strip()
        except FileNotFoundError:
            raise IndexUnavailable(State.MISSING) from None
        if not _FOLDER.fullmatch(name):
            raise Damaged("its pointer is damaged")
        return name

    def _pointer_state(self) -> object:
        try:
            found = os.stat(self._pointer)
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def new_folder(self) -> Path:
        """A folder for a new index; what an earlier rebuild left unfinished is removed."""
        self.path.mkdir(parents=True, exist_ok=True)
        taken = self._folders()
        self._remove_unused(taken)
        folder = self.path / f"{max(map(int, taken), default=0) + 1:06}"
        folder.mkdir()
        sync(self.path.parent)
        return folder

    def turn_to(self, folder: Path) -> None:
        """Makes a folder the index, durably and at once, and removes the others.

        Whoever still searches an old one keeps its files open and is not disturbed.
        """
        sync(self.path)
        replace_text(self.path / _POINTER, f"{folder.name}\n")
        self._remove_unused(self._folders())

    def discard(self, folder: Path) -> None:
        """Removes a folder, unless it has become the index."""
        if self._used() != folder.name:
            shutil.rmtree(folder, ignore_errors=True)

    def _folders(self) -> list[str]:
        return [name for name in os.listdir(self.path) if _FOLDER.fullmatch(name)]

    def _remove_unused(self, names: list[str]) -> None:
        used = self._used()
        for name in names:
            if name != used and _is_free(self.path / name):
                shutil.rmtree(self.path / name, ignore_errors=True)

    def _used(self) -> str:
        """The name of the folder that is the index; nothing where there is none."""
        try:
            return self._current()
        except (IndexUnavailable, Damaged):
            return ""


def read_head(folder: Path) -> Head:
    """The newest commit in a folder. Raises FileNotFoundError, or anything if it is damaged."""
    generation = max(_generations(folder), default=None)
    if generation is None:
        raise FileNotFoundError(folder)
    # From memory, so that no file stays open where the content raises.
    memory = RamStorage()
    name = _contents(generation)
    memory.files[name] = read_checked(folder / name)
    toc = TOC.read(memory, INDEX_NAME, gen=generation)
    return Head(folder, generation, toc.schema, tuple(toc.segments))


def commit(folder: Path, previous: int, schema: IndexSchema, segments: list[Segment]) -> Head:
    """Makes these segments, whose files are on the disk, the index; returns it.

    `previous` is the generation this one follows, -1 for none.
    """
    sync(folder)  # the names of their files, before anything names them
    storage = OpenFiles(str(folder))
    head = Head(folder, previous + 1, schema, tuple(segments))
    try:
        TOC(schema, segments, head.generation).write(storage, INDEX_NAME)
    finally:
        storage.close_files()
    clean_files(storage, INDEX_NAME, head.generation, segments)
    return head


def _is_free(folder: Path) -> bool:
    """Whether nobody is writing in a folder."""
    lock = _write_lock(folder)
    if not lock.acquire():
        return False
    lock.release()
    return True


def _write_lock(folder: Path) -> Any:
    return DurableStorage(str(folder)).lock(f"{INDEX_NAME}_WRITELOCK")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keeps every other writer out, Whoosh's own included. Raises TimeoutError."""
    lock = _write_lock(folder)
    if not try_for(lock.acquire, timeout=_LOCK_WAIT, delay=0.01):
        raise TimeoutError("another process is writing to the search index")
    try:
        yield
    finally:
        lock.release()


def _checked(head: Head) -> Head:
    """Raises IndexUnavailable for what cannot be read any more."""
    if _layout(head.schema.made_by) != _layout(MADE_BY):
        raise IndexUnavailable(State.OUTDATED)
    return head


def _layout(made_by: str) -> str:
    return made_by.rpartition("/")[2]


def _is_newest(head: Head) -> bool:
    # The old table is removed only after the next one is there, so the order of the questions
    # matters: no next one, and then this one still there, means that there was none in between.
    return not os.access(head.next_path, os.F_OK) and os.access(head.own_path, os.F_OK)


def _contents(generation: int) -> str:
    return f"_{INDEX_NAME}_{generation}.toc"


def _generations(folder: Path) -> Iterator[int]:
    for name in os.listdir(folder):
        if match := _CONTENTS.fullmatch(name):
            yield int(match[1])
