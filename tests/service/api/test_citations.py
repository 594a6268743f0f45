from datetime import timedelta
from typing import Any

import pytest

from service.content.times import now
from tests.asking import Asking, AskingAs
from tests.service.api.desk import Desk, article_id

DOCUMENT = """query ($number: String!, $first: Int, $after: String) {
  citedDocument(number: $number) { id number kind
    articles(first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } nodes { title } } } }"""
CITATIONS = """query ($id: ID!) { node(id: $id) { ... on Article { title citations {
  issuer issuedOn term passage article { title } document { number kind } } } } }"""


class Room:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.category = desk.category("Xây dựng Đảng")
        body = "Theo Hướng dẫn số 12-HD/BTCTW ngày 06/7/2018 của Ban Tổ chức Trung ương (khóa XII)."
        self.cited = [
            self._write(f"Bài {count}", f"{body} Nghị định 87/2015/NĐ-CP.") for count in range(3)
        ]
        self.draft = self._write("Nháp", "Quyết định 1111-QĐ/TW", publish=False)
        self.planned = self._write("Hẹn", "Quyết định 2222-QĐ/TW", publish=False)
        desk.move(self.planned, "schedule", now() + timedelta(days=1))
        self.trashed = self._write("Bỏ", "Quyết định 3333-QĐ/TW, 12-HD/BTCTW")
        desk.move(self.trashed, "trash")
        desk.edit(self.cited[0], body="<p>Sửa: 4444-QĐ/TW</p>")

    def _write(self, title: str, text: str, publish: bool = True) -> int:
        return self.desk.article(self.category, title, body=f"<p>{text}</p>", publish=publish)


@pytest.fixture(scope="module")
def room(desk: Desk) -> Room:
    return Room(desk)


def test_an_article_says_what_it_cites(room: Room, query: Asking) -> None:
    """A reader could not go from an article to the documents it is about."""
    shown = query(CITATIONS, id=article_id(room.cited[0]))["node"]
    assert shown["citations"] == [
        {
            "issuer": "Ban Tổ chức Trung ương",
            "issuedOn": "2018-07-06",
            "term": "XII",
            "passage": "Theo Hướng dẫn số 12-HD/BTCTW ngày 06/7/2018"
            " của Ban Tổ chức Trung ương (khóa XII).",
            "article": {"title": "Bài 0"},
            "document": {"number": "12-HD/BTCTW", "kind": "HD"},
        },
        {
            "issuer": "Chính phủ",
            "issuedOn": None,
            "term": None,
            "passage": "Nghị định 87/2015/NĐ-CP.",
            "article": {"title": "Bài 0"},
            "document": {"number": "87/2015/NĐ-CP", "kind": "NĐ-CP"},
        },
    ]


@pytest.mark.parametrize(
    "typed", ["12-HD/BTCTW", "12 hd/btctw", "12HD/BTCTW", " hướng dẫn số 012–hd / btctw "]
)
def test_a_document_is_found_however_it_is_typed(room: Room, query: Asking, typed: str) -> None:
    """A reader would have to type a number as it was printed."""
    found = query(DOCUMENT, number=typed)["citedDocument"]
    assert (found["number"], found["kind"]) == ("12-HD/BTCTW", "HD")
    titles = [node["title"] for node in found["articles"]["nodes"]]
    assert titles == ["Bài 2", "Bài 1", "Bài 0"]
    assert found["articles"]["totalCount"] == 3


def test_its_articles_come_in_pages(room: Room, query: Asking) -> None:
    """The articles about a much cited law would be one answer."""
    first = query(DOCUMENT, number="12-HD/BTCTW", first=2)["citedDocument"]["articles"]
    assert [node["title"] for node in first["nodes"]] == ["Bài 2", "Bài 1"]
    assert first["pageInfo"]["hasNextPage"]
    after = first["pageInfo"]["endCursor"]
    rest = query(DOCUMENT, number="12-HD/BTCTW", first=2, after=after)["citedDocument"]["articles"]
    assert [node["title"] for node in rest["nodes"]] == ["Bài 0"]


def test_a_document_has_an_id(room: Room, query: Asking) -> None:
    """A client could not ask for it again."""
    found = query(DOCUMENT, number="12-HD/BTCTW")["citedDocument"]
    again = query(
        "query ($id: ID!) { node(id: $id) { ... on CitedDocument { number } } }", id=found["id"]
    )
    assert again["node"] == {"number": "12-HD/BTCTW"}


@pytest.mark.parametrize(
    "number",
    [
        "",
        "x",
        "12",
        "99-CT/TW",
        "12-HD/BTC",
        "10-CT/TW và 12-HD/BTCTW",
        "\x00",
        "9" * 9_999,
        "💧-/",
    ],
)
def test_what_is_no_number_finds_nothing(room: Room, query: Asking, number: str) -> None:
    """A typing error would be an internal error, or find any document."""
    assert query(DOCUMENT, number=number) == {"citedDocument": None}


@pytest.mark.parametrize("role", ["", "WRITER"])
@pytest.mark.parametrize("number", ["1111-QĐ/TW", "2222-QĐ/TW", "3333-QĐ/TW", "4444-QĐ/TW"])
def test_what_only_secrets_cite_is_not_there(
    room: Room, query: Asking, query_as: AskingAs, role: str, number: str
) -> None:
    """The number of a document would tell what a draft is about."""
    asking = query_as.role(role) if role else query
    assert asking(DOCUMENT, number=number) == {"citedDocument": None}
    assert query_as.role("EDITOR")(DOCUMENT, number=number)["citedDocument"]["number"] == number


def test_what_is_published_at_last_is_there(desk: Desk, query: Asking) -> None:
    """A document would stay hidden when an article about it comes out, or stay when it goes."""
    category = desk.category("Pháp luật")
    entry = desk.article(category, body="<p>Chỉ thị 5555-CT/TW</p>", publish=False)
    for move, there in (("publish", True), ("unpublish", False)):
        desk.move(entry, move)
        assert (query(DOCUMENT, number="5555-ct/tw")["citedDocument"] is not None) is there


def test_an_editor_sees_what_the_working_version_cites(room: Room, query_as: AskingAs) -> None:
    """An editor could not check the citations before they publish."""
    shown: Any = query_as("EDITOR", CITATIONS, id=article_id(room.cited[0]))["node"]
    assert [one["document"]["number"] for one in shown["citations"]] == ["4444-QĐ/TW"]


def test_citations_are_counted(desk: Desk, query: Asking) -> None:
    """One request would ask for the citations of everything, many times over."""
    category = desk.category("Văn bản")
    text = ", ".join(f"{number}-KL/TW" for number in range(1, 101))
    for _ in range(10):
        desk.article(category, lead=text)
    fields = " ".join(f"c{n}: citations {{ passage }}" for n in range(12))
    listed = f'{{ category(slug: "van-ban") {{ articles {{ nodes {{ {fields} }} }} }} }}'
    assert query.code(listed) == "COST_LIMIT"
