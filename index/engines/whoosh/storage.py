"""Files: synced before anything names them, checked when they are opened, read in place.

Whoosh itself never syncs, and a damaged file of its raises anything or answers wrongly. So each
file of a segment's data has a checksum in the table of contents, and that table one at its end.
"""

import contextlib
import os
import zlib
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

_CHECKSUM_BYTES = 4
_PIECE = 1 << 20


class Damaged(OSError):
    """A file is not what was written; like a bad disk, no document is to blame for it."""


def sync(path: Path) -> None:
    """Waits until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_text(path: Path, text: str) -> None:
    """Makes `text` a file's content durably, at once or not at all."""
    temporary = path.with_name(f"{path.name}.new")
    temporary.write_text(text)
    sync(temporary)
    temporary.replace(path)
    sync(path.parent)


def checksum(path: Path) -> int:
    """CRC-32 of a file. It is not mapped: see `arrays`."""
    found = 0
    with path.open("rb", buffering=0) as file:
        while piece := file.read(_PIECE):
            found = zlib.crc32(piece, found)
    return found


def read_checked(path: Path) -> bytes:
    """What Whoosh wrote into a table of contents. Raises Damaged."""
    content = path.read_bytes()
    body, stored = content[:-_CHECKSUM_BYTES], content[-_CHECKSUM_BYTES:]
    if zlib.crc32(body).to_bytes(_CHECKSUM_BYTES, "big") != stored:
        raise Damaged(f"{path.name} is damaged")
    return body


class DurableStorage(FileStorage):  # type: ignore[misc]
    """A folder of files in which a table of contents is made visible by being renamed."""

    def path(self, name: str) -> Path:
        return Path(self.folder, name)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        with self.path(oldname).open("r+b") as file:
            body = file.read()
            file.write(zlib.crc32(body).to_bytes(_CHECKSUM_BYTES, "big"))
            file.flush()
            os.fsync(file.fileno())
        super().rename_file(oldname, newname, safe)
        sync(Path(self.folder))


class OpenFiles(DurableStorage):
    """A storage that knows which files it opened, since Whoosh leaves them open where it fails."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._files: list[StructFile] = []

    def create_file(self, name: str, *args: Any, **kwargs: Any) -> StructFile:
        return self._remembered(super().create_file(name, *args, **kwargs))

    def open_file(self, name: str, **kwargs: Any) -> StructFile:
        return self._remembered(super().open_file(name, **kwargs))

    def temp_storage(self, name: str | None = None) -> "OpenFiles":
        inner = OpenFiles(str(super().temp_storage(name).folder))
        inner._files = self._files
        return inner

    def close_files(self) -> None:
        """Closes what is still open; what cannot be written any more is lost."""
        while self._files:
            file = self._files.pop()
            # Whoosh's own object calls a file closed that could not be: ask the one below.
            with contextlib.suppress(OSError):
                file.file.close()

    def _remembered(self, file: StructFile) -> StructFile:
        self._files.append(file)
        return file
