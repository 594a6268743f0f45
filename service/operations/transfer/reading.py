"""A file as numbered lines, plain, gzip or xz by its content; in bounded memory, whatever it is."""

import lzma
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from service.errors import Invalid

MAX_LINE = 16_000_000
"""Bytes of one line: enough for the longest body three times, as a scheduled change may need."""
_BLOCK = 1 << 16
_XZ_MEMORY = 256 << 20
"""The strongest preset needs 65 MB; a file may ask for gigabytes."""
_GZIP_HEAD, _XZ_HEAD = b"\x1f\x8b", b"\xfd7zXZ\x00"
_UTF8_MARK = b"\xef\xbb\xbf"


class Damaged(Exception):
    """The file ends too early, or is not what it begins as; the message is for the reader."""


class Source:
    """A file to import. Raises OSError where it cannot be opened."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self.size = os.fstat(self._file.fileno()).st_size
        self.done = 0
        """Bytes of the file that have been read, compressed as they are."""

    def __enter__(self) -> "Source":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._file.close()

    def lines(self) -> Iterator[tuple[int, bytes | None]]:
        """Each line with its number from 1, without its end; None for one over MAX_LINE bytes.

        Raises Damaged where reading cannot go on, Invalid ("file") at once where it is no text.
        """
        yield from _split(_checked(self._expanded()))

    def _expanded(self) -> Iterator[bytes]:
        blocks = self._blocks()
        first = next(blocks, b"")
        while 0 < len(first) < len(_XZ_HEAD) and (more := next(blocks, b"")):
            first += more
        if first.startswith(_GZIP_HEAD):
            return _gunzip(_again(first, blocks))
        return (_unxz if first.startswith(_XZ_HEAD) else iter)(_again(first, blocks))

    def _blocks(self) -> Iterator[bytes]:
        while block := self._file.read(_BLOCK):
            self.done += len(block)
            yield block


def _again(first: bytes, following: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from following


def _gunzip(blocks: Iterator[bytes]) -> Iterator[bytes]:
    decoder = zlib.decompressobj(wbits=31)
    try:
        for block in blocks:
            while block:
                if decoder.eof:  # another member follows, or padding
                    decoder, block = zlib.decompressobj(wbits=31), block.lstrip(b"\x00")
                    continue
                yield decoder.decompress(block, _BLOCK)
                block = decoder.unused_data if decoder.eof else decoder.unconsumed_tail
        yield decoder.flush()
    except zlib.error as error:
        raise Damaged(f"The compressed file is damaged: {error}.") from error
    if not decoder.eof:
        raise Damaged("The compressed file ends too early.")


def _unxz(blocks: Iterator[bytes]) -> Iterator[bytes]:
    decoder = _xz_decoder()
    try:
        for block in blocks:
            while block or not (decoder.needs_input or decoder.eof):
                if decoder.eof:  # another stream follows, or padding
                    block = block.lstrip(b"\x00")
                    decoder = _xz_decoder() if block else decoder
                    continue
                yield decoder.decompress(block, _BLOCK)
                block = decoder.unused_data if decoder.eof else b""
    except lzma.LZMAError as error:
        raise Damaged(f"The compressed file is damaged: {error}.") from error
    if not decoder.eof:
        raise Damaged("The compressed file ends too early.")


def _xz_decoder() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)


def _checked(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same; the first of them must look like text."""
    first = b""
    while not first:
        chunk = next(chunks, None)
        if chunk is None:
            return
        first = chunk
    if _binary(first):
        raise Invalid("file", "It is a binary file, not JSON Lines.")
    yield first.removeprefix(_UTF8_MARK)
    yield from chunks


def _binary(first: bytes) -> bool:
    """Whether it is no text, or UTF-16; a single NUL in a line is that line's fault alone."""
    return b"\x00" in (first[:2] if first.startswith(b"{") else first[:1024])


def _split(chunks: Iterator[bytes]) -> Iterator[tuple[int, bytes | None]]:
    line, number, too_long = bytearray(), 1, False
    for chunk in chunks:
        *ended, rest = chunk.split(b"\n")
        for piece in ended:
            too_long = too_long or len(line) + len(piece) > MAX_LINE
            yield number, None if too_long else bytes(line) + piece
            line.clear()
            number, too_long = number + 1, False
        too_long = too_long or len(line) + len(rest) > MAX_LINE
        if too_long:
            line.clear()
        else:
            line += rest
    if line or too_long:
        yield number, None if too_long else bytes(line)
