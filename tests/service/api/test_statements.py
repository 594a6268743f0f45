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
    citations { document { number kind } passage issuer issuedOn term }
    cover { url width alt }
    images { caption position image { url } }
    newer(first: 3) { title path category { name } tags { name } postedBy { displayName } }
    older(first: 3) { title path }
    revisions(first: 2) { totalCount nodes { version by { displayName } } }
  } } }"""

CITING = """query ($first: Int!) { articles(first: $first) { nodes { citations {
  article { title } document { articles(first: 3) { totalCount nodes { title } } } } } } }"""

MENU = """{ categories { name articleCount children { name articleCount
  articles(first: 3) { totalCount nodes { title } pageInfo { hasNextPage } } } } }"""

SEARCH = """query ($first: Int!) { search(query: "nội dung", first: $first) { totalCount edges {
  score titleHighlight snippet node { title category { name } tags { name } cover { url } } } } }"""

MEANING = """query ($first: Int!) { search(query: "nôi dung", first: $first) { totalCount
  interpretedAs didYouMean pageInfo { hasNextPage endCursor }
  facets { category { label count } year { label count } byline { label count } }
  edges { snippet node { title related(first: 3) { title path category { name } } } } } }"""


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
            lead=f"Theo Chỉ thị 10-CT/TW và Hướng dẫn {number}-HD/BTCTW.",
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
    # The categories are read once, until something is written: now and then that is beside us.
    return sum("FROM category" not in one for one in statements)


@pytest.mark.parametrize("role", ["", "WRITER", "EDITOR"])
def test_a_page_of_articles(desk: Desk, query: Asking, query_as: AskingAs, role: str) -> None:
    """A list would slow down with every article on it."""
    asking = query_as.role(role) if role else query
    one, twenty = (cost(desk, asking, PAGE, first=first) for first in (1, 20))
    assert twenty == one
    assert twenty <= 22


def test_a_page_of_articles_with_all_that_cite_the_same(desk: Desk, query: Asking) -> None:
    """The documents under an article would each be looked for by itself."""
    three, twenty = (cost(desk, query, CITING, first=first) for first in (3, 20))
    assert three == twenty
    assert twenty <= 7


def test_a_menu_with_articles(desk: Desk, query: Asking) -> None:
    """A front page would cost statements for every section of it."""
    assert cost(desk, query, MENU) <= 6


def test_search(desk: Desk, query: Asking) -> None:
    """A page of hits would slow down with every hit."""
    query(SEARCH, first=1)  # the synonyms are read once
    one, ten = (cost(desk, query, SEARCH, first=first) for first in (1, 10))
    assert one == ten
    assert ten <= 8


def test_everything_about_a_search(desk: Desk, query: Asking) -> None:
    """What is said about a query would cost statements for every choice and every article."""
    query(MEANING, first=1)
    one, ten = (cost(desk, query, MEANING, first=first) for first in (1, 10))
    assert one == ten
    assert ten <= 9


def test_what_is_not_selected_is_not_asked_for(desk: Desk, query: Asking) -> None:
    """A list of titles would read the bodies too, and count the whole table."""
    with desk.counting() as statements:
        query("{ articles { nodes { title category { name path } } } }")
    read = [one for one in statements if "FROM category" not in one]
    assert len(read) == 2, read
    assert not any("article.body" in one or "count(" in one for one in statements)


def test_the_public_costs_no_look_up(desk: Desk, query: Asking) -> None:
    """Every reader's request would ask the database who they are."""
    assert cost(desk, query, "{ viewer { login } }") == 0
