import gzip
import lzma
import os
import threading
import tracemalloc
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import func
from sqlmodel import Session, col, select

from service.content import times
from service.content.account import Role
from service.content.article import ARTICLE, ArticleImage, ArticleTag
from service.content.base import Entry, Stage, State, Status
from service.content.category import Category
from service.content.change import Lane, Outbox
from service.content.history import Revision, SlugHistory
from service.content.image import Image
from service.content.link import Link, LinkGroup
from service.content.site import Site
from service.content.tag import Tag
from service.errors import Forbidden, Invalid
from service.operations import categories, drafting, lifecycle, site
from service.operations.importing import MAX_REPORTED, import_file
from service.operations.transfer import batches, reading, writing
from service.permissions import SYSTEM, Actor
from tests.service.operations.picture_files import draw
from tests.service.operations.transfers import Service, Services, write_lines

TABLES = (
    Entry,
    ARTICLE.edition,
    Category,
    Tag,
    Image,
    LinkGroup,
    Link,
    SlugHistory,
    Revision,
    Outbox,
)
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def services(tmp_path: Path, empty_database: Path) -> Iterator[Services]:
    made = Services(tmp_path / "services", empty_database)
    yield made
    made.close()


@pytest.fixture
def service(services: Services) -> Service:
    return services()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    (folder / "2020").mkdir(parents=True)
    (folder / "a.jpg").write_bytes(draw("JPEG"))
    (folder / "2020" / "b.dat").write_bytes(draw("PNG"))
    return folder


def counts(service: Service) -> dict[str, int]:
    def ask(session: Session) -> dict[str, int]:
        return {
            table.__name__: session.exec(select(func.count()).select_from(table)).one()
            for table in TABLES
        }

    found: dict[str, int] = service.ask(ask)
    return found


def names(service: Service, table: type[Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = service.ask(
        lambda session: [(one.slug, one.name) for one in session.exec(select(table))]
    )
    return found


def status(service: Service, title: str) -> Status:
    return service.article(title)[0].status(times.now())


class TestOneLine:
    def test_a_title_is_enough(self, service: Service) -> None:
        """A newsroom with nothing but titles could not move in."""
        report = service.load({"title": "Tin đầu tiên"})
        assert (report.created, report.bad) == (1, [])
        entry, article = service.article("Tin đầu tiên", Stage.PUBLIC)
        assert article.slug == "tin-dau-tien"
        assert entry.status(times.now()) is Status.PUBLISHED
        assert article.published_at is not None
        assert names(service, Category) == [("tin-tuc", "Tin tức")]

    def test_every_field_arrives(self, service: Service, pictures: Path) -> None:
        """What an editor wrote elsewhere would be lost."""
        line = {
            "title": "Họp  chi bộ",
            "slug": "hop-chi-bo-thang-10",
            "lead": "Dòng một\nDòng hai",
            "body": f"<p>Nội <b>dung</b></p>{HOSTILE}",
            "byline": "PH",
            "publishedAt": "2020-10-07T10:49:00+07:00",
            "status": "published",
            "category": {"slug": "dan-toc", "name": "Dân tộc - Tôn giáo"},
            "tags": ["Đảng", "chi bộ", "đảng"],
            "images": [
                {"file": "a.jpg", "alt": "Cuộc họp", "caption": "Ảnh: PH"},
                {"file": "2020/b.dat"},
            ],
            "cover": 1,
            "viewCount": 4710,
        }
        assert service.load(line, media_dir=pictures).bad == []
        entry, article = service.article("Họp chi bộ", Stage.PUBLIC)
        assert article.slug == "hop-chi-bo-thang-10"
        assert article.lead == "Dòng một\nDòng hai"
        assert article.body == "<p>Nội <strong>dung</strong></p>"
        assert article.byline == "PH"
        assert article.published_at == datetime(2020, 10, 7, 3, 49, tzinfo=UTC)
        assert article.visible_from == article.published_at
        assert entry.view_count == 4710
        assert names(service, Category) == [("dan-toc", "Dân tộc - Tôn giáo")]
        assert names(service, Tag) == [("dang", "Đảng"), ("chi-bo", "chi bộ")]

        def shown(session: Session) -> tuple[list[Any], list[int], int]:
            mine = ArticleImage.edition_id == article.id
            images = session.exec(
                select(Image.alt, ArticleImage.caption)
                .where(mine, col(Image.id) == col(ArticleImage.image_id))
                .order_by(col(ArticleImage.position))
            ).all()
            tags = session.exec(
                select(ArticleTag.tag_id)
                .where(ArticleTag.edition_id == article.id)
                .order_by(col(ArticleTag.position))
            ).all()
            cover = session.get(Image, article.cover_id)
            assert cover is not None
            return list(images), list(tags), cover.width if cover.name.endswith(".png") else 0

        assert service.ask(shown) == ([("Cuộc họp", "Ảnh: PH"), ("", None)], [1, 2], 60)

    def test_paragraphs_are_plain_text(self, service: Service) -> None:
        """A text with < in it would lose words, or run a script."""
        service.load({"title": "T", "body": ["5 < 6 & 7", HOSTILE]})
        body = service.article("T")[1].body
        assert body == ("<p>5 &lt; 6 &amp; 7</p><p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")

    @pytest.mark.parametrize(
        ("text", "hour"),
        [
            ("2020-10-07T10:49:00+07:00", 3),
            ("2020-10-07T10:49:00Z", 10),
            ("2020-10-07T10:49:00", 3),
            ("2020-10-07 10:49:00", 3),
            ("2020-10-07", -7),
        ],
    )
    def test_times(self, service: Service, text: str, hour: int) -> None:
        """Articles would be dated wrongly, or a day off."""
        service.load({"title": "T", "publishedAt": text})
        expected = datetime(2020, 10, 7, tzinfo=UTC) + timedelta(hours=hour)
        published = service.article("T")[1].published_at
        assert published is not None
        assert published.replace(minute=0) == expected

    @pytest.mark.parametrize("given", ["draft", "Published", "ARCHIVED", "trashed", " scheduled "])
    def test_status_in_any_case(self, service: Service, given: str) -> None:
        """Drafts of another system would appear in public."""
        ahead = (times.now() + timedelta(days=1)).isoformat()
        service.load({"title": "T", "status": given, "publishedAt": ahead})
        assert status(service, "T") is Status(given.strip().upper())

    def test_a_published_article_is_not_kept_back_by_its_date(self, service: Service) -> None:
        """An article that is public elsewhere would vanish until its date."""
        service.load({"title": "T", "publishedAt": "2099-01-01"})
        assert status(service, "T") is Status.PUBLISHED

    def test_a_scheduled_article_whose_time_has_come_is_public(self, service: Service) -> None:
        """It would wait for ever."""
        service.load({"title": "T", "status": "scheduled", "publishedAt": "2020-01-01"})
        assert status(service, "T") is Status.PUBLISHED

    def test_unicode_is_composed(self, service: Service) -> None:
        """Half of the articles would not be found."""
        title = "Bệnh viện Đà Nẵng"
        service.load({"title": unicodedata.normalize("NFD", title)})
        assert service.article(title)[1].slug == "benh-vien-da-nang"

    def test_long_titles_of_real_sites(self, service: Service) -> None:
        """Hundreds of the real articles would be refused: their titles are whole sentences."""
        assert service.load({"title": "rất dài " * 110}).bad == []

    def test_the_site_chooses_its_default_category(self, service: Service) -> None:
        """Articles without a category would start one that nobody wants."""
        with service.store.transaction() as session:
            made = categories.create(session, SYSTEM, name="Tổng hợp")
            site.update(session, SYSTEM, {"default_category_id": made.id})
        service.load({"title": "T"})
        assert names(service, Category) == [("tong-hop", "Tổng hợp")]

    def test_the_default_category_is_remembered(self, service: Service) -> None:
        """After it is renamed, the next import would make it again."""
        service.load({"title": "T"})
        with service.store.transaction() as session:
            default = session.get_one(Site, 1).default_category_id
            assert default is not None
            categories.update(session, SYSTEM, default, {"name": "Mới", "slug": "moi"})
        service.load({"title": "U"})
        assert names(service, Category) == [("moi", "Mới")]

    def test_a_category_is_known_by_its_old_slug(self, service: Service) -> None:
        """Each import would bring a renamed category back."""
        service.load({"title": "T", "category": {"slug": "cu", "name": "Cũ"}})
        with service.store.transaction() as session:
            category = session.exec(select(Category)).one()
            categories.update(session, SYSTEM, category.id or 0, {"slug": "moi"})
        service.load({"title": "U", "category": {"slug": "cu"}})
        assert names(service, Category) == [("moi", "Cũ")]

    def test_fields_that_mean_nothing_are_named(self, service: Service) -> None:
        """A misspelt field would be lost without a word."""
        report = service.load({"title": "T", "publishedat": "2020-10-07", "id": 7})
        assert report.ignored == {"publishedat": 1, "id": 1}


BAD: list[tuple[object, str]] = [
    (b"no json", "JSON"),
    (b'{"title": "half', "JSON"),
    (b"[1]", "object"),
    (b'"text"', "object"),
    (b"null", "object"),
    (b"[" * 100_000, "JSON"),
    (b'{"title": "\xff"}', "JSON"),
    (b'{"title": "a\x00b"}', "JSON"),
    (b'{"title": "\\ud800"}', "JSON"),
    (b'{"title": ' + b"9" * 5_000 + b"}", "JSON|title"),
    (b'{"title": "T", "viewCount": NaN}', "JSON"),
    ({}, "title: This field is required"),
    ({"title": None}, "title: This field is required"),
    ({"title": "  "}, "title: This field is required"),
    ({"title": 7}, "title: It must be a text"),
    ({"title": "a\x00b"}, "title: .*NUL"),
    ({"title": "x" * 2_000}, "title: At most"),
    ({"title": "T", "type": "account"}, "type: It must be one of"),
    ({"title": "T", "type": 7}, "type: It must be a text"),
    ({"title": "T", "slug": "Hoa Hồng"}, "slug"),
    ({"title": "T", "slug": "../etc"}, "slug"),
    ({"title": "T", "slug": "a" * 300}, "slug"),
    ({"title": "T", "lead": ["a"]}, "lead: It must be a text"),
    ({"title": "T", "body": 7}, "body: It must be a text"),
    ({"title": "T", "body": ["a", 7]}, "body.1: It must be a text"),
    ({"title": "T", "body": "<p>" * 200_000}, "body"),
    ({"title": "T", "publishedAt": "yesterday"}, "publishedAt: It must be a time"),
    ({"title": "T", "publishedAt": 1602042540}, "publishedAt: It must be a text"),
    ({"title": "T", "publishedAt": "0001-01-01"}, "publishedAt"),
    ({"title": "T", "publishedAt": "9999-12-31T23:59:59-12:00"}, "publishedAt"),
    ({"title": "T", "status": "live"}, "status: It must be one of DRAFT"),
    ({"title": "T", "status": True}, "status: It must be a text"),
    ({"title": "T", "status": "scheduled"}, "publishedAt: This field is required"),
    ({"title": "T", "category": "the-gioi"}, "category: It must be an object"),
    ({"title": "T", "category": {}}, "category.slug: This field is required"),
    ({"title": "T", "category": {"slug": "A B"}}, "category.slug"),
    ({"title": "T", "tags": "a,b"}, "tags: It must be a list"),
    ({"title": "T", "tags": [7]}, "tags.0: It must be a text"),
    ({"title": "T", "tags": ["a"] * 51}, "tags: At most 50"),
    ({"title": "T", "images": [{"alt": "x"}]}, "images.0.file: This field is required"),
    ({"title": "T", "images": ["a.jpg"]}, "images.0: It must be an object"),
    ({"title": "T", "cover": 0}, "cover: There are 0 images"),
    ({"title": "T", "cover": -1}, "cover"),
    ({"title": "T", "cover": "a.jpg"}, "cover"),
    ({"title": "T", "viewCount": -1}, "viewCount: It must be a whole number"),
    ({"title": "T", "viewCount": 1.5}, "viewCount: It must be a whole number"),
    ({"title": "T", "viewCount": True}, "viewCount: It must be a whole number"),
    ({"title": "T", "viewCount": 2**63}, "viewCount: It must be a whole number"),
    ({"title": "T", "version": 0}, "version"),
    ({"title": "T", "scheduled": {"title": "U"}}, "scheduled.visibleFrom"),
    ({"title": "T", "slugs": [{"slug": "A"}]}, "slugs.0.slug"),
    ({"title": "T", "revisions": [{"version": 1}]}, "revisions.0.at"),
    ({"type": "category", "slug": "x", "name": "X", "parent": "none"}, "parent: There is no"),
    ({"type": "site", "defaultCategory": "none"}, "defaultCategory: There is no"),
    (
        {"type": "linkGroup", "name": "G", "links": [{"title": "T", "url": "javascript:alert(1)"}]},
        "links.0.url",
    ),
]


class TestBadLines:
    @pytest.mark.parametrize(("line", "reason"), BAD)
    def test_is_reported_and_the_rest_goes_on(
        self, service: Service, line: object, reason: str
    ) -> None:
        """One bad line would stop the move of a whole newsroom, or nobody would learn of it."""
        import re

        report = service.load({"title": "Trước"}, line, {"title": "Sau"})
        assert (report.created, report.refused) == (2, 1)
        [(number, said)] = report.bad
        assert number == 2
        assert re.search(reason, said)
        assert len(said) < 600

    def test_everything_wrong_is_said(self, service: Service) -> None:
        """An editor would mend a file ten times to find its ten mistakes."""
        report = service.load({"title": 7, "status": "x", "viewCount": -1})
        assert report.bad[0][1].count(";") == 2

    def test_a_line_too_long_is_not_read_into_memory(
        self, service: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """One line could fill the memory."""
        monkeypatch.setattr(reading, "MAX_LINE", 1_000_000)
        monkeypatch.setattr(batches, "MAX_LINE", 1_000_000)
        path = service.folder / "bomb.jsonl.gz"
        path.write_bytes(gzip.compress(b'{"title":"' + b"0" * 60_000_000 + b'"}\n{"title":"T"}\n'))
        tracemalloc.start()
        try:
            report = service.read(path)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert report.bad == [(1, "The line is longer than 1,000,000 bytes.")]
        assert report.created == 1
        assert peak < 30_000_000

    def test_the_report_is_bounded(self, service: Service) -> None:
        """A million bad lines would fill the memory."""
        report = service.load(*[b"bad"] * (MAX_REPORTED + 5))
        assert (len(report.bad), report.refused) == (MAX_REPORTED, MAX_REPORTED + 5)

    def test_two_lines_about_one_article(self, service: Service) -> None:
        """Each import would change the article twice."""
        report = service.load(
            {"title": "A", "slug": "a"},
            {"title": "B", "slug": "a"},
            {"title": "C", "publishedAt": "2020-01-01"},
            {"title": "C", "publishedAt": "2020-01-01"},
            {"title": "C", "publishedAt": "2020-01-02"},
        )
        assert report.created == 3
        assert [number for number, _ in report.bad] == [2, 4]
        assert "Line 1" in report.bad[0][1]

    @pytest.mark.parametrize("lines", [1, 250])
    def test_a_made_slug_is_that_of_a_later_line(
        self, service: Service, monkeypatch: pytest.MonkeyPatch, lines: int
    ) -> None:
        """One article would overwrite another."""
        monkeypatch.setattr(batches, "MAX_LINES", lines)
        written = [{"title": "Một Hai"}, {"title": "Khác", "slug": "mot-hai"}]
        report = service.load(*written)
        assert report.created + report.refused == 2
        assert service.article("Một Hai")
        before = counts(service)
        again = service.load(*written)
        assert again.unchanged == report.created
        assert counts(service) == before


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
            path = service.folder / f"{lines}.jsonl"
            with path.open("wb") as file:
                for number in range(lines):
                    line = {"title": f"{lines} {number}", "status": "draft", "lead": "x" * 3_000}
                    file.write(orjson.dumps(line) + b"\n")
            tracemalloc.start()
            try:
                assert service.read(path).refused == 0
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

        peak(40)  # what is kept once for all
        assert peak(400) < 1.5 * peak(80)


class TestPictures:
    @pytest.mark.parametrize(
        ("file", "reason"),
        [
            ("../secret.png", "outside|no file"),
            ("2020/../../secret.png", "outside|no file"),
            ("/etc/hostname", "outside|no file"),
            ("link.png", "outside"),
            ("loop.png", "no file"),
            ("none.png", "no file"),
            ("2020", "no file|read"),
            ("pipe.png", "no file"),
            ("text.png", "no picture"),
            ("https://example.com/a.png", "never fetched"),
            ("file:///etc/hostname", "never fetched"),
            ("data:image/png;base64,AAAA", "never fetched"),
            ("~/a.jpg", "no file"),
            ("x" * 500, "no file"),
        ],
    )
    def test_only_files_beneath_the_folder(
        self, service: Service, pictures: Path, file: str, reason: str
    ) -> None:
        """A file could publish others of the machine, or call addresses inside its network."""
        import re

        (pictures.parent / "secret.png").write_bytes(draw())
        (pictures / "link.png").symlink_to(pictures.parent / "secret.png")
        (pictures / "loop.png").symlink_to(pictures / "loop.png")
        (pictures / "text.png").write_text("<svg/>")
        os.mkfifo(pictures / "pipe.png")
        report = service.load({"title": "T", "images": [{"file": file}]}, media_dir=pictures)
        assert report.created == 0
        assert re.search(reason, report.bad[0][1])
        assert not service.media.folder.exists()

    def test_without_a_folder(self, service: Service) -> None:
        """Pictures would be looked for wherever the command is run."""
        report = service.load({"title": "T", "images": [{"file": "a.jpg"}]})
        assert "--media" in report.bad[0][1]

    def test_links_inside_the_folder(self, service: Service, pictures: Path) -> None:
        """An archive that keeps each picture once could not be read."""
        (pictures / "same.jpg").symlink_to(pictures / "a.jpg")
        images = [{"file": "a.jpg", "alt": "x"}, {"file": "same.jpg", "alt": "x"}]
        assert service.load({"title": "T", "images": images}, media_dir=pictures).bad == []
        assert counts(service)["Image"] == 1
        assert len(list(service.media.folder.iterdir())) == 1


class TestAgain:
    LINES: tuple[dict[str, Any], ...] = (
        {"title": "A", "slug": "a", "tags": ["x", "y"], "viewCount": 5},
        {"title": "B", "publishedAt": "2020-01-01", "body": ["một", "hai"]},
        {"title": "C", "status": "draft", "category": {"slug": "c", "name": "C"}},
        {"title": "D", "status": "scheduled", "publishedAt": "2099-01-01"},
        {"title": "E", "status": "trashed"},
        {"title": "F", "status": "archived", "images": [{"file": "a.jpg"}], "cover": 0},
    )

    def test_changes_nothing(self, service: Service, pictures: Path) -> None:
        """Every import would index the newsroom anew and fill its history."""
        assert service.load(*self.LINES, media_dir=pictures).created == 6
        before, lines = counts(service), service.lines()
        report = service.load(*self.LINES, media_dir=pictures)
        assert (report.created, report.updated, report.unchanged) == (0, 0, 6)
        assert counts(service) == before
        assert service.lines() == lines

    def test_a_changed_line_changes_both_versions(self, service: Service) -> None:
        """Corrections would not arrive."""
        service.load({"title": "A", "slug": "a", "lead": "cũ", "tags": ["x"]})
        first = service.article("A")[0]
        report = service.load({"title": "Á", "slug": "a", "lead": "mới", "tags": ["x", "y"]})
        assert (report.updated, report.unchanged) == (1, 0)
        for stage in (Stage.WORKING, Stage.PUBLIC):
            entry, article = service.article("Á", stage)
            assert (article.lead, article.slug) == ("mới", "a")
        assert entry.id == first.id
        assert entry.version > first.version
        assert service.outbox()[-1].subject_id == entry.id

    def test_what_is_left_out_stays_and_null_clears(self, service: Service) -> None:
        """A list of corrected titles would empty all articles."""
        service.load({"title": "A", "slug": "a", "lead": "L", "byline": "B", "status": "draft"})
        service.load({"title": "Á", "slug": "a", "lead": None})
        entry, article = service.article("Á")
        assert (article.lead, article.byline) == (None, "B")
        assert entry.state is State.DRAFT

    def test_an_editors_pending_change_is_kept(self, service: Service) -> None:
        """The nightly import would throw away what editors are writing."""
        service.load({"title": "A", "slug": "a"})
        entry = service.article("A")[0]
        with service.store.transaction() as session:
            drafting.update(
                session, SYSTEM, ARTICLE, entry.id or 0, entry.version, {"title": "Đang viết"}
            )
        assert service.load({"title": "A", "slug": "a"}).unchanged == 1
        assert service.article("Đang viết")
        assert service.article("A", Stage.PUBLIC)

    def test_a_renamed_article_is_known_and_keeps_its_slug(self, service: Service) -> None:
        """It would be imported a second time, or its new address would be lost."""
        service.load({"title": "A", "slug": "cu"})
        entry = service.article("A")[0]
        with service.store.transaction() as session:
            drafting.update(
                session,
                SYSTEM,
                ARTICLE,
                entry.id or 0,
                entry.version,
                {"slug": "moi"},
                publish=True,
            )
        report = service.load({"title": "A", "slug": "cu"})
        assert (report.created, report.unchanged) == (0, 1)
        assert service.article("A")[1].slug == "moi"

    def test_the_trash_is_left_alone(self, service: Service) -> None:
        """What an editor has thrown away would come back every night."""
        service.load({"title": "A", "slug": "a"})
        entry = service.article("A")[0]
        with service.store.transaction() as session:
            lifecycle.trash(session, SYSTEM, entry.id or 0, entry.version)
        assert service.load({"title": "Á", "slug": "a"}).unchanged == 1
        assert status(service, "A") is Status.TRASHED
        assert service.load({"title": "Á", "slug": "a", "status": "published"}).updated == 1
        assert status(service, "Á") is Status.PUBLISHED

    @pytest.mark.parametrize("before", list(Status))
    @pytest.mark.parametrize("after", list(Status))
    @pytest.mark.parametrize("title", ["A", "Á"])
    def test_every_status_reaches_every_other(
        self, service: Service, before: Status, after: Status, title: str
    ) -> None:
        """A line's status would be taken for some articles and not for others."""
        when: dict[Status, dict[str, str]] = {one: {} for one in Status}
        when[Status.SCHEDULED] = {"visibleFrom": "2099-01-01"}
        service.load({"title": "A", "slug": "a", "status": before, **when[before]})
        line = {"title": title, "slug": "a", "status": after, **when[after]}
        report = service.load(line)
        assert report.bad == []
        left = before is after is Status.TRASHED
        assert status(service, "A" if left else title) is after
        again = service.load(line)
        assert (again.unchanged, again.bad) == (1, [])

    def test_views_only_grow(self, service: Service) -> None:
        """Readers' views would be lost."""
        service.load({"title": "A", "slug": "a", "viewCount": 10})
        version = service.article("A")[0].version
        rows = counts(service)
        assert service.load({"title": "A", "slug": "a", "viewCount": 7}).unchanged == 1
        assert service.load({"title": "A", "slug": "a", "viewCount": 12}).updated == 1
        entry = service.article("A")[0]
        assert (entry.view_count, entry.version) == (12, version)
        assert counts(service) == rows

    def test_one_refused_change_leaves_the_others(self, service: Service) -> None:
        """A clash of slugs in one line would undo its whole batch."""
        service.load(*({"title": str(n), "slug": f"s{n}"} for n in range(4)))
        report = service.load(
            {"title": "0!", "slug": "s0"},
            {"title": "1!", "slug": "s1", "pending": {"slug": "s3"}, "tags": ["mới"]},
            {"title": "2!", "slug": "s2", "tags": ["mới"]},
        )
        assert (report.updated, [number for number, _ in report.bad]) == (2, [2])
        assert service.article("1", Stage.PUBLIC)
        assert service.article("2!", Stage.PUBLIC)
        assert counts(service)["Tag"] == 1


class TestStrict:
    def test_a_bad_line_leaves_nothing(self, service: Service, pictures: Path) -> None:
        """Half of a file would be in the newsroom, and the next try would meet it."""
        service.load({"title": "Cũ", "slug": "cu"})
        before, lines = counts(service), service.lines()
        report = service.load(
            {"type": "category", "slug": "c", "name": "C"},
            {"title": "Mới", "images": [{"file": "a.jpg"}], "tags": ["x"]},
            {"title": "Cũ đã sửa", "slug": "cu"},
            {"title": 7},
            {"title": 8},
            media_dir=pictures,
            strict=True,
        )
        assert [number for number, _ in report.bad] == [4]
        assert (report.created, report.updated) == (0, 0)
        assert counts(service) == before
        assert service.lines() == lines
        assert not service.media.folder.exists()

    @pytest.mark.parametrize("lines", [1, 2, 250])
    def test_a_good_file_is_imported_whole(
        self, service: Service, pictures: Path, monkeypatch: pytest.MonkeyPatch, lines: int
    ) -> None:
        """What one line makes and the next refers to would be refused."""
        monkeypatch.setattr(batches, "MAX_LINES", lines)
        report = service.load(
            {"title": "Đầu", "category": {"slug": "goc", "name": "Gốc"}},
            {"type": "category", "slug": "la", "name": "Lá", "parent": "goc"},
            {"type": "category", "slug": "la-non", "name": "Lá non", "parent": "la"},
            {"type": "site", "name": "Báo", "defaultCategory": "la-non"},
            {"title": "A", "slug": "a", "images": [{"file": "a.jpg"}]},
            {"title": "Một Hai"},
            {"title": "B", "slug": "mot-hai"},
            {"title": "B", "slug": "b"},
            media_dir=pictures,
            strict=True,
        )
        assert (report.created, report.bad) == (5, [])
        assert service.article("Một Hai")[1].slug == "mot-hai-2"
        tree = service.ask(categories.tree)
        assert tree.slug_path(tree.by_slug["la-non"].id) == "goc/la/la-non"

    def test_a_damaged_file_leaves_nothing(self, service: Service) -> None:
        """Half a download would be in the newsroom."""
        path = service.folder / "cut.xz"
        path.write_bytes(lzma.compress(b'{"title": "A"}\n' * 5)[:-4])
        assert service.read(path, strict=True).refused
        assert counts(service)["Entry"] == 0

    def test_a_pipe_cannot_be_read_twice(self, service: Service) -> None:
        """Nothing would be imported, and nobody would be told."""
        pipe = service.folder / "pipe"
        os.mkfifo(pipe)
        with pytest.raises(Invalid, match="pipe"):
            service.read(pipe, strict=True)


class TestTogether:
    def test_all_work_for_the_index_is_in_the_bulk_lane(self, service: Service) -> None:
        """Editors' changes would wait behind twenty thousand articles."""
        service.load({"title": "A", "slug": "a"}, {"title": "B", "slug": "b", "status": "draft"})
        service.load({"title": "Á", "slug": "a"}, {"title": "B", "slug": "b", "status": "trashed"})
        assert {row.lane for row in service.outbox()} == {Lane.BULK}

    def test_updates_are_made_some_at_a_time(
        self, service: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Changing many articles would keep editors waiting."""
        monkeypatch.setattr(writing, "HELD_SECONDS", 0.0)
        service.load(*({"title": str(n), "slug": f"s{n}"} for n in range(7)))
        report = service.load(*({"title": f"{n}!", "slug": f"s{n}"} for n in range(7)))
        assert (report.updated, report.bad) == (7, [])

    def test_editors_can_write_meanwhile(self, service: Service) -> None:
        """The newsroom would stand still during an import."""
        lines = [{"title": f"Bài {n}", "body": ["chữ " * 200]} for n in range(1_500)]
        path = write_lines(service.folder / "many.jsonl", lines)
        done = threading.Event()
        imported: list[int] = []

        def run() -> None:
            imported.append(service.read(path).created)
            done.set()

        worker = threading.Thread(target=run)
        worker.start()
        written, longest = 0, 0.0
        while not done.wait(0.02) and worker.is_alive():
            begun = times.now()
            with service.store.transaction() as session:
                category = session.exec(select(Category)).first()
                if category is not None:
                    values = {"title": f"Của biên tập {written}", "category_id": category.id}
                    drafting.create(session, SYSTEM, ARTICLE, values)
                    written += 1
            longest = max(longest, (times.now() - begun).total_seconds())
        worker.join()
        assert imported == [1_500]
        assert written > 0
        assert longest < 10

    def test_only_who_may(self, service: Service) -> None:
        """Any writer could replace the newsroom."""
        path = write_lines(service.folder / "x.jsonl", [{"title": "T"}])
        with pytest.raises(Forbidden):
            import_file(service.store, path, media=service.media, actor=Actor(None, Role.EDITOR))

    def test_progress_is_told(self, service: Service) -> None:
        """A long import would look stuck."""
        told: list[tuple[int, int, int]] = []
        lines = [{"title": str(n)} for n in range(600)]
        service.load(*lines, progress=lambda *values: told.append(values))
        size = (service.folder / "lines.jsonl").stat().st_size
        assert told[-1] == (600, size, size)
        assert [done for done, _, _ in told[:2]] == [250, 500]
        told.clear()
        service.load(*lines, strict=True, progress=lambda *values: told.append(values))
        assert told[-1] == (1_200, 2 * size, 2 * size)
        assert told == sorted(told)
