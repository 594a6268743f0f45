"""A file of named arrays: written in one go, read when they are asked for.

The arrays stand one after the other, each at a multiple of ALIGNMENT bytes; a directory in JSON
follows them, and at the very end its length, its checksum and a mark. Opening a large file reads
the end alone, so that it takes the same time however large the file is.

Nothing is mapped: the system kills a process that looks at a mapped page of a file that somebody
has cut, where reading says that there is less than there was.
"""

import json
import os
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.storage import Damaged

Array = NDArray[Any]

ALIGNMENT = 64
CHECKED = 1 << 20
"""Bytes that are read whole to be checked when a file is opened."""
_END = struct.Struct("<QII8s")  # length and checksum of the directory, and the mark
_MARK = b"toasoan1"


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> int:
    """Writes one-dimensional arrays, little-endian, to a new file; returns its CRC-32.

    It is not synced.
    """
    directory: dict[str, tuple[str, int, int]] = {}
    with path.open("xb") as file:
        written = _Checked(file)
        for name, values in arrays.items():
            values = np.ascontiguousarray(values, values.dtype.newbyteorder("<"))
            written.write(bytes(-written.length % ALIGNMENT))
            directory[name] = (values.dtype.str, written.length, len(values))
            written.write(values.data if len(values) else b"")
        listing = json.dumps(directory).encode()
        written.write(listing)
        written.write(_END.pack(len(listing), zlib.crc32(listing), 0, _MARK))
        return written.checksum


class _Checked:
    """What was written so far: its length and its checksum."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.length = self.checksum = 0

    def write(self, data: Any) -> None:
        view = memoryview(data).cast("B") if len(data) else memoryview(b"")
        self._file.write(view)
        self.length += view.nbytes
        self.checksum = zlib.crc32(view, self.checksum)


class Arrays:
    """The arrays of one file. Any number of threads may read; it is open until nobody does.

    Raises Damaged where the file has not the length that it was written with, or not its end; and
    in a file of at most CHECKED bytes, where anything is not what was written.
    """

    def __init__(self, path: Path, length: int, checksum: int) -> None:
        self._file = _Descriptor(path)
        if os.fstat(self._file.number).st_size != length or not length:
            raise Damaged(f"{path.name} has not its length of {length} bytes")
        content = Pieces(self._file, np.dtype(np.uint8), 0, length)
        if length <= CHECKED and zlib.crc32(content[:].data) != checksum:
            raise Damaged(f"{path.name} is damaged")
        self._directory = _read_directory(path.name, content)
        self._whole: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        """An array that is read whole, and stays in memory."""
        found = self._whole.get(name)
        if found is None:
            found = self._whole.setdefault(name, self.pieces(name)[:])
        return found

    def pieces(self, name: str) -> "Pieces":
        """An array of which only pieces are wanted, that need not stay in memory."""
        kind, offset, count = self._directory[name]
        return Pieces(self._file, np.dtype(kind), offset, count)


class _Descriptor:
    """A file that is open as long as something refers to this."""

    def __init__(self, path: Path) -> None:
        self.number = os.open(path, os.O_RDONLY)
        finalize(self, os.close, self.number)


class Pieces:
    """An array in a file, read piece by piece."""

    def __init__(self, file: _Descriptor, kind: np.dtype[Any], offset: int, count: int) -> None:
        self._file = file
        self._kind = kind
        self._offset = offset
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, piece: slice) -> Array:
        start, stop, _ = piece.indices(self._count)
        size = self._kind.itemsize
        wanted = max(stop - start, 0) * size
        content = os.pread(self._file.number, wanted, self._offset + start * size)
        if len(content) != wanted:
            raise Damaged("a file is shorter than it was")
        return np.frombuffer(content, self._kind)


def _read_directory(name: str, content: Pieces) -> dict[str, tuple[str, int, int]]:
    """`content` are the bytes of the whole file."""
    end = max(len(content) - _END.size, 0)
    last = content[end:].tobytes()
    size, checksum, _, mark = _END.unpack(last) if len(last) == _END.size else (0, 0, 0, b"")
    listing = content[end - size : end].tobytes() if size <= end else b""
    if mark != _MARK or zlib.crc32(listing) != checksum:
        raise Damaged(f"{name} has no directory")
    found: dict[str, tuple[str, int, int]] = json.loads(listing)
    return found
