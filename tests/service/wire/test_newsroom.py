"""One command serves a real newsroom: what the three kinds of people do, over real HTTP."""

import re
import time

import httpx2
import pytest

from tests.service.wire.editing import create, move, update
from tests.service.wire.running import Client, Server


def test_a_frontend_developer_gets_articles_categories_and_links(reader: Client) -> None:
    """The first thing anyone tries after starting it."""
    page = reader.query(
        "{ articles(first: 20) { totalCount nodes { title slug path category { name } } }"
        "  site { name slogan menu { name children { name } } linkGroups { links { url } } } }"
    )
    assert len(page["articles"]["nodes"]) == 20
    assert page["articles"]["totalCount"] > 50
    assert page["site"]["menu"]
    assert page["site"]["linkGroups"][0]["links"]


def test_a_reader_finds_with_and_without_accents(reader: Client) -> None:
    """Most readers type without accents."""
    accented = reader.found("giao thông")
    plain = reader.found("giao thong")
    assert accented
    assert set(accented) <= set(plain)


def test_an_editors_change_is_searchable_in_the_very_next_query(
    editor: Client, reader: Client, category: str
) -> None:
    """An editor who cannot find what was just published publishes it again."""
    draft = create(editor, title="Nháp", body="<p>thuyềnthúngmột</p>", category=category)
    assert reader.found("thuyềnthúngmột") == []
    public = move(editor, "publishArticle", draft)
    assert reader.found("thuyềnthúngmột") == [draft["id"]]
    edited = update(editor, public, body="<p>thuyềnthúnghai</p>", publish=True)
    assert reader.found("thuyềnthúngmột") == []
    assert reader.found("thuyềnthúnghai") == [draft["id"]]
    assert move(editor, "unpublishArticle", edited)["status"] == "DRAFT"
    assert reader.found("thuyềnthúnghai") == []


def test_a_demo_account_logs_in_with_the_printed_password(server: Server) -> None:
    """The passwords are shown once, at the first start; they must work."""
    login, password = re.findall(r"^  (\w+) +(\S+)  EDITOR$", server.said, re.MULTILINE)[0]
    with server.client() as client:
        made = client.change(
            "login",
            "token viewer { role }",
            login=login,
            password=password,
        )
        assert made["viewer"]["role"] == "EDITOR"
    with server.client(made["token"]) as client:
        assert client.query("{ viewer { login } }")["viewer"]["login"] == login


def test_pictures_are_served_to_be_kept(reader: Client) -> None:
    """A portal without its pictures; and one that fetches them again for every reader is slow."""
    nodes = reader.query("{ articles(first: 50) { nodes { cover { url width } } } }")["articles"]
    cover = next(node["cover"] for node in nodes["nodes"] if node["cover"])
    picture = reader.http.get(cover["url"])
    assert picture.status_code == 200
    assert picture.headers["content-type"].startswith("image/")
    assert "immutable" in picture.headers["cache-control"]


def test_a_view_is_counted_once(reader: Client) -> None:
    """What is read most could be decided by one reader who keeps reloading."""
    query = "{ articles(first: 1, orderBy: OLDEST) { nodes { id viewCount version } } }"
    (before,) = reader.query(query)["articles"]["nodes"]
    for _ in range(3):
        reader.change("recordView", "", article=before["id"])
    deadline = time.monotonic() + 30
    after = before
    while after["viewCount"] == before["viewCount"] and time.monotonic() < deadline:
        time.sleep(0.2)
        (after,) = reader.query(query)["articles"]["nodes"]
    assert after["viewCount"] == before["viewCount"] + 1
    assert after["version"] == before["version"]


def test_a_query_by_get(reader: Client) -> None:
    """A cache in front can keep it; a change by GET would be a hole."""
    answer = reader.http.get("/graphql", params={"query": "{ site { name } }"})
    assert answer.json()["data"]["site"]["name"]
    refused = reader.http.get(
        "/graphql", params={"query": "mutation { logout { errors { code } } }"}
    )
    assert refused.status_code in {400, 405}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"1",
        b"null",
        b"true",
        b'"text"',
        b"[]",
        b"{",
        b"\xff\xfe",
        b"9" * 5_001,
        b"[" * 100_000,
        b'{"query": 1}',
        b'{"query": "{ site { name } }", "variables": 3}',
        b'{"query": "' + b"{ site { name } } " * 60_000 + b'"}',
        b'{"query": "' + b" " * 2_000_000 + b'"}',
        '{"query": "{ article(slug: \\"\\ud800\\") { id } }"}'.encode("utf-8", "surrogatepass"),
    ],
    ids=lambda body: repr(body[:20]),
)
def test_a_bad_body_is_refused_clearly(reader: Client, body: bytes) -> None:
    """Each of these has brought down a GraphQL server somewhere."""
    answer = reader.http.post(
        "/graphql", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code < 500
    assert answer.json()["errors"][0]["extensions"]["code"]
    assert "data" not in answer.json() or answer.json()["data"] is None


def test_health_tells_a_supervisor(reader: Client) -> None:
    """A load balancer would send readers to a server that cannot answer."""
    assert reader.http.get("/health/live").json() == {"status": "ok"}
    ready = reader.http.get("/health/ready").json()
    assert ready["checks"].keys() == {"database", "migrations", "index", "lag"}
    assert set(ready["checks"].values()) == {"ok"}


def test_nobody_learns_our_insides(server: Server) -> None:
    """What runs and in which version tells an attacker what to try."""
    answer = httpx2.get(server.address + "/nowhere", timeout=30)
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert "server" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_nothing_was_complained_about(server: Server) -> None:
    """An unexpected error behind an answer that looks fine would stay unseen."""
    assert "Traceback" not in server.complained
    assert "unexpected error" not in server.complained
