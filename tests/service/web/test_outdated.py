"""An index made by another version of the analysis: it answers until it is made again."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from index import analysis
from index.engine import Engine, State
from index.engines.whoosh import generations, schema
from index.opening import open_engine
from service.settings import Settings
from service.store import Store
from service.web.health import DEGRADED, OK, OUTDATED, health_routes


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """One that nobody is making again."""
    made = open_engine(settings.index)
    made.rebuild().finish({})
    yield made
    made.close()


@pytest.fixture
def client(settings: Settings, store: Store, engine: Engine) -> TestClient:
    return TestClient(Starlette(routes=health_routes(settings, store, engine)))


def test_what_answers_is_ready(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an upgrade a load balancer would take every server away for minutes, while each of them
    could answer."""
    monkeypatch.setattr(generations, "MADE_BY", f"another/{schema.LAYOUT}")
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json()["status"] == DEGRADED
    assert answer.json()["checks"]["index"] == OUTDATED
    assert answer.json()["checks"]["database"] == OK


def test_what_cannot_be_read_is_not(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers would be sent to a server whose search says that it is unavailable."""
    monkeypatch.setattr(generations, "MADE_BY", f"{analysis.VERSION}/another")
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["index"] == State.OUTDATED.value
