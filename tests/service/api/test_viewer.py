"""Logging in and out, by cookie and by token, and what a page of another site cannot do."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.content.account import Role
from service.operations import accounts
from service.permissions import SYSTEM
from service.settings import Settings
from tests.asking import Asking, AskingAs
from tests.service.api.desk import Desk

LOGIN = """mutation ($login: String!, $password: String!) {
  login(input: {login: $login, password: $password}) {
    token expiresAt viewer { login role scopes account { displayName } }
    errors { code field } } }"""
PASSWORD = "đúng mật khẩu dài"
CSRF = {"X-Toasoan-CSRF": "1"}


@pytest.fixture(scope="module", autouse=True)
def account(desk: Desk) -> None:
    desk.do(
        lambda session: accounts.create_account(
            session, SYSTEM, login="lan", display_name="Lan", role=Role.EDITOR, password=PASSWORD
        )
    )


@pytest.fixture
def browser(client: TestClient) -> Iterator[TestClient]:
    """A browser that has logged in."""
    Asking(client)(LOGIN, login="lan", password=PASSWORD)
    yield client
    client.cookies.clear()


def post(client: TestClient, document: str, **headers: str) -> Any:
    return client.post("/graphql", json={"query": document}, headers=headers)


def test_logging_in(client: TestClient, query: Asking) -> None:
    """An editor could not get in; or a script on the page would read the cookie."""
    response = client.post(
        "/graphql",
        json={"query": LOGIN, "variables": {"login": " LAN ", "password": PASSWORD}},
    )
    client.cookies.clear()
    found = response.json()["data"]["login"]
    assert found["viewer"] == {
        "login": "lan",
        "role": "EDITOR",
        "scopes": [],
        "account": {"displayName": "Lan"},
    }
    assert found["errors"] == []
    assert found["expiresAt"].endswith("+07:00")
    cookie = response.headers["set-cookie"].lower()
    for part in ("toasoan_session=", "httponly", "samesite=lax", "path=/", "max-age=43200"):
        assert part in cookie
    assert "secure" not in cookie
    assert Asking(client, found["token"])("{ viewer { login } }") == {"viewer": {"login": "lan"}}


@pytest.mark.parametrize(
    ("login", "password"),
    [("lan", "sai"), ("khong-co", PASSWORD), ("", ""), ("a\x00", "x" * 10**5)],
)
def test_a_wrong_password(query: Asking, login: str, password: str) -> None:
    """A form could not show it, or would tell which accounts there are."""
    found = query(LOGIN, login=login, password=password)["login"]
    assert found["token"] is found["viewer"] is None
    assert found["errors"] == [{"code": "INVALID", "field": ["password"]}]


def test_the_cookie_serves_queries(browser: TestClient) -> None:
    """An editor would have to log in on every page."""
    found = browser.get("/graphql", params={"query": "{ viewer { login } }"}).json()
    assert found["data"] == {"viewer": {"login": "lan"}}
    assert post(browser, "{ viewer { login } }", **CSRF).json()["data"] == found["data"]


def test_another_site_cannot_use_the_cookie(browser: TestClient) -> None:
    """A page that an editor visits would publish in their name."""
    document = 'mutation { createCategory(input: {name: "x"}) { errors { code } } }'
    response = post(browser, document)
    assert response.status_code == 403
    assert response.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    form = browser.post("/graphql", data={"query": document}, headers=CSRF)
    assert form.status_code == 403
    assert browser.get("/graphql", params={"query": document}).status_code == 405
    assert post(browser, document, **CSRF).json()["data"]["createCategory"]["errors"] == []


def test_logging_out(browser: TestClient) -> None:
    """A log-in on a shared computer would stay open."""
    token = browser.cookies["toasoan_session"]
    response = post(browser, "mutation { logout { errors { code } } }", **CSRF)
    assert response.json()["data"] == {"logout": {"errors": []}}
    assert "toasoan_session" not in browser.cookies
    bearer = {"Authorization": f"Bearer {token}"}
    assert post(browser, "{ viewer { login } }", **bearer).status_code == 401


def test_a_stale_cookie_is_as_none(client: TestClient) -> None:
    """A reader whose log-in has ended would see errors instead of the news."""
    client.cookies.set("toasoan_session", "tss_gone")
    assert post(client, "{ viewer { login } }").json()["data"] == {"viewer": None}
    client.cookies.clear()


@pytest.mark.parametrize(
    "header", ["Bearer tss_gone", "Bearer", "Basic YTpi", "Bearer " + "x" * 9_000]
)
def test_a_wrong_token_is_an_error(client: TestClient, header: str) -> None:
    """A program whose token has expired would take the public's view for its own."""
    response = post(client, "{ viewer { login } }", Authorization=header)
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


def test_who_logs_in_is_who_asks_from_then_on(query: Asking) -> None:
    """One request could not log in and go on."""
    document = """mutation { login(input: {login: "lan", password: "%s"}) { viewer { login } }
      createCategory(input: {name: "Ngay"}) { errors { code } }
      logout { errors { code } } }"""
    found = query(document % PASSWORD)
    query.client.cookies.clear()
    assert found["createCategory"] == {"errors": []}


def test_a_viewer_with_a_token(query: Asking, query_as: AskingAs) -> None:
    """A client would not know as whom it works."""
    assert query("{ viewer { login } }") == {"viewer": None}
    found = query_as("WRITER", "{ viewer { role account { id displayName } } }")["viewer"]
    assert found["role"] == "WRITER"


class Doorstep:
    """Where log-ins are tried from several addresses, `few` failures being allowed."""

    def __init__(self, client: TestClient) -> None:
        self._client = client
        self._asking = Asking(client)

    def code(self, password: str, login: str = "lan", address: str = "192.0.2.1") -> str | None:
        """The code of what is wrong with a log-in; None if nothing is."""
        self._client._transport.client = (address, 5)  # type: ignore[attr-defined]
        answer = self._asking.answer(LOGIN, login=login, password=password)
        self._client.cookies.clear()
        if "errors" in answer:
            (error,) = answer["errors"]
            assert 0 < error["extensions"]["retryAfter"] <= 300
            return str(error["extensions"]["code"])
        return next((one["code"] for one in answer["data"]["login"]["errors"]), None)


@contextmanager
def doorstep(settings: Settings, few: int) -> Iterator[Doorstep]:
    made = settings.model_copy(update={"login_attempts": few})
    with TestClient(create_app(made), raise_server_exceptions=False) as client:
        yield Doorstep(client)


def test_log_ins_are_limited(settings: Settings) -> None:
    """A password could be guessed by trying; or who guesses would shut out its owner."""
    with doorstep(settings, 3) as door:
        assert [door.code("sai", login) for login in ("lan", "LAN ", "lan")] == ["INVALID"] * 3
        assert door.code(PASSWORD) == "RATE_LIMITED"
        assert door.code(PASSWORD, address="192.0.2.2") is None
        assert door.code("sai", "nguoi-khac") == "INVALID"


def test_log_ins_that_succeed_are_not_limited(settings: Settings) -> None:
    """A newsroom behind one address would be locked out on a busy morning."""
    with doorstep(settings, 1) as door:
        assert [door.code(PASSWORD) for _ in range(12)] == [None] * 12
        assert door.code("sai") == "INVALID"
        assert door.code(PASSWORD) == "RATE_LIMITED"


def test_guesses_spread_over_accounts_or_addresses_are_limited(settings: Settings) -> None:
    """One password could be tried with every account, or by a thousand machines with one."""
    with doorstep(settings, 1) as door:
        assert {door.code("sai", f"nguoi{number}") for number in range(10)} == {"INVALID"}
        assert door.code(PASSWORD) == "RATE_LIMITED"
        spread = [f"198.51.100.{number}" for number in range(20)]
        assert {door.code("sai", address=address) for address in spread} == {"INVALID"}
        assert door.code(PASSWORD, address="203.0.113.1") == "RATE_LIMITED"


def test_invitations_are_limited_by_address(settings: Settings) -> None:
    """A stranger could keep the server busy with hashing passwords."""
    document = """mutation {
      acceptInvitation(input: {invitation: "tsi_x", password: "dài đủ rồi"}) {
        errors { code } } }"""
    with doorstep(settings, 1) as door:
        assert door.code("sai", "nguoi-la") == "INVALID"
        for _ in range(9):
            assert door._asking(document)["acceptInvitation"]["errors"] == [{"code": "INVALID"}]
        assert door._asking.code(document) == "RATE_LIMITED"


def test_in_production_the_cookie_is_secure(settings: Settings) -> None:
    """The cookie would travel where others can read it."""
    production = settings.model_copy(update={"env": "production"})
    with TestClient(create_app(production), raise_server_exceptions=False) as client:
        body = {"query": LOGIN, "variables": {"login": "lan", "password": PASSWORD}}
        response = client.post("/graphql", json=body)
        assert "secure" in response.headers["set-cookie"].lower()
        assert client.get("/graphql", headers={"Accept": "text/html"}).status_code == 400


def test_in_production_the_cookie_goes_over_tls_only(settings: Settings) -> None:
    """Whoever listens in a café would be logged in as the editor; also on the way out."""
    app = create_app(settings.model_copy(update={"env": "production"}))
    body = {"query": LOGIN, "variables": {"login": "lan", "password": PASSWORD}}
    with TestClient(app, base_url="https://testserver") as client:
        coming = client.post("/graphql", json=body)
        leaving = post(client, "mutation { logout { errors { code } } }", **CSRF)
    for answer in (coming, leaving):
        parts = {part.strip() for part in answer.headers["set-cookie"].lower().split(";")}
        assert {"httponly", "secure", "samesite=lax", "path=/"} <= parts
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
