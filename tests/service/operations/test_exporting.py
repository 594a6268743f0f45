import gzip
import lzma
import os
from typing import Any

import orjson
import pytest

from service.operations.exporting import export_file, media_folder
from tests.service.operations.transfer.newsroom import fill
from tests.service.operations.transfers import Services


@pytest.mark.parametrize(("suffix", "expand"), [(".gz", gzip.decompress), (".xz", lzma.decompress)])
def test_compressed_by_its_name(services: Services, suffix: str, expand: Any) -> None:
    """Two copies of the same newsroom could not be compared, or not be read."""
    service = services()
    fill(service)
    plain = service.export()
    packed = service.export(f"one.jsonl{suffix}")
    os.utime(service.folder, (0, 0))
    assert service.export(f"other{suffix}") == packed
    assert expand(packed) == plain
    new = services()
    assert new.read(service.folder / f"one.jsonl{suffix}").bad == []
    assert new.export() == plain


def test_pictures_go_beside_the_file(services: Services) -> None:
    """A newsroom would arrive without its pictures, and nobody would be told."""
    service = services()
    fill(service)
    path = service.folder / "x.jsonl.gz"
    report = export_file(service.store, path, media=service.media)
    assert (report.pictures, report.missing, report.articles) == (2, 0, 11)
    folder = media_folder(path)
    assert folder.name == "x.jsonl.gz.media"
    assert len(list(folder.iterdir())) == 2
    elsewhere = service.folder / "elsewhere"
    next(service.media.folder.glob("*.png")).unlink()
    report = export_file(service.store, path, media=service.media, media_dir=elsewhere)
    assert (report.pictures, report.missing) == (1, 1)
    assert len(list(elsewhere.iterdir())) == 1


def test_a_failed_export_leaves_the_old_file(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last good copy would be lost with a full disk."""
    service = services()
    before = service.export()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="space"):
            service.export()
    assert (service.folder / "export.jsonl").read_bytes() == before
    assert not list(service.folder.glob(".*"))


def test_drafts_are_for_the_owner_only(services: Services) -> None:
    """Everybody on the machine could read tomorrow's news."""
    service = services()
    service.export()
    assert (service.folder / "export.jsonl").stat().st_mode & 0o077 == 0


def test_to_a_pipe(services: Services) -> None:
    """An export could not be sent on, or would replace the device that it is written to."""
    service = services()
    pipe = service.folder / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    export_file(service.store, pipe)
    assert orjson.loads(os.read(reader, 10_000).splitlines()[0])["type"] == "site"
    os.close(reader)


def test_progress_is_told(services: Services) -> None:
    """A long export would look stuck."""
    service = services()
    service.load(*({"title": str(number)} for number in range(250)))
    told: list[tuple[int, int]] = []
    path = service.folder / "x.jsonl"
    export_file(service.store, path, progress=lambda *values: told.append(values))
    assert told == [(200, 250), (250, 250)]
