"""One real server with the demo newsroom, started once for all tests here."""

from collections.abc import Iterator

import pytest

from tests.service.wire.running import Client, Server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("server") / "var", "--demo")
    try:
        made.wait_until_ready()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="session")
def editor(server: Server) -> Iterator[Client]:
    with server.client(server.new_token("Editor")) as client:
        yield client


@pytest.fixture(scope="session")
def reader(server: Server) -> Iterator[Client]:
    with server.client() as client:
        yield client


@pytest.fixture(scope="session")
def category(editor: Client) -> str:
    return editor.some_category()
