import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlmodel import func, select
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from service import store as store_module
from service.api.authentication import COOKIE
from service.api.ids import decode
from service.content import times
from service.content.account import Role
from service.content.image import Image
from service.errors import BadRequest
from service.operations import accounts
from service.operations.media import MediaStore
from service.operations.renditions import Renditions, read_secret, rendition_url
from service.operations.sessions import login
from service.permissions import SYSTEM
from service.settings import Settings
from service.store import Store
from service.web import media as media_module
from service.web.errors import Masked, http_error
from service.web.headers import SecurityHeaders
from service.web.media import media_routes
from tests.service.operations.picture_files import animation, draw, exif, opened
from tests.stalling import stall

LIMIT = 200_000


@pytest.fixture
def media(settings: Settings) -> MediaStore:
    return MediaStore(settings.media_dir, limit=LIMIT)


@pytest.fixture
def client(settings: Settings, store: Store, media: MediaStore) -> Iterator[TestClient]:
    app = Starlette(
        routes=media_routes(settings, store, media),
        middleware=[Middleware(SecurityHeaders), Middleware(Masked)],
        exception_handlers={HTTPException: http_error},
    )
    with TestClient(app) as opened_client:
        yield opened_client


@pytest.fixture
def secret(settings: Settings) -> bytes:
    return read_secret(settings.data_dir)


def key(store: Store, role: Role = Role.EDITOR, **options: object) -> dict[str, str]:
    with store.transaction() as session:
        token = accounts.create_token(session, SYSTEM, name="tải ảnh", role=role, **options)[1]  # type: ignore[arg-type]
    return {"Authorization": f"Bearer {token}"}


class TestPicture:
    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("JPEG", "image/jpeg"),
            ("PNG", "image/png"),
            ("WEBP", "image/webp"),
            ("AVIF", "image/avif"),
            ("GIF", "image/gif"),
        ],
    )
    def test_is_served_for_good(
        self, client: TestClient, media: MediaStore, name: str, kind: str
    ) -> None:
        """Every reader would load every picture again on every page."""
        stored = media.store(draw(name))
        answer = client.get(f"/media/{stored.name}")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == kind
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.content == (media.folder / stored.name).read_bytes()
        head = client.head(f"/media/{stored.name}")
        assert head.content == b""
        assert head.headers["content-length"] == str(len(answer.content))
        tag = {"If-None-Match": answer.headers["etag"]}
        assert client.get(f"/media/{stored.name}", headers=tag).status_code == 304

    @pytest.mark.parametrize(
        "path",
        [
            "/media/" + "0" * 64 + ".jpg",
            "/media/..%2fsecret.key",
            "/media/%2e%2e/secret.key",
            "/media/..",
            "/media/renditions",
            "/media/renditions/x.jpg",
            "/media/%00",
            "/media/secret.key",
            "/media//etc/passwd",
            "/media/r",
            "/media/r/x/100/y.jpg",
        ],
    )
    def test_nothing_else_is(self, client: TestClient, secret: bytes, path: str) -> None:
        """Anybody could read the server's files."""
        answer = client.get(path, follow_redirects=False)
        assert answer.status_code == 404
        assert answer.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"
        assert secret not in answer.content

    def test_other_methods(self, client: TestClient, media: MediaStore) -> None:
        """Pictures could be replaced by strangers."""
        stored = media.store(draw())
        assert client.delete(f"/media/{stored.name}").status_code == 405
        assert client.put(f"/media/{stored.name}", content=b"x").status_code == 405


class TestRendition:
    @pytest.mark.parametrize(
        ("format", "kind"),
        [("JPEG", "jpeg"), ("PNG", "png"), ("WEBP", "webp"), ("AVIF", "avif"), (None, "jpeg")],
    )
    def test_is_made_when_asked_for(
        self, client: TestClient, media: MediaStore, secret: bytes, format: str | None, kind: str
    ) -> None:
        """Telephones would load pictures made for print."""
        stored = media.store(draw("JPEG", (120, 80)))
        url = rendition_url(secret, stored.name, 30, format)
        for answer in (client.get(url), client.get(url)):
            assert answer.status_code == 200
            assert answer.headers["content-type"] == f"image/{kind}"
            assert "immutable" in answer.headers["cache-control"]
            assert opened(answer.content).size == (30, 20)

    def test_is_never_larger(self, client: TestClient, media: MediaStore, secret: bytes) -> None:
        """A small picture would be blown up, or compressed a second time."""
        stored = media.store(draw("JPEG", (60, 40)))
        original = (media.folder / stored.name).read_bytes()
        assert client.get(rendition_url(secret, stored.name, 4_096)).content == original
        webp = client.get(rendition_url(secret, stored.name, 4_096, "WEBP"))
        assert opened(webp.content).size == (60, 40)
        webp = client.get(rendition_url(secret, stored.name, None, "WEBP"))
        assert opened(webp.content).size == (60, 40)

    def test_of_an_animation_is_still(
        self, client: TestClient, media: MediaStore, secret: bytes
    ) -> None:
        """A preview of a moving picture would be an error."""
        stored = media.store(animation(3, "GIF", (40, 40)))
        answer = client.get(rendition_url(secret, stored.name, 20))
        assert answer.headers["content-type"] == "image/png"

    def test_needs_no_address_of_its_own(self, secret: bytes) -> None:
        """Every picture would be made a second time."""
        assert rendition_url(secret, "a.jpg") == "/media/a.jpg"

    @pytest.mark.parametrize("width", [-1, 0, 15, 4_097, 10**9])
    def test_of_an_unusual_width_is_refused(self, secret: bytes, width: int) -> None:
        """One address could keep the server busy for minutes."""
        with pytest.raises(BadRequest, match="width"):
            rendition_url(secret, "a.jpg", width)
        with pytest.raises(BadRequest, match="format"):
            rendition_url(secret, "a.jpg", 100, "TIFF")

    def test_only_with_a_signature(
        self, client: TestClient, media: MediaStore, secret: bytes
    ) -> None:
        """Strangers could fill the disk with versions of one picture."""
        stored = media.store(draw("JPEG", (120, 80)))
        url = rendition_url(secret, stored.name, 30, "WEBP")
        for other in (
            url.replace("/30/", "/31/"),
            url.replace(".webp", ".avif"),
            url.replace("/r/", "/r/0"),
            rendition_url(b"x" * 32, stored.name, 30, "WEBP"),
            f"/media/r//30/{stored.name}.webp",
            f"/media/r/{quote('ế')}/30/{stored.name}.webp",
            url.replace("/30/", "/" + "9" * 5_000 + "/"),
        ):
            assert client.get(other).status_code == 404
        assert not (media.folder / "renditions").exists()

    def test_of_a_picture_that_is_gone(self, client: TestClient, secret: bytes) -> None:
        """A lost file would be an unexpected error."""
        assert client.get(rendition_url(secret, "0" * 64 + ".jpg", 30)).status_code == 404

    def test_many_at_once(self, client: TestClient, media: MediaStore, secret: bytes) -> None:
        """The first visitors of a new page would get errors."""
        stored = media.store(draw("JPEG", (120, 80)))
        urls = [rendition_url(secret, stored.name, width) for width in (30, 40)] * 8
        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(client.get, urls))
        assert {answer.status_code for answer in answers} == {200}
        assert len(list((media.folder / "renditions").iterdir())) == 2

    def test_a_file_that_goes_while_the_folder_is_looked_at(
        self, client: TestClient, media: MediaStore, secret: bytes
    ) -> None:
        """A visitor would get an error because another one's picture was just made."""
        stored = media.store(draw("JPEG", (120, 80)))
        renditions = media.folder / "renditions"
        renditions.mkdir()
        (renditions / ".made.part").symlink_to(renditions / "renamed-just-now")
        assert client.get(rendition_url(secret, stored.name, 30)).status_code == 200

    def test_the_oldest_are_forgotten(self, media: MediaStore, secret: bytes) -> None:
        """The disk would fill with versions that nobody asks for any more."""
        stored = media.store(draw("PNG", (120, 80)))
        size = len(draw("PNG", (119, 79)))
        renditions = Renditions(media, secret, kept_bytes=10 * size)
        for width in range(60, 110):
            path = renditions.make(width, f"{stored.name}.png")
            assert path is not None
            os.utime(path, (width, width))
        files = list((media.folder / "renditions").iterdir())
        kept = sorted(int(file.name.split("-")[0]) for file in files)
        assert kept[-1] == 109
        assert kept[0] > 60
        assert sum(file.stat().st_size for file in files) <= 10 * size


class TestUpload:
    def test_by_a_key(self, client: TestClient, store: Store) -> None:
        """Editors could not add pictures."""
        picture = draw("JPEG", exif=exif(6))
        answer = client.post(
            "/media",
            headers=key(store, Role.WRITER),
            files={"file": ("../../etc/x.svg", picture, "image/svg+xml")},
            data={"alt": "Chợ nổi"},
        )
        assert answer.status_code == 201
        body = answer.json()
        assert (body["width"], body["height"], body["alt"]) == (40, 60, "Chợ nổi")
        assert answer.headers["location"] == body["url"]
        served = client.get(body["url"])
        assert served.headers["content-type"] == "image/jpeg"
        known = decode(body["id"])
        assert known is not None
        with store.snapshot() as session:
            image = session.get_one(Image, known[1])
            assert (known[0], image.alt) == ("Image", "Chợ nổi")

    def test_twice_is_once(self, client: TestClient, store: Store) -> None:
        """The library of pictures would fill with copies."""
        headers, files = key(store), {"file": draw()}
        first = client.post("/media", headers=headers, files=files)
        assert client.post("/media", headers=headers, files=files).json() == first.json()
        with store.snapshot() as session:
            assert session.exec(select(func.count()).select_from(Image)).one() == 1

    def test_by_a_cookie_with_the_header(self, client: TestClient, store: Store) -> None:
        """A page of another site could upload in an editor's name."""
        with store.transaction() as session:
            accounts.create_account(
                session,
                SYSTEM,
                login="bientap",
                display_name="Biên tập",
                role=Role.EDITOR,
                password="một mật khẩu đủ dài",
            )
        entered = login(store, "bientap", "một mật khẩu đủ dài", hours=1)
        assert entered is not None
        client.cookies.set(COOKIE, entered[0])
        files = {"file": draw()}
        assert client.post("/media", files=files).status_code == 403
        client.cookies.set(COOKIE, "tss_dead")  # as none, as on GraphQL: browsers keep it
        dead = client.post("/media", files=files)
        assert dead.status_code == 401
        assert dead.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
        client.cookies.set(COOKIE, entered[0])
        wrong = client.post("/media", files=files, headers={"X-Toasoan-CSRF": "0"})
        assert wrong.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
        fine = client.post("/media", files=files, headers={"X-Toasoan-CSRF": "1"})
        assert fine.status_code == 201

    def test_not_without_a_right(self, client: TestClient, store: Store, media: MediaStore) -> None:
        """Strangers could fill the disk, and publish what they like under the newsroom's name."""
        files = {"file": draw()}
        expired = key(store, expires_at=times.now() + timedelta(hours=1), scopes=["write"])
        for headers, status in (
            ({}, 401),
            ({"Authorization": "Bearer tsk_unknown"}, 401),
            ({"Authorization": "Bearer " + "x" * 10_000}, 401),
            ({"Authorization": "Basic eDp5"}, 401),
            (expired, 403),
        ):
            answer = client.post("/media", files=files, headers=headers)
            assert answer.status_code == status
            assert answer.json()["errors"][0]["message"]
        assert client.post("/media", files=files).headers["www-authenticate"] == "Bearer"
        assert not media.folder.exists()

    def test_what_is_no_picture(self, client: TestClient, store: Store, media: MediaStore) -> None:
        """A page with a script would be served from the newsroom's address."""
        for content in (b"<script>alert(1)</script>", b"\x00" * 100, draw("BMP")):
            answer = client.post("/media", headers=key(store), files={"file": content})
            assert answer.status_code == 422
            assert answer.json()["errors"][0]["extensions"]["code"] == "INVALID"
        assert not media.folder.exists()

    def test_too_large(self, client: TestClient, store: Store) -> None:
        """One upload would fill the memory."""
        headers = key(store)
        large = {"file": bytes(LIMIT + 1)}
        answer = client.post("/media", headers=headers, files=large)
        assert answer.status_code == 413
        assert answer.json()["errors"][0]["extensions"]["code"] == "TOO_LONG"

        def unannounced() -> Iterator[bytes]:
            for _ in range(20):
                yield bytes(LIMIT // 10)

        kind = {"Content-Type": "multipart/form-data; boundary=x"}
        streamed = client.post("/media", headers=headers | kind, content=unannounced())
        assert streamed.status_code == 413
        announced = client.post(
            "/media", headers=headers | kind | {"Content-Length": "9" * 30}, content=b"x"
        )
        assert announced.status_code == 413

    def test_the_text_is_checked(self, client: TestClient, store: Store) -> None:
        """A text that no database can hold would be an unexpected error."""
        headers = key(store)
        for alt, status in ((b"\xff\xfe", 400), (b"a\x00b", 422), (b"x" * 2_000, 422)):
            answer = client.post(
                "/media", headers=headers, files={"file": draw(), "alt": (None, alt)}
            )
            assert answer.status_code == status

    @pytest.mark.parametrize(
        ("kind", "body", "status"),
        [
            ("application/json", b"{}", 415),
            ("text/plain", b"x", 415),
            ("multipart/form-data", b"x", 415),
            ("multipart/form-data; boundary=" + "x" * 100, b"x", 415),
            ("multipart/form-data; boundary=x", b"", 400),
            ("multipart/form-data; boundary=x", b"--x--", 400),
            ("multipart/form-data; boundary=x", b"--x\r\n\r\n\r\n--x--", 400),
            ("multipart/form-data; boundary=x", b"--x\r\n" * 1_000 + b"--x--", 400),
            ("multipart/form-data; boundary=x", b"--x\r\nA: b\r\n\r\ny\r\n--x--", 400),
        ],
    )
    def test_what_is_no_form(
        self, client: TestClient, store: Store, kind: str, body: bytes, status: int
    ) -> None:
        """A broken client would get an unexpected error, and no word of what is wrong."""
        headers = key(store) | {"Content-Type": kind}
        answer = client.post("/media", headers=headers, content=body)
        assert answer.status_code == status
        assert answer.json()["errors"][0]["message"]

    def test_says_what_is_wanted(self, client: TestClient, store: Store) -> None:
        """A newcomer would have to guess what to send."""
        answer = client.post("/media", headers=key(store), json={"file": "x"})
        (error,) = answer.json()["errors"]
        assert error["extensions"] == {"code": "UNSUPPORTED_MEDIA_TYPE"}
        assert error["message"] == "Send a form (multipart/form-data) with `file` and `alt`."
        (error,) = client.get("/media").json()["errors"]
        assert error["message"] == "GET is not possible here; allowed: POST."
        assert error["extensions"] == {"code": "METHOD_NOT_ALLOWED"}

    def test_a_slow_one_is_given_up(
        self, client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A few clients that never finish would hold every place."""
        monkeypatch.setattr(media_module, "UPLOAD_SECONDS", 0.05)
        headers = key(store) | {"Content-Type": "multipart/form-data; boundary=x"}
        assert client.portal is not None
        status, answer = client.portal.call(stall, client.app, "/media", headers)
        assert status == 408
        assert answer["errors"][0]["extensions"] == {"code": "REQUEST_TIMEOUT"}

    def test_a_busy_database(
        self, client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An editor would be told of an internal error, where trying again helps."""
        headers = key(store)
        monkeypatch.setattr(store_module, "BUSY_TIMEOUT_MS", 1)
        store.engine.dispose()  # new connections wait for nobody
        with store.transaction() as session:
            session.connection()
            answer = client.post("/media", headers=headers, files={"file": draw()})
        assert answer.status_code == 503
        assert answer.json()["errors"][0]["extensions"] == {"code": "UNAVAILABLE"}
