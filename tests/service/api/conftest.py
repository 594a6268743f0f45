"""The whole service once for each module of tests; what they write, they share."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.settings import Settings
from tests.asking import Asking, AskingAs
from tests.service.api.desk import Desk

UNLIMITED = {
    "cost_limit": 10**6,
    "cost_limit_staff": 10**6,
    "rate_limit": 10**9,
    "rate_limit_staff": 10**9,
    "execution_timeout": 300,
}
"""Prices have tests of their own; others ask for all there is."""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Settings:
    made = Settings(data_dir=tmp_path_factory.mktemp("api") / "var")
    made = made.model_copy(update=UNLIMITED)
    made.data_dir.mkdir()
    shutil.copy(empty_database, made.data_dir / "toasoan.db")
    return made


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), raise_server_exceptions=False) as running:
        yield running


@pytest.fixture(scope="module")
def query(client: TestClient) -> Asking:
    return Asking(client)


@pytest.fixture(scope="module")
def query_as(client: TestClient) -> AskingAs:
    return AskingAs(client)


@pytest.fixture(scope="module")
def desk(client: TestClient) -> Desk:
    """Writes content without the API."""
    return Desk(client)
