"""Lists of articles: orders, pages in both directions, filters, and what they cost."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from service.api import cursors
from tests.asking import Asking, AskingAs
from tests.service.api.desk import DAY_ONE, Desk, category_id

TITLES = ["Ăn Tết", "An toàn", "Đại hội", "Bầu cử", "Ấm no", "Dân vận", "An toàn", "Êm đềm"]
LIST = """query ($where: ArticleFilter, $orderBy: ArticleOrder! = NEWEST,
  $first: Int, $after: String, $last: Int, $before: String) {
  articles(where: $where, orderBy: $orderBy, first: $first, after: $after, last: $last,
    before: $before) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { slug title viewCount publishedAt } } nodes { slug } } }"""
ORDERS = ["NEWEST", "OLDEST", "RECENTLY_UPDATED", "TITLE", "MOST_VIEWED"]


class Written:
    """A tree of categories, and articles some of which are alike in every key."""

    def __init__(self, desk: Desk) -> None:
        self.root = desk.category("Xây dựng Đảng")
        self.leaf = desk.category("Dân vận", self.root)
        self.other = desk.category("Văn hoá")
        for number in range(24):
            entry_id = desk.article(
                self.leaf if number % 2 else self.other,
                TITLES[number % len(TITLES)],
                byline=["PH", "Minh Anh", None][number % 3],
                tags=[["Đảng", "Tết"], ["Tết"], []][number % 3],
                published_at=DAY_ONE + timedelta(days=number // 3),
            )
            desk.view(entry_id, number % 4)
        self.drafts = [
            desk.article(self.leaf, "Nháp", publish=False, published_at=None) for _ in range(3)
        ]
        desk.move(self.drafts[0], "trash")


@pytest.fixture(scope="module", autouse=True)
def written(desk: Desk) -> Written:
    return Written(desk)


def slugs(asking: Asking, **variables: Any) -> list[str]:
    found = asking(LIST, **variables)["articles"]
    assert [edge["node"]["slug"] for edge in found["edges"]] == [
        node["slug"] for node in found["nodes"]
    ]
    return [node["slug"] for node in found["nodes"]]


@pytest.mark.parametrize("role", ["", "EDITOR"])
@pytest.mark.parametrize("order", ORDERS)
def test_pages_make_up_the_list(query: Asking, query_as: AskingAs, role: str, order: str) -> None:
    """A reader who goes on would miss an article, or meet one twice."""
    asking = query_as.role(role) if role else query
    whole = slugs(asking, orderBy=order, first=100)
    assert len(set(whole)) == len(whole) == (26 if role else 24)
    assert slugs(asking, orderBy=order, last=100) == whole
    assert _walk(asking, order, "first", "after", 7) == whole
    assert _walk(asking, order, "last", "before", 7) == whole


def _walk(asking: Asking, order: str, size: str, bound: str, count: int) -> list[str]:
    """All pages in one direction, put together; every page's info is checked on the way."""
    walked: list[str] = []
    cursor = None
    while True:
        page = asking(LIST, orderBy=order, **{size: count, bound: cursor})["articles"]
        info, here = page["pageInfo"], [edge["node"]["slug"] for edge in page["edges"]]
        assert info["startCursor"] == page["edges"][0]["cursor"]
        assert info["endCursor"] == page["edges"][-1]["cursor"]
        forward = size == "first"
        behind, ahead = "hasPreviousPage", "hasNextPage"
        if not forward:
            behind, ahead = ahead, behind
        assert info[behind] is bool(walked)
        walked = walked + here if forward else here + walked
        cursor = info["endCursor" if forward else "startCursor"]
        if not info[ahead]:
            return walked


@given(
    order=st.sampled_from(ORDERS),
    size=st.integers(1, 10),
    ends=st.tuples(st.none() | st.integers(0, 25), st.none() | st.integers(0, 25)),
    backward=st.booleans(),
)
@settings(max_examples=40, deadline=None)
def test_any_window(
    query_as: AskingAs,
    order: str,
    size: int,
    ends: tuple[int | None, int | None],
    backward: bool,
) -> None:
    """A page between two cursors would hold what lies outside, or lie about what does."""
    asking = query_as.role("EDITOR")
    edges = asking(LIST, orderBy=order, first=100)["articles"]["edges"]
    whole = [edge["node"]["slug"] for edge in edges]
    after, before = ends
    inside = [
        place
        for place in range(len(whole))
        if (after is None or place > after) and (before is None or place < before)
    ]
    expected = inside[-size:] if backward else inside[:size]
    page = asking(
        LIST,
        orderBy=order,
        after=None if after is None else edges[after]["cursor"],
        before=None if before is None else edges[before]["cursor"],
        **{"last" if backward else "first": size},
    )["articles"]
    assert [node["slug"] for node in page["nodes"]] == [whole[place] for place in expected]
    cut = len(inside) > size
    assert page["pageInfo"]["hasPreviousPage"] is (after is not None or (cut and backward))
    assert page["pageInfo"]["hasNextPage"] is (before is not None or (cut and not backward))


def test_orders(query: Asking) -> None:
    """A list would come in another order than it says."""

    def values(order: str, name: str) -> list[Any]:
        edges = query(LIST, orderBy=order, first=100)["articles"]["edges"]
        return [edge["node"][name] for edge in edges]

    newest = values("NEWEST", "publishedAt")
    assert newest == sorted(newest, reverse=True)
    assert values("OLDEST", "publishedAt") == newest[::-1]
    views = values("MOST_VIEWED", "viewCount")
    assert views == sorted(views, reverse=True)
    titles = list(dict.fromkeys(values("TITLE", "title")))
    assert titles == ["An toàn", "Ăn Tết", "Ấm no", "Bầu cử", "Dân vận", "Đại hội", "Êm đềm"]


def test_what_has_no_date_comes_last(query_as: AskingAs) -> None:
    """An editor would find drafts between the articles."""
    for order in ("NEWEST", "OLDEST"):
        edges = query_as("EDITOR", LIST, orderBy=order, first=100)["articles"]["edges"]
        dates = [edge["node"]["publishedAt"] for edge in edges]
        assert dates[-2:] == [None, None]
        assert None not in dates[:-2]


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ({}, 24),
        ({"category": {"slugs": ["xay-dung-dang"]}}, 12),
        ({"category": {"slugs": ["dan-van", "van-hoa"]}}, 24),
        ({"category": {"slugs": ["khong-co"]}}, 0),
        ({"tags": {"anyOf": ["tet", "dang"]}}, 16),
        ({"tags": {"allOf": ["tet", "dang"]}}, 8),
        ({"tags": {"anyOf": []}}, 0),
        ({"tags": {}}, 24),
        ({"publishedAt": {}}, 24),
        ({"title": {"eq": "Đại hội"}}, 3),
        ({"title": {"contains": "ĐẠI"}}, 3),
        ({"title": {"contains": "toa\u0300n"}}, 6),
        ({"title": {"contains": "%"}}, 0),
        ({"title": {"in": ["Ăn Tết", "Bầu cử", "x"]}}, 6),
        ({"title": {"in": []}}, 0),
        ({"byline": {"eq": "PH"}}, 8),
        ({"not": {"byline": {"eq": "PH"}}}, 16),
        ({"or": [{"byline": {"eq": "PH"}}, {"title": {"eq": "Đại hội"}}]}, 10),
        ({"or": []}, 0),
        ({"and": []}, 24),
        ({"and": [{"byline": {"eq": "PH"}}, {"title": {"eq": "Ăn Tết"}}]}, 1),
        ({"publishedAt": {"gte": "2020-10-03T00:00:00+07:00", "lt": "2020-10-05T00:00:00"}}, 6),
        ({"publishedAt": {"gte": "2020-10-03T00:00:00Z"}, "byline": None}, 18),
        ({"status": ["DRAFT", "TRASHED"]}, 24),
        ({"not": {"status": ["DRAFT"]}}, 0),
    ],
)
def test_filters(query: Asking, where: dict[str, Any], count: int) -> None:
    """A filter would find too much or too little."""
    assert query(LIST, where=where, first=100)["articles"]["totalCount"] == count


def test_status_for_editors(query_as: AskingAs) -> None:
    """An editor would not find their drafts, or see the trash in every list."""
    asking = query_as.role("EDITOR")

    def count(where: dict[str, Any]) -> int:
        total: int = asking(LIST, where=where)["articles"]["totalCount"]
        return total

    assert count({}) == 26
    assert count({"status": ["DRAFT"]}) == 2
    assert count({"status": ["TRASHED"]}) == 1
    assert count({"status": ["PUBLISHED"]}) == 24
    assert count({"status": ["SCHEDULED", "ARCHIVED"]}) == 0
    assert count({"not": {"status": ["PUBLISHED"]}}) == 3


def test_articles_of_a_category(query: Asking, written: Written) -> None:
    """A section's page would lack what stands under it."""
    document = """query ($id: ID!) { node(id: $id) { ... on Category {
      articleCount articles(first: 2, orderBy: OLDEST, where: {byline: {eq: "PH"}}) {
        totalCount nodes { slug } pageInfo { hasNextPage } } } } }"""
    found = query(document, id=category_id(written.root))["node"]
    assert found["articleCount"] == 12
    assert found["articles"]["totalCount"] == 4
    assert len(found["articles"]["nodes"]) == 2
    assert found["articles"]["pageInfo"]["hasNextPage"] is True


def deep(levels: int) -> dict[str, Any]:
    return {"not": deep(levels - 1)} if levels else {}


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"first": 0}, "BAD_REQUEST"),
        ({"first": -1}, "BAD_REQUEST"),
        ({"first": 101}, "BAD_REQUEST"),
        ({"last": 0}, "BAD_REQUEST"),
        ({"first": 1, "last": 1}, "BAD_REQUEST"),
        ({"after": "nonsense"}, "BAD_REQUEST"),
        ({"after": "ô"}, "BAD_REQUEST"),
        ({"after": "x" * 10_000}, "BAD_REQUEST"),
        ({"before": ""}, "BAD_REQUEST"),
        ({"after": cursors.write("NEWEST", "2020-10-01", 2**63)}, "BAD_REQUEST"),
        ({"after": cursors.write("NEWEST", "2020-10-01T00:00:00+14:00", 1)}, "BAD_REQUEST"),
        ({"after": cursors.write("NEWEST", 5, 1)}, "BAD_REQUEST"),
        ({"after": cursors.write("NEWEST", "2020-10-01", True)}, "BAD_REQUEST"),
        ({"after": cursors.write("OLDEST", "2020-10-01", 1)}, "BAD_REQUEST"),
        ({"after": cursors.write("search", 1)}, "BAD_REQUEST"),
        ({"orderBy": "TITLE", "after": cursors.write("TITLE", "a\x00", 1)}, "BAD_REQUEST"),
        ({"orderBy": "MOST_VIEWED", "after": cursors.write("MOST_VIEWED", -1, 1)}, "BAD_REQUEST"),
        ({"orderBy": "SHORTEST"}, "BAD_REQUEST"),
        ({"first": 2**40}, "BAD_REQUEST"),
        ({"where": {"title": {"eq": "a\x00"}}}, "BAD_REQUEST"),
        ({"where": {"title": {"contains": "a" * 1_000}}}, "BAD_REQUEST"),
        ({"where": {"title": {"in": ["a"] * 101}}}, "BAD_REQUEST"),
        ({"where": {"publishedAt": {"gte": "yesterday"}}}, "BAD_REQUEST"),
        ({"where": {"or": [{}] * 51}}, "COST_LIMIT"),
        ({"where": {"publishedAt": {"gte": "9999-12-31T23:59:59-14:00"}}}, "BAD_REQUEST"),
        ({"where": deep(8)}, "COST_LIMIT"),
        ({"where": {"or": [{"byline": {"eq": "a"}}] * 40 + [{"tags": {}}] * 11}}, "COST_LIMIT"),
    ],
)
def test_what_is_refused(query: Asking, variables: dict[str, Any], code: str) -> None:
    """A wrong argument would be guessed at, or end in an internal error."""
    assert query.code(LIST, **variables) == code


def plan(desk: Desk, asking: Asking, document: str) -> str:
    """How SQLite goes about the statement that finds a page."""
    found: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if "LIMIT" in statement and "article" in statement:
            found.append((statement, values))

    event.listen(desk.store.engine, "before_cursor_execute", note)
    try:
        asking(document)
    finally:
        event.remove(desk.store.engine, "before_cursor_execute", note)
    ((statement, values),) = found
    with desk.store.engine.connect() as connection:
        rows: Sequence[Any] = connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN {statement}", values
        ).all()
    return "\n".join(row[3] for row in rows)


@pytest.mark.parametrize("order", ["NEWEST", "OLDEST"])
def test_a_page_walks_an_index(desk: Desk, query: Asking, order: str) -> None:
    """A page of a hundred thousand articles would sort them all."""
    edges = query(LIST, orderBy=order)["articles"]["edges"]
    bound = f'after: "{edges[3]["cursor"]}"'
    for arguments in ("first: 5", f"first: 5, {bound}", "last: 5"):
        steps = plan(
            desk, query, f"{{ articles(orderBy: {order}, {arguments}) {{ nodes {{ id }} }} }}"
        )
        assert "COVERING INDEX ix_article_newest" in steps, steps
        assert "TEMP B-TREE" not in steps, steps
        if "after" in arguments:
            assert "published_at" in steps, steps
