"""kill -9 at any moment loses nothing that an editor was told is done."""

import random
import threading
import time
from collections.abc import Collection, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx2
import pytest

from index.opening import open_engine
from service import sync
from service.settings import Settings
from service.store import Store
from tests.service.wire.editing import create, move, update
from tests.service.wire.running import Client, Server, command, new_token

CAUGHT_UP = 60.0
SYLLABLES = ("ba", "ca", "da", "ga", "ha", "ka", "la", "ma", "na", "sa")


def word_for(number: int, letter: str) -> str:
    """A word that no other article has."""
    return "xyx" + "".join(SYLLABLES[int(digit)] for digit in str(number)) + letter


class Editor(threading.Thread):
    """Makes one change after another until the server is gone; remembers what was acknowledged.

    Of a change that was under way when it went, nobody knows; its article is in `unknown`.
    """

    def __init__(self, client: Client, category: str, numbers: Any) -> None:
        super().__init__(daemon=True)
        self._client = client
        self._category = category
        self._numbers = numbers
        self.found: dict[str, str] = {}
        """The id of the article that a word finds."""
        self.gone: set[str] = set()
        """Words that find nothing any more."""
        self.begun = threading.Event()
        """The first change was acknowledged."""

    def run(self) -> None:
        try:
            while True:
                self._edit(next(self._numbers))
        except httpx2.HTTPError:
            pass  # killed

    def _edit(self, number: int) -> None:
        first, second = word_for(number, "m"), word_for(number, "n")
        body = f"<p>{first}</p>"
        made = create(self._client, title=first, body=body, category=self._category, publish=True)
        self._acknowledge(found={first: made["id"]})
        if number % 3 == 0:
            return
        del self.found[first]  # under way: either word may find it
        made = update(self._client, made, title=second, body=f"<p>{second}</p>", publish=True)
        self._acknowledge(found={second: made["id"]}, gone={first})
        if number % 3 == 1:
            return
        del self.found[second]
        move(self._client, "unpublishArticle", made)
        self._acknowledge(gone={second})

    def _acknowledge(
        self, found: dict[str, str] | None = None, gone: set[str] | None = None
    ) -> None:
        self.found.update(found or {})
        self.gone.update(gone or ())
        self.begun.set()


def check_index(data_dir: Path) -> None:
    """Waits until the restarted server has indexed what waited; then the index must be right."""
    settings = Settings(data_dir=data_dir)
    with (
        closing(Store(settings.database)) as store,
        closing(open_engine(settings.index)) as engine,
    ):
        deadline = time.monotonic() + CAUGHT_UP
        while any(_waits(store)) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert (_waits(store), sync.verify(store, engine)) == ((0, 0), [])


def _waits(store: Store) -> sync.Backlog:
    with store.snapshot() as session:
        return sync.backlog(session)


def kill_and_check(data_dir: Path, kills: int, *, seed: int) -> None:
    chance = random.Random(seed)
    token = new_token(data_dir, "admin")
    numbers = iter(range(1_000_000))
    found: dict[str, str] = {}
    gone: set[str] = set()
    for turn in range(kills):
        server = Server(data_dir)
        if turn:
            check_index(data_dir)
        with server.client(token) as client:
            editor = Editor(client, client.some_category(), numbers)
            editor.start()
            assert editor.begun.wait(CAUGHT_UP)
            time.sleep(chance.uniform(0.0, 0.6))
            server.kill()
            editor.join(30)
        found |= editor.found
        gone |= editor.gone
    check_end(data_dir, found, gone)


def check_end(data_dir: Path, found: Mapping[str, str], gone: Collection[str]) -> None:
    """After the last restart: as an operator and as a reader see it."""
    server = Server(data_dir)
    try:
        check_index(data_dir)
        verified = command(data_dir, "search", "verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr
        with server.client() as reader:
            assert {word: reader.found(word) for word in found} == {
                word: [article] for word, article in found.items()
            }
            assert [word for word in gone if reader.found(word)] == []
    finally:
        server.stop()


def test_a_few_kills(tmp_path: Path) -> None:
    """A power cut takes away an article that an editor was told is published."""
    kill_and_check(tmp_path / "var", 4, seed=4)


@pytest.mark.slow
def test_thirty_kills(tmp_path: Path) -> None:
    """The same, often enough to hit every step of a change."""
    kill_and_check(tmp_path / "var", 30, seed=30)
