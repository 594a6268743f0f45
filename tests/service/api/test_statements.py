"""A page costs a constant number of SQL statements, however many articles are on it."""

import pytest

from tests.asking import Asking, AskingAs
from tests.service.api.desk import Desk

PAGE = """query ($first: Int!) { articles(first: $first) {
  totalCount pageInfo { hasNextPage hasPreviousPage endCursor }
  nodes {
    id slug path title lead body plainText byline status publishedAt createdAt updatedAt version
    viewCount hasPendingChanges
    postedBy { displayName } updatedBy { displayName }
    category { name path ancestors { name } parent { name } children { name } articleCount }
    tags { name articleCount }
    cover { url width alt }
    images { caption position image { url } }
    newer(first: 3) { title path category { name } tags { name } postedBy { displayName } }
    older(first: 3) { title path }
    revisions(first: 2) { totalCount nodes { version by { displayName } } }
  } } }"""

MENU = """{ categories { name articleCount children { name articleCount
  articles(first: 3) { totalCount nodes { title } pageInfo { hasNextPage } } } } }"""

SEARCH = """query ($first: Int!) { search(query: "nội dung", first: $first) { totalCount edges {
  score titleHighlight snippet node { title category { name } tags { name } cover { url } } } } }"""


@pytest.fixture(scope="module", autouse=True)
def content(desk: Desk) -> None:
    poster = desk.account()
    root = desk.category("Xây dựng Đảng")
    leaves = [desk.category(f"Mục {number}", root) for number in range(5)]
    written = [
        desk.article(
            leaves[number % 5],
            actor=poster,
            tags=["Đảng bộ", f"Thẻ {number % 7}"],
            cover_id=desk.image(),
            images=[(desk.image(), "Chú thích"), (desk.image(), None)],
        )
        for number in range(60)
    ]
    desk.settle_index()
    desk.edit(written[-1], title="Sửa lại")


def cost(desk: Desk, asking: Asking, document: str, **variables: int) -> int:
    with desk.counting() as statements:
        asking(document, **variables)
    return len(statements)


@pytest.mark.parametrize("role", ["", "WRITER", "EDITOR"])
def test_a_page_of_articles(desk: Desk, query: Asking, query_as: AskingAs, role: str) -> None:
    """A list would slow down with every article on it."""
    asking = query_as.role(role) if role else query
    one, twenty = (cost(desk, asking, PAGE, first=first) for first in (1, 20))
    assert twenty == one
    assert twenty <= 22


def test_a_menu_with_articles(desk: Desk, query: Asking) -> None:
    """A front page would cost statements for every section of it."""
    assert cost(desk, query, MENU) <= 6


def test_search(desk: Desk, query: Asking) -> None:
    """A page of hits would slow down with every hit."""
    one, ten = (cost(desk, query, SEARCH, first=first) for first in (1, 10))
    assert one == ten
    assert ten <= 7


def test_what_is_not_selected_is_not_asked_for(desk: Desk, query: Asking) -> None:
    """A list of titles would read the bodies too, and count the whole table."""
    with desk.counting() as statements:
        query("{ articles { nodes { title } } }")
    assert len(statements) == 3, statements
    assert not any("article.body" in one or "count(" in one for one in statements)


def test_the_public_costs_no_look_up(desk: Desk, query: Asking) -> None:
    """Every reader's request would ask the database who they are."""
    assert cost(desk, query, "{ viewer { login } }") == 0
