"""Picture files for tests, drawn by the program."""

from io import BytesIO
from typing import Any

from PIL import Image
from PIL.ExifTags import Base
from sqlmodel import Session

from service.content.image import Image as ImageRow
from service.operations.media import MediaStore, record_image
from service.permissions import Actor

CAMERA = "A camera that tells where it was"
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")


def draw(
    name: str = "PNG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any
) -> bytes:
    """A picture with a gradient, red at the top left."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    picture.paste((255, 0, 0), (0, 0, size[0] // 2, size[1] // 2))
    made = BytesIO()
    picture.convert(mode).save(made, name, **options)
    return made.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    made = Image.Exif()
    made[Base.Make] = CAMERA
    if orientation != 1:
        made[Base.Orientation] = orientation
    return made


def animation(frames: int, name: str = "GIF", size: tuple[int, int] = (8, 8)) -> bytes:
    pictures = [Image.new("RGB", size, (n * 80 % 256, n // 256, 99)) for n in range(frames)]
    made = BytesIO()
    pictures[0].save(made, name, save_all=True, append_images=pictures[1:], duration=100, loop=0)
    return made.getvalue()


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def add_image(
    session: Session, actor: Actor, media: MediaStore, data: bytes, alt: str | None
) -> ImageRow:
    """Keeps a picture and records it, as an upload does in two steps."""
    return record_image(session, actor, media.store(data), alt)
