from collections.abc import Iterator
from pathlib import Path

import pytest

from service.store import Store
from tests.service.operations.desk import Desk
from tests.service.operations.picture_files import draw
from tests.service.operations.transfers import Service, Services


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


@pytest.fixture
def services(tmp_path: Path, empty_database: Path) -> Iterator[Services]:
    made = Services(tmp_path / "services", empty_database)
    yield made
    made.close()


@pytest.fixture
def service(services: Services) -> Service:
    return services()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    (folder / "2020").mkdir(parents=True)
    (folder / "a.jpg").write_bytes(draw("JPEG"))
    (folder / "2020" / "b.dat").write_bytes(draw("PNG"))
    return folder
