"""Searching through the API: pages, filters, highlights, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest

from service.api import cursors
from tests.asking import Asking, AskingAs
from tests.service.api.desk import DAY_ONE, Desk, article_id

SEARCH = """query ($query: String!, $where: SearchFilter, $orderBy: SearchOrder! = RELEVANCE,
  $first: Int! = 10, $after: String, $page: Int) {
  search(query: $query, where: $where, orderBy: $orderBy, first: $first, after: $after,
    page: $page) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { title }
    edges { cursor score titleHighlight snippet node { title } } } }"""


@pytest.fixture(scope="module", autouse=True)
def content(desk: Desk) -> None:
    root = desk.category("Xây dựng Đảng")
    leaf = desk.category("Dân vận", root)
    other = desk.category("Giao thông")
    for number in range(12):
        desk.article(
            leaf if number % 2 else other,
            f"Sinh hoạt chi bộ {number}",
            lead="Tóm tắt <b>",
            body=f"<p>Nội dung số {number} về nông thôn mới & giao thông.</p>",
            byline="PH" if number < 4 else "Minh Anh",
            tags=["Chi bộ"] if number < 3 else [],
            published_at=DAY_ONE + timedelta(days=60 * number),
        )
    desk.settle_index()


def test_a_category_that_was_renamed(desk: Desk, query: Asking, query_as: AskingAs) -> None:
    """A saved link to a search in a section would find nothing."""
    rename = """mutation ($id: ID!, $slug: String!) { updateCategory(input: {id: $id, slug: $slug})
      { errors { code } } }"""
    own = query('{ category(slug: "dan-van") { id } }')["category"]["id"]
    for slug in ("van-dong", "dan-van"):
        query_as("EDITOR", rename, id=own, slug=slug)
        for asked in (["dan-van"], ["van-dong", "dan-van"]):
            found = query(SEARCH, query="chi bo", where={"category": asked})["search"]
            assert found["totalCount"] == 6


def titles(asking: Asking, **variables: Any) -> list[str]:
    return [one["title"] for one in asking(SEARCH, **variables)["search"]["nodes"]]


@pytest.mark.parametrize("words", ["sinh hoat chi bo", "Sinh hoạt chi bộ", "SINH HOẠT"])
def test_with_and_without_accents(query: Asking, words: str) -> None:
    """A reader on a phone would find nothing."""
    found = query(SEARCH, query=words)["search"]
    assert found["totalCount"] == 12
    assert len(found["edges"]) == 10
    assert found["edges"][0]["score"] >= found["edges"][-1]["score"] > 0


def test_highlights(query: Asking) -> None:
    """A reader would not see why an article was found, or its text would run as HTML."""
    (edge, *_) = query(SEARCH, query="nong thon")["search"]["edges"]
    assert "<mark>nông thôn</mark>" in edge["snippet"]
    assert "&lt;b&gt;" in edge["snippet"]
    (edge, *_) = query(SEARCH, query="chi bộ")["search"]["edges"]
    assert "<mark>chi bộ</mark>" in edge["titleHighlight"]


def test_pages(query: Asking) -> None:
    """A reader who goes on would miss a hit, or meet one twice."""
    whole = titles(query, query="chi bo", orderBy="NEWEST", first=100)
    assert whole == [f"Sinh hoạt chi bộ {number}" for number in reversed(range(12))]
    assert titles(query, query="chi bo", orderBy="OLDEST", first=100) == whole[::-1]
    by_page = [titles(query, query="chi bo", orderBy="NEWEST", first=5, page=n) for n in (1, 2, 3)]
    assert by_page == [whole[:5], whole[5:10], whole[10:]]
    walked: list[str] = []
    cursor, more = None, True
    while more:
        page = query(SEARCH, query="chi bo", orderBy="NEWEST", first=5, after=cursor)["search"]
        info = page["pageInfo"]
        assert info["hasPreviousPage"] is bool(walked)
        walked += [one["title"] for one in page["nodes"]]
        cursor, more = info["endCursor"], info["hasNextPage"]
    assert walked == whole
    assert titles(query, query="chi bo", page=9) == []
    assert titles(query, query="chi bo", after=cursors.write("search", 999)) == []


@pytest.mark.parametrize(
    ("where", "count"),
    [
        (None, 12),
        ({}, 12),
        ({"category": []}, 12),
        ({"category": ["xay-dung-dang"]}, 6),
        ({"category": ["dan-van", "giao-thong"]}, 12),
        ({"category": ["khong-co"]}, 0),
        ({"tags": ["chi-bo"]}, 3),
        ({"byline": ["PH"]}, 4),
        ({"byline": ["PH", "Minh Anh"]}, 12),
        ({"year": [2020]}, 2),
        ({"year": [2020, 2021]}, 8),
        ({"publishedAt": {"gte": "2021-01-01T00:00:00", "lt": "2021-03-01T00:00:00"}}, 1),
        ({"category": ["xay-dung-dang"], "byline": ["PH"], "year": [2020]}, 1),
    ],
)
def test_filters(query: Asking, where: dict[str, Any] | None, count: int) -> None:
    """Narrowing a search would find too much or too little."""
    found = query(SEARCH, query="chi bo", where=where, first=100)["search"]
    assert found["totalCount"] == len(found["nodes"]) == count


@pytest.mark.parametrize(
    "variables",
    [
        {"query": ""},
        {"query": " \n\t"},
        {"query": "a" * 4_097},
        {"query": "ô" * 3_000},
        {"query": "a" * 1_000_000},
        {"query": "a", "first": 0},
        {"query": "a", "first": 101},
        {"query": "a", "page": 0},
        {"query": "a", "page": -1},
        {"query": "a", "page": 101},
        {"query": "a", "first": 100, "page": 11},
        {"query": "a", "page": 1, "after": cursors.write("search", 1)},
        {"query": "a", "after": "rubbish"},
        {"query": "a", "after": cursors.write("search", 0)},
        {"query": "a", "after": cursors.write("search", 1_000)},
        {"query": "a", "after": cursors.write("NEWEST", 1)},
        {"query": "a", "where": {"year": [1]}},
        {"query": "a", "where": {"year": [2020] * 101}},
        {"query": "a", "where": {"tags": ["a\x00"]}},
        {"query": "a", "orderBy": "BEST"},
    ],
)
def test_what_is_refused(query: Asking, variables: dict[str, Any]) -> None:
    """A wrong search would end in an internal error, or take the service with it."""
    assert query.code(SEARCH, **variables) == "BAD_REQUEST"


@pytest.mark.parametrize("words", ["!?", "\x00", "-", '"', "ơ" * 500, "a " * 2_000, "🙂"])
def test_words_that_find_nothing(query: Asking, words: str) -> None:
    """A reader's slip would be an error."""
    assert query(SEARCH, query=words)["search"]["totalCount"] == 0


def test_what_is_gone_is_left_out(desk: Desk, query_as: AskingAs) -> None:
    """A hit would lead nowhere while the index lags behind."""
    category = desk.category("Sắp gỡ")
    entry_id = desk.article(category, "Bài sắp gỡ xuống")
    desk.settle_index()
    asking = query_as.role("EDITOR")
    assert titles(asking, query="gỡ xuống") == ["Bài sắp gỡ xuống"]
    desk.edit(entry_id, title="Đã đổi tên")
    edge = asking(SEARCH, query="gỡ xuống")["search"]["edges"][0]
    assert edge["node"]["title"] == "Đã đổi tên"
    assert edge["titleHighlight"] == "Bài sắp <mark>gỡ xuống</mark>"
    desk.move(entry_id, "unpublish")
    assert titles(asking, query="gỡ xuống") == []
    assert asking("query ($id: ID!) { node(id: $id) { id } }", id=article_id(entry_id))["node"]
