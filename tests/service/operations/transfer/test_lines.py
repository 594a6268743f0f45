import gzip
import tracemalloc
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from service.content import times
from service.content.article import ArticleImage, ArticleTag
from service.content.base import Stage, Status
from service.content.category import Category
from service.content.image import Image
from service.content.site import Site
from service.content.tag import Tag
from service.operations import categories, site
from service.operations.importing import MAX_REPORTED
from service.operations.transfer import batches, reading
from service.permissions import SYSTEM
from tests.service.operations.transfers import (
    HOSTILE,
    Service,
    counts,
    names,
    status,
)


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
