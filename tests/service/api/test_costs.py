"""What one request may ask for together; what is too much is refused before anything is read."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from starlette.testclient import TestClient

from service import logs, store
from service.api import budget, context
from service.api.errors import CostLimit, foreseen
from service.app import create_app
from service.content.category import Category
from service.settings import Settings
from service.store import Store
from tests.asking import Asking, AskingAs
from tests.service.api.desk import Desk

COUNT = "SELECT count(*) FROM (WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n"


@pytest.fixture(scope="module", autouse=True)
def content(desk: Desk) -> None:
    root = desk.category("Xây dựng Đảng")
    for _ in range(100):
        desk.article(root, tags=["Chi bộ", "Dân vận"])


def aliases(count: int, of: str) -> str:
    return " ".join(f"a{number}: {of}" for number in range(count))


CONTAINS = {"or": [{"title": {"contains": f"x{number}"}} for number in range(40)]}
ALL_OF = {"not": {"tags": {"allOf": [f"x{number}" for number in range(100)]}}}
ONE_OF = {"or": [{"title": {"in": [f"x{number}" for number in range(100)]}}] * 24}
LIST = "articles(where: $where) { totalCount nodes { id } }"


@pytest.mark.parametrize(
    ("where", "fields"),
    [
        (CONTAINS, aliases(30, LIST)),
        (ALL_OF, aliases(30, LIST)),
        (ONE_OF, aliases(12, LIST)),
        (ONE_OF, aliases(12, "categories { articles(where: $where) { nodes { id } } }")),
    ],
)
def test_the_filters_of_a_request_are_judged_together(
    desk: Desk, query: Asking, where: dict[str, Any], fields: str
) -> None:
    """One short request from anyone would keep a core busy for a quarter of a minute."""
    with desk.counting() as statements:
        code = query.code(f"query ($where: ArticleFilter) {{ {fields} }}", where=where)
    assert code == "COST_LIMIT"
    if "categories" not in fields:
        assert statements == []


def test_what_turns_out_to_be_too_much_is_refused_as_such(query: Asking) -> None:
    """A refusal in the middle of an answer would look like a fault of the service."""
    fields = "nodes { newer(first: 100) { tags { name } body } }"
    assert query.code(f"{{ articles(first: 60, orderBy: OLDEST) {{ {fields} }} }}") == "COST_LIMIT"


def test_the_filters_of_a_search_are_counted(desk: Desk, query: Asking) -> None:
    """As above, in the index."""
    fields = aliases(30, 'search(query: "a", where: $where) { totalCount }')
    where = {"tags": ["x"] * 100, "year": [2020] * 100}
    document = f"query ($where: SearchFilter) {{ {fields} }}"
    assert query.code(document, where=where) == "COST_LIMIT"


def test_ordinary_filters_are_taken(query: Asking) -> None:
    """A front page with a list for each of its sections would be refused."""
    where = {"category": {"slugs": ["xay-dung-dang"]}, "not": {"tags": {"allOf": ["a", "b"]}}}
    document = f"query ($where: ArticleFilter) {{ {aliases(30, LIST)} }}"
    assert query(document, where=where)["a0"]["totalCount"] == 100
    assert query(f"query ($where: ArticleFilter) {{ {LIST} }}", where=CONTAINS)


def test_a_statement_holds_few_values(desk: Desk, query: Asking) -> None:
    """A tree of many categories would be more values than a statement may hold."""

    def grow(session: Any) -> None:
        root = desk_root(session)
        names = [f"nhanh-{number}" for number in range(1_500)]
        session.add_all([Category(slug=one, name=one, parent_id=root) for one in names])

    def shrink(session: Any) -> None:
        session.connection().exec_driver_sql("DELETE FROM category WHERE slug LIKE 'nhanh-%'")

    desk.do(grow)
    where = {"or": [{"category": {"slugs": ["xay-dung-dang"]}}] * 40}
    document = f"query ($where: ArticleFilter) {{ {LIST} }}"
    try:
        assert query(document, where=where)["articles"]["totalCount"] == 100
    finally:
        desk.do(shrink)


def desk_root(session: Any) -> int:
    found = session.connection().exec_driver_sql("SELECT min(id) FROM category")
    return int(found.scalar_one())


def test_texts_are_counted_as_often_as_they_are_shown(
    query: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One text under three hundred names would be an answer of a hundred megabytes."""
    monkeypatch.setattr(budget, "MAX_CHARACTERS", 10_000)
    for name in ("body", "plainText"):
        many = " ".join(f"t{number}: {name}" for number in range(300))
        assert query.code(f"{{ articles(first: 10) {{ nodes {{ {many} }} }} }}") == "COST_LIMIT"
    assert query("{ articles(first: 10) { nodes { body plainText } } }")


def test_what_is_asked_for_is_counted_before_it_is_read(desk: Desk, query: Asking) -> None:
    """A request that is refused in the end would be read for seconds first."""
    document = """{ articles(first: 100) { nodes { older(first: 100) { older(first: 1) {
      older(first: 100) { id } } } } } }"""
    with desk.counting() as statements:
        assert query.code(document) == "COST_LIMIT"
    assert not any("article_1" in one for one in statements), statements


def test_ordinary_lists_are_taken(query: Asking) -> None:
    """Pages that a portal is made of would be refused."""
    assert query("""{ articles(first: 100) { nodes {
      newer(first: 5) { id title } older(first: 5) { id title } } } }""")
    assert query("""{ articles(first: 20) { nodes { body tags { name } images { caption }
      newer { title tags { name } cover { url } } older { title tags { name } } } } }""")


def test_a_long_statement_is_interrupted(desk: Desk) -> None:
    """One query that nobody thought of would keep a core busy for minutes."""
    with desk.store.snapshot(0.05) as session, pytest.raises(OperationalError) as caught:
        session.connection().exec_driver_sql(f"{COUNT} LIMIT 1000000000) SELECT x FROM n)")
    error = foreseen(caught.value)
    assert error is not None
    assert error.code == "COST_LIMIT"
    with desk.store.snapshot() as session:  # the next one on this connection
        session.connection().exec_driver_sql(f"{COUNT} LIMIT 300000) SELECT x FROM n)")


def test_a_request_that_takes_too_long(query: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be an internal error, and fill the log."""
    monkeypatch.setattr(context, "READING_SECONDS", 0.0)
    monkeypatch.setattr(store, "INSTRUCTIONS", 1)
    assert query.code("{ articles { nodes { title } } }") == "COST_LIMIT"


@pytest.fixture
def impatient(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A service of its own that waits for nobody who writes."""
    monkeypatch.setattr(store, "BUSY_TIMEOUT_MS", 10)
    client = TestClient(create_app(settings), raise_server_exceptions=False)
    yield client
    client.close()


def test_a_busy_database_says_so(impatient: TestClient, settings: Settings) -> None:
    """An editor would be told of an internal error, where trying again helps."""
    editor = AskingAs(impatient).role("EDITOR")
    holding = Store(settings.database)
    with holding.transaction() as session:
        session.connection()
        code = editor.code('mutation { createTag(input: {name: "x"}) { errors { code } } }')
    holding.close()
    assert code == "UNAVAILABLE"
    waited = foreseen(NoConnection())
    assert waited is not None
    assert waited.code == "UNAVAILABLE"


def test_what_is_logged_is_bounded() -> None:
    """One failing statement would be a line of a megabyte in the log."""
    error = RuntimeError("x" * 1_000_000 + "\n" + "line\n" * 100_000)
    assert len(logs.traceback_of(error)) < logs.MAX_TRACEBACK + 10


def test_nothing_is_read_after_too_much(desk: Desk) -> None:
    """What was refused would go on being read."""
    spent = context.Context(desk.services, None, None)  # type: ignore[arg-type]
    with pytest.raises(CostLimit):
        spent.budget.things(budget.MAX_THINGS + 1)
    with pytest.raises(CostLimit):
        asyncio.run(spent.read(lambda session: session))
