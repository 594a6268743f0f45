"""Takes out of a picture's file what is no picture: places, cameras, comments, appended data.

Each format is a list of pieces; those that a picture is made of are kept as they are, byte for
byte, and the rest is left out. So nothing is compressed anew, and a file once stripped is stripped
to itself.
"""

import re
import struct
from collections.abc import Callable

MAX_FRAMES = 1_000
MAX_SCANS = 200
"""Scans of one JPEG file; each one costs a pass over the whole picture."""

_JPEG_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_JPEG_KEPT = frozenset({*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF})
_JPEG_APPLICATIONS = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs hIST acTL fcTL fdAT".split()
)
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_WEBP_METADATA_FLAGS = 0x0C
_GIF_KEPT = (b"\xff\x0bNETSCAPE2.0", b"\xff\x0bANIMEXTS1.0", b"\xf9", b"\x01")


class Malformed(ValueError):
    """A picture's file is not put together as its format says, or has too many parts."""


def strip(data: bytes, extension: str) -> bytes:
    """The file with only what shows the picture; raises Malformed. AVIF is returned as it is."""
    stripped = _STRIPPERS.get(extension)
    try:
        return data if stripped is None else stripped(data)
    except (IndexError, struct.error) as error:
        raise Malformed("the file ends too early") from error


def _strip_jpeg(data: bytes) -> bytes:
    kept = [b"\xff\xd8"]
    scans, position = 0, 2
    while found := _JPEG_MARKER.search(data, position):
        start, marker = found.start(), data[found.start() + 1]
        if marker == 0xD9:
            break
        position = start + 2 + struct.unpack_from(">H", data, start + 2)[0]
        if marker == 0xDA:
            scans += 1
            position = _end_of_scan(data, position)
        if _jpeg_keeps(marker, data[start + 4 : min(start + 16, position)]):
            kept.append(data[start:position])
    if scans > MAX_SCANS:
        raise Malformed("it has too many scans")
    return b"".join((*kept, b"\xff\xd9"))


def _end_of_scan(data: bytes, position: int) -> int:
    found = _JPEG_MARKER.search(data, position)
    return found.start() if found else len(data)


def _jpeg_keeps(marker: int, begin: bytes) -> bool:
    application = _JPEG_APPLICATIONS.get(marker)
    return marker in _JPEG_KEPT if application is None else begin.startswith(application)


def _strip_png(data: bytes) -> bytes:
    kept, position, name = [_PNG_HEAD], len(_PNG_HEAD), b""
    while name != b"IEND":
        (length,) = struct.unpack_from(">I", data, position)
        name, end = data[position + 4 : position + 8], position + 12 + length
        if end > len(data):
            raise Malformed("the file ends too early")
        if name in _PNG_KEPT:
            kept.append(data[position:end])
        position = end
    return b"".join(kept)


def _strip_webp(data: bytes) -> bytes:
    end = min(len(data), 8 + struct.unpack_from("<I", data, 4)[0])
    kept, position = [b"WEBP"], 12
    while position + 8 <= end:
        name, (length,) = (
            data[position : position + 4],
            struct.unpack_from("<I", data, position + 4),
        )
        following = position + 8 + length + length % 2
        if name in _WEBP_KEPT:
            kept.append(_without_flags(data[position:following], name))
        position = following
    body = b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _without_flags(chunk: bytes, name: bytes) -> bytes:
    """A VP8X chunk no longer says that metadata follows."""
    if name != b"VP8X":
        return chunk
    return chunk[:8] + bytes([chunk[8] & ~_WEBP_METADATA_FLAGS]) + chunk[9:]


def _strip_gif(data: bytes) -> bytes:
    position = 13 + _colours(data[10])
    kept, frames = [data[:position]], 0
    while position < len(data) and data[position] != 0x3B:
        start = position
        position = _end_of_block(data, start)
        if data[start] == 0x2C:
            frames += 1
        if data[start] == 0x2C or data[start + 1 : start + 14].startswith(_GIF_KEPT):
            kept.append(data[start:position])
        if frames > MAX_FRAMES:
            raise Malformed("it has too many frames")
    return b"".join((*kept, b"\x3b"))


def _end_of_block(data: bytes, position: int) -> int:
    if data[position] == 0x2C:
        position += 11 + _colours(data[position + 9])
    elif data[position] == 0x21:
        position += 2
    else:
        raise Malformed("an unknown block")
    while length := data[position]:
        position += 1 + length
    return position + 1


def _colours(flags: int) -> int:
    """Bytes of the colour table that these flags announce."""
    return 3 * 2 ** (1 + (flags & 7)) if flags & 0x80 else 0


_STRIPPERS: dict[str, Callable[[bytes], bytes]] = {
    "jpg": _strip_jpeg,
    "png": _strip_png,
    "webp": _strip_webp,
    "gif": _strip_gif,
}
