"""What surrounds every answer: headers, errors as data, the way in."""

from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from service.web.errors import Masked, http_error
from service.web.headers import SecurityHeaders
from service.web.home import home_route


async def fine(_request: Request) -> Response:
    return JSONResponse({})


async def page(_request: Request) -> Response:
    return HTMLResponse("<p>")


async def broken(_request: Request) -> Response:
    raise RuntimeError("the secret is tamarind")


async def breaks_off(_request: Request) -> Response:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"a"
        raise RuntimeError("the secret is tamarind")

    return StreamingResponse(pieces())


@pytest.fixture
def client() -> TestClient:
    routes = [
        home_route(development=True),
        Route("/fine", fine),
        Route("/page", page),
        Route("/broken", broken),
        Route("/breaks-off", breaks_off),
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(SecurityHeaders), Middleware(Masked)],
        exception_handlers={HTTPException: http_error},
    )
    return TestClient(app, follow_redirects=False)


@pytest.mark.parametrize("path", ["/", "/fine", "/page", "/broken", "/nowhere"])
def test_every_answer_has_the_security_headers(client: TestClient, path: str) -> None:
    """A browser would guess at types, and show our pages inside those of others."""
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_only_a_page_may_run_scripts(client: TestClient) -> None:
    """Data that a browser is tricked into showing as a page must stay dead."""
    assert "default-src 'none'" in client.get("/fine").headers["content-security-policy"]
    assert "default-src" not in client.get("/page").headers["content-security-policy"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [("GET", "/nowhere", 404, "NOT_FOUND"), ("DELETE", "/fine", 405, "METHOD_NOT_ALLOWED")],
)
def test_refusals_are_json_with_a_code(
    client: TestClient, method: str, path: str, status: int, code: str
) -> None:
    """A program cannot read a page of text."""
    answer = client.request(method, path)
    assert answer.status_code == status
    assert list(answer.json()) == ["errors"]
    assert answer.json()["errors"][0]["extensions"]["code"] == code


def test_an_unexpected_error_is_masked(client: TestClient) -> None:
    """A client would see our insides; the id leads the operator to the log."""
    answer = client.get("/broken")
    assert answer.status_code == 500
    assert answer.json()["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert "tamarind" not in answer.text
    assert "Traceback" not in answer.text


def test_an_answer_that_breaks_off_is_cut(client: TestClient) -> None:
    """The client must not take half an answer for the whole."""
    with pytest.raises(RuntimeError):
        client.get("/breaks-off")


def test_a_browser_is_led_to_graphiql(client: TestClient) -> None:
    """A newcomer opens the printed address in a browser."""
    answer = client.get("/", headers={"accept": "text/html,*/*"})
    assert (answer.status_code, answer.headers["location"]) == (302, "/graphql")
    assert client.get("/").json()["addresses"]["graphql"] == "/graphql"


def test_in_production_nobody_is_led_away() -> None:
    """GraphiQL is no page for readers."""
    client = TestClient(Starlette(routes=[home_route(development=False)]), follow_redirects=False)
    assert client.get("/", headers={"accept": "text/html"}).status_code == 200


@pytest.mark.parametrize(
    ("scheme", "production", "strict"),
    [("https", True, True), ("http", True, False), ("https", False, False)],
)
def test_a_browser_stays_with_tls_in_production(
    scheme: str, production: bool, strict: bool
) -> None:
    """A reader's second visit could go unencrypted; or a developer's browser refuse localhost."""
    around = Middleware(SecurityHeaders, production=production)
    app = Starlette(routes=[Route("/fine", fine)], middleware=[around])
    answer = TestClient(app, base_url=f"{scheme}://testserver").get("/fine")
    assert ("strict-transport-security" in answer.headers) is strict


def test_what_an_answer_says_itself_stays(client: TestClient) -> None:
    """A kept answer's headers would grow with each time it is given, or be overruled."""
    kept = Response(headers={"X-Frame-Options": "SAMEORIGIN"})

    async def give(_request: Request) -> Response:
        return kept

    app = Starlette(routes=[Route("/kept", give)], middleware=[Middleware(SecurityHeaders)])
    own = len(kept.raw_headers)
    for _ in range(3):
        answer = TestClient(app).get("/kept")
        assert answer.headers.get_list("x-frame-options") == ["SAMEORIGIN"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert len(kept.raw_headers) == own
