"""The pictures of an import: files beneath one folder, and nothing else."""

import os
import stat
from collections import OrderedDict
from pathlib import Path
from typing import BinaryIO

from service.errors import Invalid
from service.operations.media import MediaStore, Stored

REMEMBERED = 2_000
"""Pictures that need not be read again when another article shows them."""


class Attachments:
    """Reads pictures beneath `folder` into the media store; on trial it keeps none."""

    def __init__(self, media: MediaStore, folder: Path | None, *, trial: bool = False) -> None:
        self._media = media
        self._folder = None if folder is None else folder.resolve()
        self._trial = trial
        self._known: OrderedDict[tuple[Path, int, int], Stored] = OrderedDict()

    def read(self, file: str) -> Stored:
        """The picture of that name, kept; raises a Refusal where there is none to be had."""
        path = self._find(file)
        with _open(path) as opened:
            status = os.fstat(opened.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise Invalid("images", f"{file} is no file.")
            key = path, status.st_size, status.st_mtime_ns
            if key not in self._known:
                self._known[key] = self._keep(file, opened)
                if len(self._known) > REMEMBERED:
                    self._known.popitem(last=False)
        return self._known[key]

    def _find(self, file: str) -> Path:
        """Where it really is: no .. and no link leads out of the folder."""
        if "://" in file or file.startswith("data:"):
            raise Invalid("images", "A picture is never fetched from an address.")
        if self._folder is None:
            stored = self._media.find(file)  # a picture that is here already needs no folder
            if stored is None:
                raise Invalid("images", f"{file} cannot be found: name a folder with --media.")
            return stored
        try:
            path = (self._folder / file).resolve(strict=True)
        except (OSError, RuntimeError, ValueError) as error:
            raise Invalid("images", f"There is no file {file} in the media folder.") from error
        if not path.is_relative_to(self._folder):
            raise Invalid("images", f"{file} is outside the media folder.")
        return path

    def _keep(self, file: str, opened: BinaryIO) -> Stored:
        try:
            return self._media.examine(opened) if self._trial else self._media.store(opened)
        except Invalid as error:
            raise Invalid("images", f"{file}: {error.message}") from error


def _open(path: Path) -> BinaryIO:
    """Without waiting, should it be a pipe."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        return os.fdopen(descriptor, "rb")
    except OSError as error:
        raise Invalid("images", f"{path.name} cannot be read: {error.strerror}.") from error
