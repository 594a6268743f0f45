"""What every engine must do is tested here; another engine is one more address."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.engine import Engine
from index.opening import open_engine
from tests.index.documents import start

Open = Callable[[], Engine]
"""Opens the same index once more, as another process would."""


@pytest.fixture(params=["whoosh"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"{request.param}:{tmp_path / 'index'}"


@pytest.fixture
def reopen(address: str) -> Iterator[Open]:
    engines: list[Engine] = []

    def reopen() -> Engine:
        engines.append(open_engine(address))
        return engines[-1]

    yield reopen
    for engine in engines:
        engine.close()


@pytest.fixture
def engine(reopen: Open) -> Engine:
    """An index without documents."""
    engine = reopen()
    start(engine)
    return engine
