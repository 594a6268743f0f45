"""What surrounds every request: its id, its line in the log, and what it may write there."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from service import logs, notes
from service.notes import Cache, Operation, Outcome
from service.web.access_log import AccessLog
from service.web.metrics import Metrics
from service.web.networks import Networks
from service.web.observed import Observed
from service.web.request_ids import RequestIds

PROXY, STRANGER = "10.1.2.3", "192.0.2.9"
OURS = r"[0-9a-f]{16}"
log = structlog.get_logger()


async def plain(_request: Request) -> Response:
    noted = notes.current()
    noted.operation, noted.outcome = Operation.QUERY, Outcome.PARTIAL
    noted.cost, noted.cache = 12, Cache.MISS
    return JSONResponse({})


async def chatty(request: Request) -> Response:
    for number in range(int(request.query_params["lines"])):
        log.warning("chatter", number=number, text="x" * int(request.query_params["length"]))
    return JSONResponse({})


async def socket(websocket: WebSocket) -> None:
    await websocket.accept()
    log.warning("within")
    await websocket.close()


@pytest.fixture(autouse=True)
def _logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logs.configure("production", "info")
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture
def access_log() -> AccessLog:
    return AccessLog("production", "info")


def connected(access_log: AccessLog, peer: str = STRANGER) -> TestClient:
    routes = [Route("/graphql", plain), Route("/chatty", chatty), WebSocketRoute("/ws", socket)]
    around = Middleware(
        Observed,
        parts=("graphql",),
        proxies=Networks("10.1.0.0/16"),
        access_log=access_log,
        metrics=Metrics(),
    )
    return TestClient(Starlette(routes=routes, middleware=[around]), client=(peer, 5))


def lines(capsys: pytest.CaptureFixture[str], access_log: AccessLog) -> list[dict[str, object]]:
    access_log.flush()
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@pytest.mark.parametrize(("peer", "believed"), [(PROXY, True), (STRANGER, False)])
def test_only_a_trusted_proxy_names_a_request(
    access_log: AccessLog, peer: str, believed: bool
) -> None:
    """An operator could not follow a request from proxy to log; or anybody could forge its id."""
    answer = connected(access_log, peer).get("/graphql", headers={"X-Request-ID": "proxy-4711-a"})
    assert (answer.headers["x-request-id"] == "proxy-4711-a") is believed


@given(st.binary(max_size=80))
def test_an_id_is_harmless_whatever_is_sent(sent: bytes) -> None:
    """A header or a line of the log could be split by what a client sends."""
    scope = {"type": "http", "headers": [(b"x-request-id", sent)], "client": (PROXY, 1)}
    made = RequestIds(Networks(PROXY)).of(scope)
    assert 8 <= len(made) <= 64
    assert made.replace("-", "").replace(".", "").replace("_", "").isalnum()
    assert made.isascii()


def test_each_request_is_one_line_without_what_was_asked(
    capsys: pytest.CaptureFixture[str], access_log: AccessLog
) -> None:
    """An operator would not see what happened; or would read readers' queries and passwords."""
    client = connected(access_log)
    headers = {"Authorization": "Bearer geheim", "Cookie": "toasoan_session=geheim"}
    answer = client.get("/graphql?query={geheim}", headers=headers)
    client.post("/nothing/" + "x" * 500, content=b"geheim")
    shown, unknown = lines(capsys, access_log)
    assert shown.pop("timestamp")
    assert isinstance(shown.pop("ms"), float)
    assert shown == {
        "level": "info",
        "event": "request",
        "request_id": answer.headers["x-request-id"],
        "method": "GET",
        "path": "/graphql",
        "status": 200,
        "operation": "query",
        "outcome": "partial",
        "cost": 12,
        "cache": "miss",
    }
    assert (unknown["status"], len(str(unknown["path"]))) == (404, 200)
    assert STRANGER not in str([shown, unknown])
    assert "geheim" not in str([shown, unknown])


def test_a_level_above_info_leaves_requests_out(capsys: pytest.CaptureFixture[str]) -> None:
    """A busy portal's log would fill the disk though its operator asked for warnings only."""
    access_log = AccessLog("production", "warning")
    connected(access_log).get("/graphql")
    assert lines(capsys, access_log) == []


def test_in_development_a_person_reads_it(capsys: pytest.CaptureFixture[str]) -> None:
    """A developer would read JSON."""
    access_log = AccessLog("development", "info")
    connected(access_log).get("/graphql")
    access_log.flush()
    shown = capsys.readouterr().err
    assert "request" in shown
    assert "path=/graphql" in shown
    assert "{" not in shown


@pytest.mark.parametrize(("many", "length"), [(500, 10), (500, 10_000), (5, 1_000_000)])
def test_a_request_cannot_flood_the_log(
    capsys: pytest.CaptureFixture[str], access_log: AccessLog, many: int, length: int
) -> None:
    """One hostile request could fill the disk, and hide all else that is logged."""
    client = connected(access_log)
    client.get("/chatty", params={"lines": many, "length": length})
    access_log.flush()
    shown = capsys.readouterr().err
    assert len(shown) < logs.REQUEST_BYTES + 10_000
    *found, last = map(json.loads, shown.splitlines())
    assert last["event"] == "request"
    assert len(found) <= logs.REQUEST_LINES + 1
    assert (found[-1]["event"] == "the rest is not logged") is (many > 5)


def test_every_line_of_a_request_has_its_id(
    capsys: pytest.CaptureFixture[str], access_log: AccessLog
) -> None:
    """An operator could not tell which lines belong to the request that failed."""
    answer = connected(access_log).get("/chatty", params={"lines": 1, "length": 1})
    log.warning("between")
    chatter, between, request = lines(capsys, access_log)
    assert chatter["request_id"] == request["request_id"] == answer.headers["x-request-id"]
    assert "request_id" not in between


def test_a_socket_has_an_id_and_a_line(
    capsys: pytest.CaptureFixture[str], access_log: AccessLog
) -> None:
    """An operator would not see who keeps a subscription open."""
    with connected(access_log).websocket_connect("/ws") as opened:
        opened.receive()
    within, line = lines(capsys, access_log)
    assert within["request_id"] == line["request_id"]
    assert (line["method"], line["path"], line["status"]) == ("WEBSOCKET", "/ws", 101)
