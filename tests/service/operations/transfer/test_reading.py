import gc
import gzip
import lzma
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from service.errors import Invalid
from service.operations.transfer import batches
from tests.service.operations.picture_files import draw
from tests.service.operations.transfers import (
    Service,
    counts,
)


class TestFiles:
    @pytest.mark.parametrize(
        "content",
        [
            draw("PNG"),
            draw("JPEG"),
            b"\x7fELF\x02\x01\x01\x00" + bytes(100),
            b"SQLite format 3\x00" + bytes(100),
            '{"title": "UTF-16"}'.encode("utf-16"),
            '{"title": "UTF-16"}'.encode("utf-16-le"),
            gzip.compress(draw("PNG")),
        ],
    )
    def test_binary_files_are_refused(self, service: Service, content: bytes) -> None:
        """Somebody who names the wrong file would get ten thousand bad lines."""
        path = service.folder / "wrong.jsonl"
        path.write_bytes(content)
        with pytest.raises(Invalid) as refused:
            service.read(path)
        assert refused.value.field == ("file",)
        assert counts(service)["Entry"] == 0

    @pytest.mark.parametrize("content", [b"", b"\n\n", b"  \n"])
    def test_empty_files_are_nothing(self, service: Service, content: bytes) -> None:
        """An empty export would end in an error."""
        path = service.folder / "empty.jsonl"
        path.write_bytes(content)
        assert service.read(path).bad == []

    def test_marks_and_line_ends_of_other_systems(self, service: Service) -> None:
        """A file saved on Windows would be refused, or its last line left out."""
        path = service.folder / "windows.jsonl"
        path.write_bytes(b'\xef\xbb\xbf{"title": "A"}\r\n\r\n{"title": "B"}')
        report = service.read(path)
        assert (report.created, report.bad) == (2, [])

    @pytest.mark.parametrize("compress", [gzip.compress, lzma.compress])
    def test_compressed_by_content(
        self, service: Service, compress: Callable[[bytes], bytes]
    ) -> None:
        """A compressed file under another name would not be read, nor one made of several."""
        path = service.folder / "any.name"
        path.write_bytes(compress(b'{"title": "A"}\n') + compress(b'{"title": "B"}\n'))
        assert service.read(path).created == 2

    @pytest.mark.parametrize("compress", [gzip.compress, lzma.compress])
    def test_what_is_cut_off_is_reported(
        self, service: Service, compress: Callable[[bytes], bytes]
    ) -> None:
        """Half a newsroom would be taken for the whole."""
        noise = [orjson.dumps({"title": os.urandom(40).hex()}) for _ in range(1_000)]
        lines = b"\n".join(noise) + b"\n"
        path = service.folder / "cut"
        path.write_bytes(compress(lines)[:-1_000])
        report = service.read(path)
        assert 0 < report.created < 1_000
        assert report.bad[-1][0] == report.created + 1
        assert "ends too early" in report.bad[-1][1]

    @pytest.mark.parametrize("compress", [gzip.compress, lzma.compress])
    def test_damage_is_reported(self, service: Service, compress: Callable[[bytes], bytes]) -> None:
        """A damaged file would end in an unexpected error."""
        packed = bytearray(compress(b'{"title": "A"}\n' * 10))
        packed[len(packed) // 2] ^= 0xFF
        path = service.folder / "damaged"
        path.write_bytes(bytes(packed))
        assert service.read(path).refused >= 1

    def test_a_missing_file(self, service: Service) -> None:
        """The command could not say what is wrong."""
        with pytest.raises(FileNotFoundError):
            service.read(service.folder / "none.jsonl")

    def test_memory_stays_flat(self, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
        """A large newsroom would not fit."""
        monkeypatch.setattr(batches, "MAX_LINES", 20)

        def peak(lines: int) -> int:
            path = service.folder / "many.jsonl"
            path.write_bytes(drafts(lines, body="x" * LONG))
            return peak_of(service, path)

        peak(40)  # what is kept once for all
        assert peak(200) - peak(40) < KEPT * 160 * LONG

    def test_memory_stays_flat_while_unpacking(self, service: Service) -> None:
        """The same with a file that is small until it is unpacked, in batches as they are."""

        def peak(lines: int) -> int:
            path = service.folder / "many.jsonl.xz"
            path.write_bytes(lzma.compress(drafts(lines, body="x" * LONG)))
            return peak_of(service, path)

        batch = batches.MAX_BYTES // LONG
        peak(10)
        assert peak(6 * batch) - peak(2 * batch) < KEPT * 4 * batch * LONG


KEPT = 0.25
"""Of the bytes that more lines have, the part by which the peak may be higher: some garbage is
collected later than other, but nothing that holds their texts waits for the end."""
LONG = 100_000
"""So that what is unpacked is large beside what unpacking takes."""


def drafts(number: int, **values: str) -> bytes:
    """Lines of new articles."""
    name = os.urandom(8).hex()
    lines = ({"title": f"{name} {n}", "status": "draft", **values} for n in range(number))
    return b"".join(orjson.dumps(line) + b"\n" for line in lines)


def peak_of(service: Service, path: Path) -> int:
    """The most bytes that an import takes."""
    gc.collect()
    tracemalloc.start()
    try:
        assert service.read(path).refused == 0
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
