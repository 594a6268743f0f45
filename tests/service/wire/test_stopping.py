"""A server that is told to stop finishes what it has begun, and forgets nothing of it."""

import json
import signal
import socket
import threading
import time
from collections.abc import Iterator
from http.client import HTTPResponse
from itertools import count
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.service.wire.editing import ARTICLE
from tests.service.wire.running import Client, Server, new_token
from tests.service.wire.test_kill import check_index, word_for

WRITERS, READERS = 3, 3
PATIENCE = 30.0

Numbers = Iterator[int]


class Writer(threading.Thread):
    """Publishes one article after another, each on a connection of its own, until refused.

    `told` are the words of those whose answer came; `unheard` those of which no answer came.
    """

    def __init__(self, server: Server, token: str, category: str, numbers: Numbers) -> None:
        super().__init__(daemon=True)
        self._server, self._token, self._category = server, token, category
        self._numbers = numbers
        self.told: dict[str, str] = {}
        self.unheard: list[str] = []
        self.begun = threading.Event()

    def run(self) -> None:
        while not self.unheard:
            word = word_for(next(self._numbers), "p")
            try:
                with self._server.client(self._token) as client:
                    made = self._publish(client, word)
            except httpx2.HTTPError:
                self.unheard.append(word)
            else:
                assert (made["errors"], made["searchable"]) == ([], True)
                self.told[word] = made["article"]["id"]
                self.begun.set()

    def _publish(self, client: Client, word: str) -> Any:
        values = {"title": word, "body": f"<p>{word}</p>", "category": self._category}
        return client.change("createArticle", ARTICLE, **values, publish=True)


class Reader(threading.Thread):
    """Asks until nobody listens; an answer that breaks off, or an error, is kept in `broken`."""

    def __init__(self, server: Server) -> None:
        super().__init__(daemon=True)
        self._server = server
        self.broken: list[str] = []

    def run(self) -> None:
        while True:
            try:
                with self._server.client() as client:
                    client.query("{ articles(first: 20) { nodes { title body } } }")
            except (httpx2.ConnectError, httpx2.ReadError, httpx2.RemoteProtocolError) as error:
                if "incomplete" in str(error) or "peer closed connection without" in str(error):
                    self.broken.append(str(error))
                return
            except AssertionError as error:
                self.broken.append(str(error))


class HalfSent:
    """A mutation of which the server has got one half when it is told to stop."""

    def __init__(self, server: Server, token: str, category: str) -> None:
        document = """mutation ($input: CreateArticleInput!) {
          createArticle(input: $input) { article { id } searchable errors { code } } }"""
        self.word = "xyxlamalapa"
        values = {"title": self.word, "body": f"<p>{self.word}</p>", "publish": True}
        variables = {"input": {**values, "category": category}}
        body = json.dumps({"query": document, "variables": variables}).encode()
        host, _, port = server.address.rpartition("/")[2].partition(":")
        head = (
            f"POST /graphql HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._rest = body[len(body) // 2 :]
        self._socket = socket.create_connection((host, int(port)), PATIENCE)
        self._socket.sendall(head.encode() + body[: len(body) // 2])

    def finish(self) -> str:
        """Sends the rest; the id of the article that the whole answer tells of."""
        with self._socket:
            self._socket.sendall(self._rest)
            answer = HTTPResponse(self._socket)
            answer.begin()
            made = json.loads(answer.read())["data"]["createArticle"]
        assert (answer.status, made["errors"], made["searchable"]) == (200, [], True)
        return str(made["article"]["id"])


def stop_under_load(
    data_dir: Path, *options: str
) -> tuple[list[Writer], list[Reader], dict[str, str]]:
    token = new_token(data_dir, "admin")
    server = Server(data_dir, *options)
    server.wait_until_ready()
    with server.client(token) as client:
        category = client.some_category()
    numbers = count()
    writers = [Writer(server, token, category, numbers) for _ in range(WRITERS)]
    readers = [Reader(server) for _ in range(READERS)]
    for thread in (*writers, *readers):
        thread.start()
    for writer in writers:
        assert writer.begun.wait(PATIENCE)
    half = HalfSent(server, token, category)
    time.sleep(0.3)
    server.process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    told = {half.word: half.finish()}
    assert server.process.wait(PATIENCE) == 0, server.complained
    for thread in (*writers, *readers):
        thread.join(PATIENCE)
    assert "Traceback" not in server.complained
    for writer in writers:
        told.update(writer.told)
    return writers, readers, told


@pytest.mark.parametrize(
    "options",
    [
        pytest.param((), id="one"),
        pytest.param(("--workers", "2"), id="two", marks=pytest.mark.slow),
    ],
)
def test_nothing_that_was_begun_is_lost(tmp_path: Path, options: tuple[str, ...]) -> None:
    """With every restart an editor would not know whether the article is published; or it would
    be told that it is, and not be found."""
    data_dir = tmp_path / "var"
    writers, readers, told = stop_under_load(data_dir, *options)
    assert [one for reader in readers for one in reader.broken] == []
    server = Server(data_dir)
    try:
        check_index(data_dir)
        with server.client() as client:
            found = {word: client.found(word) for word in told}
            assert found == {word: [article] for word, article in told.items()}
            # Whoever had no answer had reached no server: nothing was done without a word.
            unheard = [word for writer in writers for word in writer.unheard]
            assert [word for word in unheard if client.found(word)] == []
    finally:
        server.stop()
