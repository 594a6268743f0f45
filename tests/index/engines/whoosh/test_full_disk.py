"""A disk that is full: the operating system refuses to let a file grow."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.engines.whoosh.engine import WhooshEngine
from tests.index.documents import document, found, start, store

_FILES = Path("/proc/self/fd")
SIZES = [0, 1, 40, 150, 400, 1_000, 2_000, 3_000, 5_000, 9_000]
"""Bytes at which writing fails: at each of a segment's files, and in the table of contents."""


@contextmanager
def _largest_file(size: int) -> Iterator[None]:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def _open_files(path: Path) -> list[str]:
    """The names of the files below a folder that this process has open, maps aside."""
    names = []
    for one in _FILES.iterdir():
        try:
            name = os.readlink(one)
        except FileNotFoundError:
            continue
        if name.startswith(str(path)) and not name.removesuffix(" (deleted)").endswith(".arrays"):
            names.append(name)
    return names


@pytest.mark.skipif(not _FILES.exists(), reason="needs Linux's list of open files")
@pytest.mark.parametrize("size", SIZES)
def test_a_full_disk_leaves_no_file_open(tmp_path: Path, size: int) -> None:
    """Each failed write would cost the server one open file, until it can open no more."""
    engine = WhooshEngine(tmp_path)
    start(engine, *(document(str(n), f"bộ a{n}") for n in range(40)))
    store(engine, *(document(str(n), f"bộ a{n}") for n in range(30)))
    long = [document(str(n), f"bộ b{n}", body=f"chi c{n} " * 40) for n in range(300)]
    for write in (lambda: store(engine, *long), engine.merge):
        failed = False
        with _largest_file(size):
            try:
                write()
            except OSError:
                failed = True
        assert failed or size >= 2_000
        assert _open_files(tmp_path) == []
    assert len(found(engine, "bộ", limit=500)) == 40
    store(engine, document("1", "mới"))
    assert found(engine, "mới") == ["1"]
