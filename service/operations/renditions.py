"""Smaller versions of pictures, and other formats: made when first asked for, then kept.

Their addresses are signed, so that nobody can ask for others than the API has named.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from threading import Lock

from PIL import Image as Pillow

from service.errors import BadRequest
from service.operations.media import MediaStore, media_url, write_durably
from service.operations.pictures import render

MIN_WIDTH, MAX_WIDTH = 16, 4096
KEPT_BYTES = 2_000_000_000
"""Of renditions on the disk; beyond that the oldest go."""
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
STILL = {"gif": "png"}
"""The format of a rendition where none is asked for and the picture's own is not made."""
SECRET_BYTES = 32
SIGNATURE_DIGITS = 32


def read_secret(data_dir: Path) -> bytes:
    """This installation's secret, made when it is first asked for; its owner alone may read it."""
    path = data_dir / "secret.key"
    with suppress(FileNotFoundError):
        return _long_enough(path)
    data_dir.mkdir(parents=True, exist_ok=True)
    made = data_dir / f".secret-{secrets.token_hex(8)}"
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(SECRET_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        with suppress(FileExistsError):  # another process was quicker: its secret holds
            os.link(made, path)
    finally:
        made.unlink()
    return _long_enough(path)


def _long_enough(path: Path) -> bytes:
    secret = path.read_bytes()
    if len(secret) < SECRET_BYTES:
        raise OSError(f"{path} is damaged; delete it, and a new secret is made")
    return secret


def rendition_url(
    secret: bytes, name: str, width: int | None = None, format: str | None = None
) -> str:
    """Where a picture is served at most `width` pixels wide, as JPEG, PNG, WEBP or AVIF.

    Without either, the address of the picture itself. Raises BadRequest where the width is not 16
    to 4096, or the format is another.
    """
    if width is None and format is None:
        return media_url(name)
    if width is not None and not MIN_WIDTH <= width <= MAX_WIDTH:
        raise BadRequest(f"width must be {MIN_WIDTH} to {MAX_WIDTH}.")
    path = f"{width or 0}/{name}.{_extension(name, format)}"
    return f"/media/r/{_sign(secret, path)}/{path}"


def _extension(name: str, format: str | None) -> str:
    if format is None:
        own = name.rpartition(".")[2]
        return STILL.get(own, own)
    if format.upper() not in EXTENSIONS:
        raise BadRequest(f"format must be one of {', '.join(EXTENSIONS)}.")
    return EXTENSIONS[format.upper()]


def _sign(secret: bytes, path: str) -> str:
    return hmac.new(secret, path.encode(), hashlib.sha256).hexdigest()[:SIGNATURE_DIGITS]


class Renditions:
    """The renditions of one media store, in a folder of their own inside it."""

    def __init__(self, media: MediaStore, secret: bytes, *, kept_bytes: int = KEPT_BYTES) -> None:
        self._media = media
        self._secret = secret
        self._folder = media.folder / "renditions"
        self._kept_bytes = kept_bytes
        self._lock = Lock()
        self._total: int | None = None

    def signed(self, signature: str, width: int, file: str) -> bool:
        """Whether the address was made by `rendition_url` with this secret."""
        expected = _sign(self._secret, f"{width}/{file}")
        return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))

    def kept(self, width: int, file: str) -> Path | None:
        """The rendition, if it has been made. Only for an address that is signed."""
        path = self._path(width, file)
        return path if path.is_file() else None

    def make(self, width: int, file: str) -> Path | None:
        """The rendition, made now unless it is there; None where the picture is gone.

        Takes as long as a large picture takes to be read and written: up to seconds.
        """
        kept = self.kept(width, file)
        name, _, extension = file.rpartition(".")
        original = self._media.find(name)
        if kept is not None or original is None:
            return kept
        path = self._path(width, file)
        made = _rendered(original.read_bytes(), width, extension, name)
        write_durably(path, made)
        self._forget_oldest(len(made))
        return path

    def _path(self, width: int, file: str) -> Path:
        return self._folder / f"{width}-{file}"

    def _forget_oldest(self, added: int) -> None:
        with self._lock:
            if self._total is not None:
                self._total += added
            if self._total is None or self._total > self._kept_bytes:
                self._total = _trimmed(self._folder, self._kept_bytes)


def _rendered(data: bytes, width: int, extension: str, name: str) -> bytes:
    """The picture itself where the rendition would be the same at best."""
    if name.endswith(f".{extension}") and width >= _width(data):
        return data
    return render(data, width or None, extension)


def _width(data: bytes) -> int:
    with Pillow.open(BytesIO(data)) as image:
        return image.width


def _trimmed(folder: Path, limit: int) -> int:
    """Deletes the oldest files until a tenth of `limit` is free again; returns what is left."""
    files = sorted(_ages_and_sizes(folder))
    total = sum(size for _, size, _ in files)
    if total <= limit:
        return total
    for _, size, file in files:
        if total <= limit * 0.9:
            break
        file.unlink(missing_ok=True)
        total -= size
    return total


def _ages_and_sizes(folder: Path) -> Iterator[tuple[float, int, Path]]:
    """Another thread's unfinished file takes its own name while we look: it is passed over."""
    for file in folder.iterdir():
        with suppress(FileNotFoundError):
            seen = file.stat()
            yield seen.st_mtime, seen.st_size, file
