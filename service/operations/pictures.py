"""Pictures as files: what is accepted, how it is made safe, and smaller versions of it."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageFilter, ImageOps
from PIL.ExifTags import Base

from service.errors import Invalid
from service.operations.containers import MAX_FRAMES, strip

EXTENSIONS = {
    "JPEG": "jpg",
    "MPO": "jpg",  # a JPEG file with further pictures behind the first, which are cut off
    "PNG": "png",
    "WEBP": "webp",
    "AVIF": "avif",
    "GIF": "gif",
}
MAX_PIXELS = 50_000_000
MAX_ALL_FRAMES = 500_000_000
"""Pixels of all frames of an animation together."""
MAX_SIDE = 16_383
"""The longest side of a rendition: more, and WebP cannot hold it."""
PLACEHOLDER_SIDE = 16

_READ = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
_SAVED = {
    "jpg": ("JPEG", {"quality": 82, "optimize": True, "progressive": True}),
    "png": ("PNG", {}),
    "webp": ("WEBP", {"quality": 80, "method": 4}),
    "avif": ("AVIF", {"quality": 62, "speed": 8, "max_threads": 1}),
}
_UPRIGHT_OPTIONS: dict[str, dict[str, object]] = {
    "JPEG": {"quality": 92},
    "WEBP": {"quality": 90},
    "AVIF": {"quality": 80, "max_threads": 1},
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's file as it is kept: upright, and without metadata. Sizes are in pixels."""

    data: bytes
    extension: str
    width: int
    height: int
    placeholder: str
    """A tiny blurred version, as a data: address."""


def read_picture(data: bytes) -> Picture:
    """The picture in a file of any name; known by its content. Raises Invalid ("file").

    The same bytes always give the same picture, and a picture's own `data` gives itself.
    """
    with _refusing(), Image.open(BytesIO(data), formats=_READ) as image:
        extension = EXTENSIONS[image.format or ""]
        _check_size(image)
        orientation = image.getexif().get(Base.Orientation, 1)
        kept = strip(data, extension)
        if (orientation != 1 and not _animated(image)) or _avif_metadata(image):
            kept = strip(_rewritten(image), extension)
    with _refusing(), Image.open(BytesIO(kept), formats=_READ) as image:
        image.load()
        return Picture(kept, extension, image.width, image.height, _placeholder(image))


def render(data: bytes, width: int | None, extension: str) -> bytes:
    """A still version at most `width` pixels wide, never larger than the original."""
    with Image.open(BytesIO(data), formats=_READ) as image:
        _check_size(image)
        scale = min(1.0, (width or image.width) / image.width, MAX_SIDE / image.height)
        size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
        image.draft(None, size)
        still = _still(image, opaque=extension == "jpg")
        profile = image.info.get("icc_profile") if image.mode in {"RGB", "RGBA", "P"} else None
        if still.size != size:
            still = still.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    name, options = _SAVED[extension]
    made = BytesIO()
    still.save(made, name, icc_profile=profile, **options)
    return made.getvalue()


@contextmanager
def _refusing() -> Iterator[None]:
    """Whatever a decoder makes of a damaged file, the file is what is wrong."""
    try:
        yield
    except Invalid:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except Exception as error:  # a decoder may raise anything at all
        raise Invalid(
            "file", "It is no picture, or damaged (JPEG, PNG, WebP, AVIF, GIF)."
        ) from error


def _too_large() -> Invalid:
    return Invalid("file", f"A picture may have at most {MAX_PIXELS:,} pixels.")


def _check_size(image: Image.Image) -> None:
    pixels = image.width * image.height
    if pixels > MAX_PIXELS:
        raise _too_large()
    if image.format == "GIF":
        return  # asking for its frames would read them all; they are counted when it is stripped
    frames = getattr(image, "n_frames", 1)
    if image.format != "MPO" and (frames > MAX_FRAMES or frames * pixels > MAX_ALL_FRAMES):
        raise Invalid("file", "The animation is too long.")


def _animated(image: Image.Image) -> bool:
    return image.format in {"PNG", "WEBP", "AVIF"} and getattr(image, "n_frames", 1) > 1


def _avif_metadata(image: Image.Image) -> bool:
    """Its file is a graph of boxes, from which nothing can be left out: it is written anew."""
    return image.format == "AVIF" and bool({"exif", "xmp"} & image.info.keys())


def _rewritten(image: Image.Image) -> bytes:
    """The file of the picture turned upright."""
    name = "JPEG" if image.format == "MPO" else image.format or ""
    profile, animated = image.info.get("icc_profile"), _animated(image)
    options = dict(_UPRIGHT_OPTIONS.get(name, {}))
    upright = image if animated else ImageOps.exif_transpose(image)
    upright.info = {key: image.info[key] for key in image.info if key == "transparency"}
    made = BytesIO()
    if animated:
        options["save_all"] = True
    upright.save(made, name, icc_profile=profile, exif=b"", **options)
    return made.getvalue()


def _still(image: Image.Image, *, opaque: bool) -> Image.Image:
    """The first frame in a mode that every format can hold; without transparency if `opaque`."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    if not opaque:
        return clear
    ground = Image.new("RGB", clear.size, "white")
    ground.paste(clear, mask=clear.getchannel("A"))
    return ground


def _placeholder(image: Image.Image) -> str:
    small = _still(image, opaque=True)
    small.thumbnail((PLACEHOLDER_SIDE, PLACEHOLDER_SIDE), reducing_gap=2.0)
    made = BytesIO()
    small.filter(ImageFilter.GaussianBlur(1)).save(made, "WEBP", quality=20, method=6)
    return "data:image/webp;base64," + base64.b64encode(made.getvalue()).decode()
