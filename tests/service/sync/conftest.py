"""A real index beside the real database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from index.engine import Engine
from index.opening import open_engine
from service.settings import Settings
from service.store import Store
from service.sync import Indexer
from service.sync.worker import Worker
from tests.service.sync.newsroom import Newsroom


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Printing tracebacks takes longer than all the rest."""
    with capture_logs():
        yield


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    opened = open_engine(settings.index)
    yield opened
    opened.close()


@pytest.fixture
def room(store: Store, engine: Engine) -> Newsroom:
    return Newsroom(store, engine)


@pytest.fixture
def worker(store: Store, engine: Engine) -> Iterator[Worker]:
    """A worker that moves only when a test says so."""
    made = Worker(store, engine)
    yield made
    made.close()


@pytest.fixture
def lock_path(settings: Settings) -> Path:
    return settings.data_dir / "index.lock"


@pytest.fixture
def indexer(store: Store, engine: Engine, lock_path: Path) -> Iterator[Indexer]:
    """A running indexer."""
    made = Indexer(store, engine, lock_path)
    made.start()
    yield made
    made.stop()
