import pytest

from service.store import Store
from tests.service.operations.desk import Desk


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)
