"""The whole service wired together, in this process."""

import gc
import shutil
import sys
import time
from collections.abc import Iterator

import pytest
import structlog
from httpx2 import Response
from starlette.testclient import TestClient

from service import logs
from service.app import application, create_app
from service.settings import Settings

PATIENCE = 60.0
"""Seconds within which an empty index has to be made."""


@pytest.fixture(autouse=True)
def _logging() -> Iterator[None]:
    """As in a server; without it every error is drawn with its variables, for seconds."""
    logs.configure("production", "error")
    yield
    structlog.reset_defaults()


@pytest.fixture
def _unchanged() -> Iterator[None]:
    """The tests' own process stays as it is."""
    turn, thresholds = sys.getswitchinterval(), gc.get_threshold()
    yield
    sys.setswitchinterval(turn)
    gc.set_threshold(*thresholds)
    gc.unfreeze()


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), raise_server_exceptions=False) as opened:
        yield opened


def wait_until_ready(client: TestClient) -> Response:
    deadline = time.monotonic() + PATIENCE
    while not (answer := client.get("/health/ready")).is_success:
        assert time.monotonic() < deadline, answer.text
        time.sleep(0.02)
    return answer


def test_it_becomes_ready_by_itself(client: TestClient) -> None:
    """A new folder has no index; nobody should have to know that."""
    answer = wait_until_ready(client)
    shown = answer.json()
    assert shown["status"] == "ok"
    assert shown["checks"] == dict.fromkeys(("database", "migrations", "index", "lag"), "ok")
    assert client.get("/health/live").json() == {"status": "ok"}
    assert answer.headers["cache-control"] == "no-store"


def test_parts_are_reachable(client: TestClient) -> None:
    """Each address leads to its part."""
    query = {"query": "{ site { name } }"}
    assert client.post("/graphql", json=query).json()["data"]["site"]["name"]
    assert client.get("/media/nothing.png").status_code == 404
    assert client.post("/media", content=b"x").status_code in {400, 401, 403}
    assert client.get("/").json()["addresses"]["graphql"] == "/graphql"


def test_a_browser_gets_graphiql_in_development_only(
    client: TestClient, settings: Settings
) -> None:
    """A developer explores with it; on a public machine it is a page nobody asked for."""
    page = client.get("/", headers={"accept": "text/html"})
    assert "graphiql" in page.text.lower()
    with TestClient(create_app(settings.model_copy(update={"env": "production"}))) as public:
        answer = public.get("/graphql", headers={"accept": "text/html"})
    assert "graphiql" not in answer.text.lower()


def test_it_is_not_ready_without_its_tables(settings: Settings) -> None:
    """A load balancer must wait for the migration."""
    (settings.data_dir / "toasoan.db").unlink()
    with TestClient(create_app(settings)) as client:
        answer = client.get("/health/ready")
        assert client.get("/health/live").status_code == 200
    assert answer.status_code == 503
    assert answer.json()["status"] == "unavailable"
    assert answer.json()["checks"]["migrations"] == "pending"


def test_a_database_that_is_gone_is_told_without_details(settings: Settings) -> None:
    """The message of a database driver may hold its address, with a password."""
    broken = settings.model_copy(update={"database_url": "sqlite:////proc/none/toasoan.db"})
    with TestClient(create_app(broken), raise_server_exceptions=False) as client:
        answer = client.get("/health/ready")
        asked = client.post("/graphql", json={"query": "{ site { name } }"})
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "unreachable"
    assert "proc" not in answer.text + asked.text


def test_a_lost_index_is_made_again(settings: Settings) -> None:
    """It is a cache: deleting it must never need more than a restart."""
    with TestClient(create_app(settings)) as client:
        wait_until_ready(client)
    shutil.rmtree(settings.data_dir / "index")
    with TestClient(create_app(settings)) as client:
        wait_until_ready(client)


@pytest.mark.usefixtures("_unchanged")
def test_a_servers_process_reads_the_environment(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every worker makes its own application from the same settings."""
    monkeypatch.setenv("TOASOAN_DATA_DIR", str(settings.data_dir))
    made = application()
    assert made.state.settings.database == settings.database
    made.state.store.close()
    made.state.engine.close()
