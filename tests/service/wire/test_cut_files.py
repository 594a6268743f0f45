"""Files that are cut under a running server, as by a careless copy: it lives, and mends them."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.service.wire.running import START, Client, Server

PAUSE = 0.05
"""Seconds between two rounds: who asks without pause is refused."""
WORDS = ("trường", '"của xã"', "hoi nghi", "nong thon moi", "sinh hoat chi bo", "byline:an")
SEARCH = """query ($text: String!) {
  search(query: $text, first: 5) { totalCount didYouMean edges { node { id } } }
}"""


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """One that this test may harm."""
    made = Server(tmp_path / "var", "--demo")
    try:
        made.wait_until_ready()
        yield made
    finally:
        made.stop()


def _ask(client: Client, text: str) -> Any:
    """What is found, or the codes of the errors."""
    answer = client.post({"query": SEARCH, "variables": {"text": text}}).json()
    codes = [one["extensions"]["code"] for one in answer.get("errors", ())]
    return codes or answer["data"]


@pytest.mark.parametrize("kept", [0, 0.5])
def test_a_server_lives_through_cut_files(own_server: Server, kept: float) -> None:
    """Every reader would get no answer at all, until somebody starts the server again."""
    with own_server.client() as reader:
        expected = {text: _ask(reader, text) for text in WORDS}
        assert all(isinstance(answer, dict) for answer in expected.values())
        segments = list((own_server.data_dir / "index").rglob("*.arrays"))
        for segment in segments:
            with segment.open("r+b") as file:
                file.truncate(int(segment.stat().st_size * kept))
        deadline = time.monotonic() + START
        while any(segment.exists() for segment in segments):
            assert time.monotonic() < deadline, own_server.complained
            for text in WORDS:
                assert _ask(reader, text) in (["UNAVAILABLE"], expected[text])
            time.sleep(PAUSE)
        own_server.wait_until_ready()
        assert {text: _ask(reader, text) for text in WORDS} == expected
    assert own_server.process.poll() is None
    assert "Traceback" not in own_server.complained
