"""Which pages of other sites a browser lets ask."""

from collections.abc import Iterator

import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from service.app import create_app
from service.settings import Settings

LISTED, OTHER = "https://portal.example", "https://evil.example"
QUERY = {"query": "{ site { name } }"}


@pytest.fixture
def listing(settings: Settings) -> Iterator[TestClient]:
    chosen = {"cors_origins": f"{LISTED},http://localhost:3000"}
    with TestClient(create_app(settings.model_copy(update=chosen))) as client:
        yield client


@pytest.mark.parametrize("origin", [LISTED, "http://localhost:3000"])
def test_a_listed_page_asks_with_credentials(listing: TestClient, origin: str) -> None:
    """A portal on an address of its own could not log its editors in."""
    wanted = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,x-toasoan-csrf,authorization",
    }
    allowed = listing.options("/graphql", headers=wanted)
    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == origin
    assert allowed.headers["access-control-allow-credentials"] == "true"
    assert "x-toasoan-csrf" in allowed.headers["access-control-allow-headers"].lower()
    answer = listing.post("/graphql", json=QUERY, headers={"Origin": origin})
    assert answer.json()["data"]["site"]
    assert answer.headers["access-control-allow-origin"] == origin
    assert "Origin" in answer.headers["vary"]
    assert "x-request-id" in answer.headers["access-control-expose-headers"].lower()


@pytest.mark.parametrize(
    "origin",
    [
        OTHER,
        "null",
        "https://portal.example.evil.example",
        "http://portal.example",
        LISTED + ":8443",
    ],
)
def test_no_other_page_does(listing: TestClient, origin: str) -> None:
    """Any page that an editor visits could act in their name."""
    wanted = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    refused = listing.options("/graphql", headers=wanted)
    assert refused.status_code == 400
    answer = listing.post("/graphql", json=QUERY, headers={"Origin": origin})
    for one in (refused, answer):
        assert "access-control-allow-origin" not in one.headers


@pytest.mark.parametrize(
    ("method", "headers"), [("DELETE", ""), ("POST", "x-odd"), ("PATCH", "content-type")]
)
def test_a_listed_page_sends_nothing_else(listing: TestClient, method: str, headers: str) -> None:
    """What is not needed is not allowed."""
    wanted = {"Origin": LISTED, "Access-Control-Request-Method": method}
    if headers:
        wanted["Access-Control-Request-Headers"] = headers
    assert listing.options("/graphql", headers=wanted).status_code == 400


def test_a_page_can_read_why_it_was_refused(listing: TestClient) -> None:
    """A developer would see a network error instead of what is wrong."""
    answer = listing.post("/graphql", content=b"[", headers={"Origin": LISTED})
    assert answer.status_code >= 400
    assert answer.headers["access-control-allow-origin"] == LISTED


def test_what_a_cache_keeps_is_for_every_origin(listing: TestClient) -> None:
    """A cache would give one page's answer to another, which its browser then refuses."""
    assert "Origin" in listing.post("/graphql", json=QUERY).headers["vary"]


def test_nobody_is_listed_unless_an_operator_does(client: TestClient) -> None:
    """The default would be open."""
    wanted = {"Origin": LISTED, "Access-Control-Request-Method": "POST"}
    for answer in (
        client.options("/graphql", headers=wanted),
        client.post("/graphql", json=QUERY, headers={"Origin": LISTED}),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "origin",
    ["*", "null", "portal.example", "https://portal.example/", "https://*.example", "https://A.vn"],
)
def test_an_origin_that_no_browser_sends_is_refused(origin: str) -> None:
    """An operator would believe that a page may ask, or that only one may."""
    with pytest.raises(ValidationError):
        Settings(cors_origins=origin)
