"""Pictures of the newsroom: kept by the hash of their content, so that a name never changes."""

import hashlib
import os
import re
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sqlmodel import Session, col, select

from service.content.fields import Text
from service.content.image import Image
from service.content.times import now
from service.errors import Invalid, TooLong
from service.operations.pictures import read_picture
from service.permissions import Action, Actor, require

DEFAULT_LIMIT = 20_000_000
ALT = Text(1_000)
CONTENT_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "gif": "image/gif",
}
_NAME = re.compile(rf"[0-9a-f]{{64}}\.(?:{'|'.join(CONTENT_TYPES)})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Stored:
    """A picture in the media store; sizes in pixels."""

    name: str
    width: int
    height: int
    placeholder: str


class MediaStore:
    """A folder of pictures, named by the SHA-256 of their content; `limit` in bytes."""

    def __init__(self, folder: Path, *, limit: int = DEFAULT_LIMIT) -> None:
        self.folder = folder
        self.limit = limit

    def store(self, data: bytes | BinaryIO) -> Stored:
        """Keeps a picture, durably; raises Invalid or TooLong, both of the field "file".

        What is no picture is left out of the file, so the name is not that of the bytes given;
        but the same bytes have the same name always, and a stored file its own.
        """
        stored, content = self._read(data)
        if self.find(stored.name) is None:
            write_durably(self.folder / stored.name, content)
        return stored

    def examine(self, data: bytes | BinaryIO) -> Stored:
        """What `store` would return or raise; nothing is kept."""
        return self._read(data)[0]

    def _read(self, data: bytes | BinaryIO) -> tuple[Stored, bytes]:
        picture = read_picture(self._bounded(data))
        name = f"{hashlib.sha256(picture.data).hexdigest()}.{picture.extension}"
        return Stored(name, picture.width, picture.height, picture.placeholder), picture.data

    def find(self, name: str) -> Path | None:
        """The file of that name; None where there is none, or it is no name of a picture."""
        if not _NAME.fullmatch(name):
            return None
        path = self.folder / name
        return path if path.is_file() else None

    def _bounded(self, data: bytes | BinaryIO) -> bytes:
        content = data if isinstance(data, bytes) else data.read(self.limit + 1)
        if len(content) > self.limit:
            raise TooLong("file", self.limit, "bytes")
        if not content:
            raise Invalid("file", "The file is empty.")
        return content


def write_durably(path: Path, data: bytes) -> None:
    """The whole file or none of it, also after a power cut; an existing one is replaced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)  # a web server in front may serve the folder itself
        os.replace(temporary, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def media_url(name: str) -> str:
    """Where a stored picture is served."""
    return f"/media/{name}"


def content_type(name: str) -> str:
    return CONTENT_TYPES[name.rpartition(".")[2]]


def record_image(session: Session, actor: Actor, stored: Stored, alt: str | None) -> Image:
    """The image that shows `stored`, described by `alt`; made unless it is there already.

    Who does not see every image has one of their own, also of a picture that others have brought.
    """
    require(actor, Action.MEDIA)
    text = ALT("alt", alt) or ""
    at = now()
    same = select(Image).where(col(Image.name) == stored.name, col(Image.alt) == text)
    if not actor.view(at).editor:
        same = same.where(col(Image.uploaded_by_id) == actor.account_id)
    known = session.exec(same.order_by(col(Image.id)).limit(1)).first()
    if known is not None:
        return known
    image = Image(
        name=stored.name,
        width=stored.width,
        height=stored.height,
        alt=text,
        placeholder=stored.placeholder,
        created_at=at,
        uploaded_by_id=actor.account_id,
    )
    session.add(image)
    session.flush()
    return image
