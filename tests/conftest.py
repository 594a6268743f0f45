"""What every test may use: settings in a folder of its own, and a real, migrated database."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from starlette.testclient import TestClient

from service.app import create_app
from service.migrations import upgrade
from service.settings import Settings
from service.store import Store
from tests.asking import Asking, AskingAs

# Of requests no lines are wanted between those of pytest; real servers have their own environment.
os.environ["TOASOAN_LOG_LEVEL"] = "warning"
# A busy machine is no failure; and what CI says of a commit is the same each time.
hypothesis_settings.register_profile("toasoan", deadline=None, derandomize="CI" in os.environ)
hypothesis_settings.load_profile("toasoan")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database without content; copied, because migrating takes longer."""
    path = tmp_path_factory.mktemp("database") / "toasoan.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def settings(tmp_path: Path, empty_database: Path) -> Settings:
    """Settings whose data folder holds a migrated database."""
    made = Settings(data_dir=tmp_path / "var")
    made.data_dir.mkdir()
    shutil.copy(empty_database, made.data_dir / "toasoan.db")
    return made


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = Store(settings.database)
    yield opened
    opened.close()


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """The whole service, running in this process."""
    with TestClient(create_app(settings), raise_server_exceptions=False) as running:
        yield running


@pytest.fixture
def query(client: TestClient) -> Asking:
    """Asks GraphQL as the public: `query("{ viewer { login } }", name=value)` gives the data."""
    return Asking(client)


@pytest.fixture
def query_as(client: TestClient) -> AskingAs:
    """Asks GraphQL as an account of a role: `query_as("EDITOR", "{ viewer { login } }")`."""
    return AskingAs(client)
