"""GraphQL over HTTP: whatever comes in, what goes out is JSON with a code."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from service.api import incoming
from service.api.endpoint import encoded
from tests.asking import Asking
from tests.service.api.desk import Desk
from tests.stalling import stall

JSON = {"Content-Type": "application/json"}
GRAPHQL_JSON = "application/graphql-response+json"


def send(client: TestClient, body: bytes, **headers: str) -> Any:
    return client.post("/graphql", content=body, headers={**JSON, **headers})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"1",
        b'"x"',
        b"null",
        b"true",
        b"[]",
        b"{",
        b"{}",
        b"\xff\xfe",
        b"1" * 5_001,
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"query": 1}',
        b'{"query": ["{ viewer { login } }"]}',
        b'{"query": ""}',
        b'{"query": "{ viewer { login } }", "variables": []}',
        b'{"query": "{ viewer { login } }", "operationName": 1}',
        b'{"query": "{ viewer { login } }", "operationName": "Nothing"}',
        b'{"query": "{ viewer { login } }", "extensions": "x"}',
        b'[{"query": "{ viewer { login } }"}]',
        b'{"query": "{ viewer { login } }", "variables": {"a": "\\ud800"}}',
        b'{"query": "{ viewer { login } }", "variables": {"a": ' + b"9" * 5_001 + b"}}",
        b'{"query": "{ viewer { login } }", "variables": {"a": NaN}}',
    ],
)
def test_bad_bodies(client: TestClient, body: bytes) -> None:
    """A few bytes from anyone would be an internal error."""
    response = send(client, body)
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/json"
    (error,) = response.json()["errors"]
    assert error["extensions"] == {"code": "BAD_REQUEST"}
    assert len(error["message"]) < 1_100


@pytest.mark.parametrize(
    ("document", "variables", "code"),
    [
        ("{", {}, "GRAPHQL_PARSE_FAILED"),
        ('{ article(slug: "\\ud800") { id } }', {}, "GRAPHQL_PARSE_FAILED"),
        ("\x00", {}, "GRAPHQL_PARSE_FAILED"),
        ("{ " * 3_000, {}, "GRAPHQL_PARSE_FAILED"),
        ("{ a " * 10_000, {}, "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", {}, "GRAPHQL_VALIDATION_FAILED"),
        ("{ articles(first: 99999999999) { totalCount } }", {}, "GRAPHQL_VALIDATION_FAILED"),
        ('{ articles(where: {publishedAt: {gte: "x"}}) { totalCount } }', {}, "BAD_REQUEST"),
        ("query ($a: Int) { articles(first: $a) { totalCount } }", {"a": "x"}, "BAD_REQUEST"),
        ("query ($a: Int!) { articles(first: $a) { totalCount } }", {}, "BAD_REQUEST"),
        ("query ($a: Int) { articles(first: $a) { totalCount } }", {"a": 10**30}, "BAD_REQUEST"),
    ],
)
def test_requests_that_never_ran(
    client: TestClient, document: str, variables: dict[str, Any], code: str
) -> None:
    """A client could not tell its own mistake from the service's."""
    body = json.dumps({"query": document, "variables": variables}).encode()
    plain = send(client, body)
    assert plain.status_code == 200
    assert "data" not in plain.json()
    assert {one["extensions"]["code"] for one in plain.json()["errors"]} == {code}
    strict = send(client, body, Accept=GRAPHQL_JSON)
    assert (strict.status_code, strict.json()) == (400, plain.json())
    assert strict.headers["content-type"] == GRAPHQL_JSON


def test_what_ran_has_data(client: TestClient) -> None:
    """A strict client would throw away an answer because one field of it failed."""
    body = b'{"query": "{ viewer { login } search(query: \\"\\") { totalCount } }"}'
    response = send(client, body, Accept=GRAPHQL_JSON)
    assert response.status_code == 200
    assert response.json()["data"] is None
    assert response.json()["errors"][0]["path"] == ["search"]


TWO = "query A { viewer { login } } query B { site { name } }"


@pytest.mark.parametrize("name", [None, "C"])
def test_of_several_operations_one_is_named(client: TestClient, name: str | None) -> None:
    """Another operation than the client meant would be run."""
    for _ in range(2):  # the second time the document is known
        response = send(client, json.dumps({"query": TWO, "operationName": name}).encode())
        assert response.status_code == 400
        assert response.json()["errors"][0]["extensions"] == {"code": "BAD_REQUEST"}
    body = json.dumps({"query": TWO, "operationName": "B"}).encode()
    assert list(send(client, body).json()["data"]) == ["site"]


def test_a_slow_client_is_sent_away(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few clients that never finish would hold every place."""
    monkeypatch.setattr(incoming, "BODY_SECONDS", 0.05)
    assert client.portal is not None
    status, answer = client.portal.call(stall, client.app, "/graphql", JSON)
    assert status == 408
    assert answer["errors"][0]["extensions"] == {"code": "REQUEST_TIMEOUT"}


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data; boundary=x", ""])
def test_only_json_is_taken(client: TestClient, content_type: str) -> None:
    """A form on another site could send a mutation."""
    headers = {"Content-Type": content_type}
    response = client.post("/graphql", content=b'{"query": "{ a }"}', headers=headers)
    assert response.status_code == 415
    assert response.json()["errors"][0]["extensions"]["code"] == "UNSUPPORTED_MEDIA_TYPE"


def test_a_body_over_the_limit(client: TestClient, desk: Desk) -> None:
    """Anyone could fill the memory."""
    limit = desk.services.settings.body_limit

    def stream() -> Iterator[bytes]:
        for _ in range(limit // 100_000 + 2):
            yield b" " * 100_000

    announced = send(client, b" " * (limit + 1))
    for response in (announced, client.post("/graphql", content=stream(), headers=JSON)):
        assert response.status_code == 413
        assert response.json()["errors"][0]["extensions"]["code"] == "BODY_TOO_LARGE"


def test_methods(client: TestClient) -> None:
    """A link could change something, or a wrong method be an internal error."""
    assert client.get("/graphql", params={"query": "{ viewer { login } }"}).status_code == 200
    variables = {"query": "query ($a: Int) { articles(first: $a) { totalCount } }"}
    answer = client.get("/graphql", params={**variables, "variables": '{"a": 1}'})
    assert answer.json()["data"] == {"articles": {"totalCount": 0}}
    assert client.get("/graphql", params={**variables, "variables": "{"}).status_code == 400
    assert client.get("/graphql", params={**variables, "variables": "[]"}).status_code == 400
    assert client.get("/graphql").status_code == 400
    refused = [client.get("/graphql", params={"query": "mutation { logout { errors { code } } }"})]
    refused += [client.request(method, "/graphql") for method in ("PUT", "DELETE", "OPTIONS")]
    for response in refused:
        assert response.status_code == 405
        assert response.headers["allow"] == "GET, POST"
    assert client.head("/graphql").status_code == 405


def test_a_browser_gets_graphiql(client: TestClient) -> None:
    """A newcomer would see an error where they could try a query."""
    response = client.get("/graphql", headers={"Accept": "text/html,*/*"})
    assert response.status_code == 200
    assert "graphiql" in response.text.lower()
    assert '{"X-Toasoan-CSRF": "1"}' in response.text  # or it could not go on after a log-in


def test_nothing_is_cached(client: TestClient) -> None:
    """What an editor sees would be served to a reader."""
    response = send(client, b'{"query": "{ viewer { login } }"}')
    assert response.headers["cache-control"] == "no-store"
    assert "Authorization" in response.headers["vary"]


def test_what_nobody_foresaw_is_masked(
    client: TestClient, desk: Desk, query: Asking, caplog: pytest.LogCaptureFixture
) -> None:
    """A client would read a traceback; or nobody could find out what went wrong."""
    with desk.store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE link_group RENAME TO gone")
    try:
        with caplog.at_level(logging.ERROR):
            answer = query.answer("{ linkGroups { name } }")
    finally:
        with desk.store.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE gone RENAME TO link_group")
    (error,) = answer["errors"]
    assert error["message"] == "Internal error"
    assert error["extensions"]["code"] == "INTERNAL"
    assert len(error["extensions"]["id"]) == 12
    assert "link_group" not in json.dumps(answer)


@pytest.mark.parametrize("data", [{"a": "\ud800"}, {"a": 2**70}, {"a": "ô"}, []])
def test_whatever_is_to_be_sent_can_be(data: object) -> None:
    """One odd letter would turn an answer into an internal error."""
    sent = encoded(data)
    assert json.loads(sent) == data


def test_websockets_are_refused(client: TestClient) -> None:
    """A socket that nobody serves would stay open."""
    with pytest.raises(Exception), client.websocket_connect("/graphql"):  # noqa: B017, PT011
        pass
