from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from index.vietnamese.legacy import Encoding
from service.content.category import Category
from service.content.image import Image
from service.content.tag import Tag
from service.operations import importing
from service.operations.transfer.encodings import in_unicode
from tests.service.operations.transfer.newsroom import moved
from tests.service.operations.transfers import Service, Services, names

OLD = {
    "title": "§æi míi c«ng t¸c",
    "lead": "TiÕng ViÖt",
    "byline": "NguyÔn V¨n B×nh",
    "body": '<p>X· héi &amp; <a href="https://a.vn/?x=Ö">kinh t&Otilde;</a></p><p>café</p>',
    "category": {"slug": "xa-hoi", "name": "X· héi"},
    "tags": ["Tin tøc", {"name": "Y tÕ", "slug": "y-te"}],
    "images": [{"file": "a.jpg", "alt": "Häp chi bé", "caption": "¶nh: TTXVN"}],
}
VNI = {"title": "Ñoåi môùi coâng taùc", "body": ["Xaõ hoäi", "< teá & baøo >"]}


class TestImport:
    def test_every_text_of_an_article(self, service: Service, pictures: Any) -> None:
        """An archive would be half readable: its categories and captions left as they were."""
        report = service.load(OLD, media_dir=pictures)
        assert (report.created, report.bad) == (1, [])
        _, article = service.article("Đổi mới công tác")
        assert article.slug == "doi-moi-cong-tac"
        assert article.lead == "Tiếng Việt"
        assert article.byline == "Nguyễn Văn Bình"
        assert article.body.startswith('<p>Xã hội &amp; <a href="https://a.vn/?x=Ö"')
        assert "kinh tế</a></p><p>café</p>" in article.body
        assert ("xa-hoi", "Xã hội") in names(service, Category)
        assert names(service, Tag) == [("tin-tuc", "Tin tức"), ("y-te", "Y tế")]
        (line,) = service.lines()
        assert line["images"][0]["caption"] == "ảnh: TTXVN"
        assert line["images"][0]["alt"] == "Họp chi bộ"

    def test_what_was_converted_is_reported(self, service: Service) -> None:
        """Nobody could look through what was changed."""
        report = service.load(
            {"title": "Tiếng Việt"},
            OLD | {"images": [], "slug": "doi-moi"},
            VNI,
            {"title": "Müller und Söhne"},
            {"title": "Tie\u0302\u0301ng Vie\u0323\u0302t moi"},
            {"type": "category", "slug": "xa", "name": "X· héi ViÖt"},
        )
        assert (report.created, report.bad, report.converted) == (5, [], 4)
        assert report.encodings == [
            (2, "doi-moi", Encoding.TCVN3),
            (3, "Đổi mới công tác", Encoding.VNI),
            (5, "Tiếng Việt moi", Encoding.DECOMPOSED),
            (6, "xa", Encoding.TCVN3),
        ]
        _, article = service.article("Müller und Söhne")
        assert article.slug == "muller-und-sohne"

    def test_paragraphs_of_plain_text(self, service: Service) -> None:
        """A body that is no HTML would be left as it was."""
        service.load(VNI)
        _, article = service.article("Đổi mới công tác")
        assert article.body == "<p>Xã hội</p><p>&lt; tế &amp; bào &gt;</p>"

    def test_the_report_is_bounded(self, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
        """A large archive would not fit in memory."""
        monkeypatch.setattr(importing, "MAX_REPORTED", 2)
        lines = ({"title": f"TiÕng ViÖt {number}", "status": "draft"} for number in range(5))
        report = service.load(*lines)
        assert (report.converted, len(report.encodings)) == (5, 2)

    def test_again_changes_nothing(self, service: Service) -> None:
        """Every night all articles would be written anew, or be there twice."""
        old = {**OLD, "images": [], "slug": "doi-moi"}
        service.load(old, VNI)
        again = service.load(old, VNI)
        assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
        assert again.converted == 2

    def test_all_editions(self, service: Service) -> None:
        """A change that waits would appear as garbage on its day."""
        change = {"visibleFrom": "2999-01-01", "title": "TiÕng ViÖt sau"}
        service.load(
            {"title": "A", "slug": "a", "pending": {"lead": "X· héi"}, "scheduled": change}
        )
        (line,) = service.lines()
        assert line["pending"]["lead"] == "Xã hội"
        assert line["scheduled"]["title"] == "Tiếng Việt sau"

    def test_a_strict_import(self, service: Service) -> None:
        """It would read the file in two ways."""
        report = service.load(OLD | {"images": []}, strict=True)
        assert (report.created, report.converted) == (1, 1)

    def test_a_bad_line_is_not_counted(self, service: Service) -> None:
        """The report would name an article that nobody finds."""
        report = service.load({"title": "TiÕng ViÖt", "cover": 7})
        assert (report.refused, report.converted) == (1, 0)


class TestNamed:
    @pytest.mark.parametrize(
        ("title", "encoding", "expected"),
        [
            ("Tin tøc", Encoding.TCVN3, "Tin tức"),
            ("Kinh teá", Encoding.VNI, "Kinh tế"),
            ("Tiếng Việt", Encoding.TCVN3, "Tiếng Việt"),
            ("Müller und Söhne", Encoding.VNI, "Müller und Söhne"),
            ("TiÕng ViÖt", Encoding.UNICODE, "TiÕng ViÖt"),
            ("TiÕng ViÖt", Encoding.VNI, "TiÕng ViÖt"),
        ],
    )
    def test_it_is_what_is_said(
        self, service: Service, title: str, encoding: Encoding, expected: str
    ) -> None:
        """Short texts cannot be told by themselves; and an operator may know better."""
        report = service.load({"title": title}, encoding=encoding)
        assert service.article(expected)
        assert report.converted == (title != expected)


class TestOwnWord:
    def test_what_only_looks_old_moves(self, service: Service, services: Services) -> None:
        """An article about old writing would be changed by the next move."""
        shown = {
            "title": "Chữ cũ",
            "slug": "a",
            "body": "<p>TiÕng ViÖt lµ</p>",
            "tags": ["x· héi x·"],
        }
        report = service.load({**shown, "encoding": "unicode"}, {"title": "Khác"})
        assert (report.converted, report.ignored, report.bad) == (0, {}, [])
        assert [line.get("encoding") for line in service.lines()] == ["unicode", None]
        moved(services, service)

    def test_a_line_knows_better_than_the_option(self, service: Service) -> None:
        """A file put together from two portals could not be imported."""
        service.load(
            {"title": "Tin tøc", "encoding": "tcvn3"},
            {"title": "TiÕng ViÖt", "encoding": "unicode"},
            encoding=Encoding.VNI,
        )
        assert service.article("Tin tức")
        assert service.article("TiÕng ViÖt")

    @pytest.mark.parametrize("said", ["utf-8", "decomposed", 7, ["vni"], {}])
    def test_another_word_means_nothing(self, service: Service, said: object) -> None:
        """Another system's field would stop all its lines."""
        report = service.load({"title": "T", "encoding": said})
        assert (report.created, report.bad, report.ignored) == (1, [], {"encoding": 1})


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["TiÕng ViÖt", "<Ö", "a", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["title", "tags", "images", "body", "x", ""]), inner)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(["title", "tags", "body", "cover", "file", ""]), _JSON))
def test_no_line_fails(line: dict[str, Any]) -> None:
    """A line would be refused for what only the checks may refuse."""
    for encoding in (None, *Encoding):
        changed, _ = in_unicode(line, encoding)
        assert list(changed) == list(line)
        assert changed.get("file") == line.get("file")


@pytest.mark.parametrize(("opening", "closing"), [('{"pending":', "}"), ("[", "]")])
def test_a_bottomless_line(service: Service, opening: str, closing: str) -> None:
    """It would end the import for all lines after it."""
    deep = opening * 900 + "1" + closing * 900
    line = f'{{"title": "TiÕng ViÖt", "tags": {deep}, "pending": {deep}}}'
    report = service.load(line.encode(), {"title": "A"})
    assert (report.created, report.refused) == (1, 1)


def test_an_export_of_pictures_keeps_their_names(service: Service, pictures: Any) -> None:
    """A picture whose file is named as old texts are would not be found."""
    (pictures / "ViÖt x·.jpg").write_bytes((pictures / "a.jpg").read_bytes())
    line = {"type": "image", "file": "ViÖt x·.jpg", "alt": "TiÕng ViÖt"}
    report = service.load(line, media_dir=pictures)
    assert report.bad == []
    (image,) = service.ask(lambda session: session.exec(select(Image)).all())
    assert image.alt == "Tiếng Việt"
