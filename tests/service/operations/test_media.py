import hashlib
import os
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import func, select

from service.content.account import Role
from service.content.image import Image
from service.errors import Forbidden, Invalid, Refusal, Refused, TooLong, Unauthenticated
from service.operations import lifecycle
from service.operations.containers import MAX_FRAMES
from service.operations.media import MediaStore, media_url, record_image
from service.operations.pictures import read_picture, render
from service.permissions import PUBLIC, SYSTEM, Actor
from service.store import Store
from tests.service.operations.desk import Desk
from tests.service.operations.picture_files import (
    CAMERA,
    FORMATS,
    add_image,
    animation,
    draw,
    exif,
    opened,
)
from tests.service.operations.transfers import Service


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "media", limit=1_000_000)


@pytest.mark.parametrize("name", FORMATS)
def test_name_is_the_hash_of_the_file(media: MediaStore, name: str) -> None:
    """A picture's address, kept by browsers for ever, would show another picture one day."""
    stored = media.store(draw(name))
    path = media.find(stored.name)
    assert path is not None
    digest, _, extension = stored.name.partition(".")
    assert digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert extension == {"JPEG": "jpg"}.get(name, name.lower())
    assert (stored.width, stored.height) == (60, 40)
    assert media_url(stored.name) == f"/media/{stored.name}"


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("orientation", [1, 3, 6])
def test_a_stored_file_stores_to_itself(media: MediaStore, name: str, orientation: int) -> None:
    """An export that is imported and exported again would have other names and files."""
    data = draw(name, exif=exif(orientation)) if name != "GIF" else draw(name, comment=b"here")
    stored = media.store(data)
    path = media.find(stored.name)
    assert path is not None
    again = media.store(path.read_bytes())
    assert again == stored
    assert media.store(data) == stored
    assert [file.name for file in media.folder.iterdir()] == [stored.name]


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_metadata_is_left_out(name: str) -> None:
    """Readers would learn where an informant was photographed, and by whose camera."""
    data = draw(name, exif=exif())
    assert CAMERA.encode() in data
    picture = read_picture(data)
    assert CAMERA.encode() not in picture.data
    assert dict(opened(picture.data).getexif()) == {}
    if name != "AVIF":  # the picture itself has not been compressed again
        assert opened(picture.data).tobytes() == opened(data).tobytes()


def test_comments_and_xmp_are_left_out() -> None:
    """Metadata in its other places would be published."""
    assert b"secret" not in read_picture(draw("JPEG", comment=b"secret", xmp=b"<x>secret</x>")).data
    assert b"secret" not in read_picture(draw("GIF", comment=b"secret")).data
    assert b"secret" not in read_picture(draw("WEBP", xmp=b"<x>secret</x>")).data
    assert b"secret" not in read_picture(draw("AVIF", xmp=b"<x>secret</x>")).data


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "GIF"])
def test_what_follows_the_picture_is_cut_off(name: str) -> None:
    """A picture could carry an archive, a page, or a second picture with its place."""
    data = draw(name)
    assert b"PK\x03\x04" not in read_picture(data + b"PK\x03\x04 hidden").data


def test_an_empty_piece_is_not_taken_for_what_follows_it() -> None:
    """A file would be stored under one name, and from its export under another."""
    data = draw("JPEG")
    assert data[4:6] == b"\x00\x10"  # the length of the first piece
    kept = read_picture(data[:4] + b"\x00\x02" + data[6:]).data
    assert read_picture(kept).data == kept


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_orientation_is_applied(name: str) -> None:
    """A picture taken with the telephone held upright would lie on its side."""
    picture = read_picture(draw(name, exif=exif(6)))
    assert (picture.width, picture.height) == (40, 60)
    red, green, _ = opened(picture.data).convert("RGB").getpixel((35, 5))  # type: ignore[misc]
    assert red > 200
    assert green < 60


def test_colour_profile_is_kept() -> None:
    """Photographs in a wide colour space would look dull."""
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for name in ("JPEG", "PNG", "WEBP"):
        data = draw(name, icc_profile=profile, exif=exif())
        assert opened(read_picture(data).data).info["icc_profile"] == profile


def test_placeholder_is_tiny() -> None:
    """Pages would have nothing to show, or much to load, before the picture is there."""
    placeholder = read_picture(draw("JPEG", (1_200, 800))).placeholder
    assert placeholder.startswith("data:image/webp;base64,")
    assert len(placeholder) < 400


def test_animations_stay_animated() -> None:
    """Moving pictures would stand still."""
    for name in ("GIF", "WEBP", "PNG"):
        data = animation(3, name)
        assert getattr(opened(read_picture(data).data), "n_frames", 1) == 3


def test_endless_animations_are_refused() -> None:
    """One small file would keep a processor busy for minutes."""
    data = animation(2)
    frame = data[data.index(b"\x21\xf9") : -1]
    endless = data[:-1] + frame * MAX_FRAMES + b"\x3b"
    with pytest.raises(Invalid):
        read_picture(endless)


def _png(width: int, height: int) -> bytes:
    """A PNG file of the size given that holds almost nothing."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1_000))
    body = chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("size", [(7_100, 7_100), (12_000, 12_000), (60_000, 60_000)])
def test_decompression_bombs_are_refused(size: tuple[int, int]) -> None:
    """A few bytes would fill the memory of the server."""
    with pytest.raises(Invalid, match="pixels"):
        read_picture(_png(*size))


def test_endless_scans_are_refused() -> None:
    """A JPEG file may ask for its picture to be painted thousands of times."""
    data = draw("JPEG", progressive=True)
    start = data.rindex(b"\xff\xda")
    with pytest.raises(Invalid):
        read_picture(data[:-2] + data[start:-2] * 300 + b"\xff\xd9")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a",
        b"\xff\xd8\xff",
        b"RIFF\xff\xff\xff\xffWEBP",
        b"%!PS-Adobe-3.0 EPSF-3.0",
        b"BM" + bytes(100),
    ],
)
def test_other_files_are_refused(media: MediaStore, data: bytes) -> None:
    """Pages with scripts could be served from the newsroom's own address."""
    with pytest.raises(Refusal):
        media.store(data)
    assert not media.folder.exists()


def test_formats_beside_ours_are_refused(media: MediaStore) -> None:
    """Browsers would not show it."""
    for name in ("TIFF", "BMP", "ICO", "PPM"):
        with pytest.raises(Invalid):
            media.store(draw(name))


@pytest.mark.parametrize("name", FORMATS)
def test_truncated_files_are_refused(name: str) -> None:
    """Half a picture would be published."""
    data = draw(name)
    for length in (1, 10, len(data) // 3, len(data) // 2):
        with pytest.raises(Invalid):
            read_picture(data[:length])


@pytest.mark.parametrize("name", FORMATS)
@given(st.data())
def test_damage_is_a_refusal_at_worst(name: str, data: st.DataObject) -> None:
    """An upload would end in an unexpected error."""
    original = bytearray(draw(name))
    for _ in range(data.draw(st.integers(1, 8))):
        original[data.draw(st.integers(0, len(original) - 1))] = data.draw(st.integers(0, 255))
    try:
        picture = read_picture(bytes(original))
    except Refusal:
        return
    assert read_picture(picture.data).data == picture.data


def test_limit_is_enforced_while_reading(media: MediaStore) -> None:
    """A huge file would be read into memory."""

    class Endless(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert 0 < size <= media.limit + 1
            return bytes(size)

    with pytest.raises(TooLong) as refused:
        media.store(Endless())
    assert refused.value.field == ("file",)


def test_files_may_be_given_open(media: MediaStore) -> None:
    """The demo newsroom and the import hand over files, not bytes."""
    data = draw("PNG")
    assert media.store(BytesIO(data)) == media.store(data)


@pytest.mark.parametrize(
    "name",
    [
        "../secret.key",
        "..",
        "",
        "renditions",
        "a" * 64,
        "a" * 64 + ".svg",
        "A" * 64 + ".png",
        "a" * 64 + ".png\x00",
        "a" * 64 + ".png/..",
        "/etc/passwd",
        "a" * 64 + ".png\n",
    ],
)
def test_only_names_of_pictures_are_found(media: MediaStore, name: str) -> None:
    """Anybody could read files of the server."""
    media.store(draw())
    (media.folder / "renditions").mkdir()
    (media.folder.parent / "secret.key").write_text("secret")
    assert media.find(name) is None


def test_nothing_is_left_of_a_failed_write(
    media: MediaStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a picture would be served under a name that promises the whole."""

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="space"):
            media.store(draw())
    assert list(media.folder.iterdir()) == []


def test_many_may_store_the_same(media: MediaStore) -> None:
    """Two editors who upload the same picture at the same time would get an error."""
    data = draw("JPEG", (300, 200))
    with ThreadPoolExecutor(8) as threads:
        names = {stored.name for stored in threads.map(media.store, [data] * 16)}
    assert len(names) == 1
    assert [file.name for file in media.folder.iterdir()] == list(names)


def test_images_are_recorded_once(store: Store, media: MediaStore) -> None:
    """The library of pictures would fill with copies."""
    data = draw("PNG")
    with store.transaction() as session:
        first = add_image(session, SYSTEM, media, data, " Chợ nổi  Cái Răng ")
        again = add_image(session, SYSTEM, media, data, "Chợ nổi Cái Răng")
        other = add_image(session, SYSTEM, media, data, None)
        assert first.id == again.id != other.id
        assert (first.alt, other.alt) == ("Chợ nổi Cái Răng", "")
        assert session.exec(select(func.count()).select_from(Image)).one() == 2


def test_writers_have_images_of_their_own(desk: Desk, media: MediaStore) -> None:
    """A writer could not use a picture that a colleague had brought, or would learn that it was."""
    first, second = desk.person(Role.WRITER, "lan"), desk.person(Role.WRITER, "minh")
    stored = media.store(draw())

    def bring(actor: Actor) -> int:
        return desk.do(lambda session: record_image(session, actor, stored, "Chợ").id or 0)

    ours, theirs = bring(first), bring(second)
    assert ours != theirs
    assert (bring(first), bring(second)) == (ours, theirs)
    assert bring(desk.person(Role.EDITOR, "hoa")) == ours
    key = Actor(desk.person(Role.EDITOR, "key").account_id, Role.EDITOR, frozenset({"media"}))
    assert bring(key) == bring(key) not in {ours, theirs}


def test_only_images_that_are_shown_can_be_used(desk: Desk, media: MediaStore) -> None:
    """A writer would get a colleague's unpublished picture, by guessing its number."""
    writer, other = desk.person(Role.WRITER, "lan"), desk.person(Role.WRITER, "minh")
    stored = media.store(draw())
    image = desk.do(lambda session: record_image(session, other, stored, "Chợ")).id or 0
    values: list[dict[str, Any]] = [{"cover_id": image}, {"images": [(image, None)]}]
    for some in values:
        with pytest.raises(Refused, match="NOT_FOUND"):
            desk.write(actor=writer, **some)
        desk.write(actor=other, **some)
        with pytest.raises(Refused):
            desk.write(actor=writer, **some)
    shown = desk.write(publish=True, **values[1])
    desk.write(actor=writer, **values[0])
    desk.move(lifecycle.unpublish, shown)
    with pytest.raises(Refused):
        desk.write(actor=desk.person(Role.WRITER, "hoa"), **values[0])


def test_an_image_of_several_is_imported_again(service: Service) -> None:
    """An export would change the articles that it is of, where two have brought one picture."""
    desk = Desk(service.store)
    for login in ("lan", "minh"):
        actor = desk.person(Role.WRITER, login)
        with service.store.transaction() as session:
            image = add_image(session, actor, service.media, draw(), "Chợ").id
        desk.write(login, actor=actor, cover_id=image, images=[(image, "Ảnh")])
    before = service.export()
    report = service.read(service.folder / "export.jsonl")
    assert (report.unchanged, report.updated, report.bad) == (2, 0, [])
    assert service.export() == before


def test_only_the_newsroom_may_add(store: Store, media: MediaStore) -> None:
    """Strangers could fill the disk."""
    stored = media.store(draw())
    with store.transaction() as session:
        with pytest.raises(Unauthenticated):
            add_image(session, PUBLIC, media, draw(), "")
        confined = Actor(None, SYSTEM.role, frozenset({"write"}))
        with pytest.raises(Forbidden):
            record_image(session, confined, stored, "")


def test_text_of_an_image_is_cleaned(store: Store, media: MediaStore) -> None:
    """A text that no database can hold would end in an unexpected error."""
    stored = media.store(draw())
    with store.transaction() as session:
        for alt in ("a\x00b", "\ud800"):
            with pytest.raises(Invalid):
                record_image(session, SYSTEM, stored, alt)
        with pytest.raises(TooLong):
            record_image(session, SYSTEM, stored, "x" * 1_001)


@pytest.mark.parametrize("extension", ["jpg", "png", "webp", "avif"])
@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_picture_has_renditions(mode: str, extension: str) -> None:
    """Some pictures would be missing from the pages."""
    data = draw("TIFF" if mode == "CMYK" else "PNG", (90, 60), "RGB" if mode == "CMYK" else mode)
    if mode == "CMYK":
        data = draw("JPEG", (90, 60), "CMYK")
    made = opened(render(read_picture(data).data, 30, extension))
    assert made.size == (30, 20)


def test_renditions_are_never_larger() -> None:
    """Small pictures would be blown up, at the reader's cost."""
    data = draw("PNG", (60, 40))
    assert opened(render(data, 4_096, "webp")).size == (60, 40)
    assert opened(render(data, None, "jpg")).size == (60, 40)
    assert opened(render(draw("PNG", (3, 20_000)), None, "webp")).height <= 16_383
