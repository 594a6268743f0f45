"""Workers that are killed are replaced, and what only one of them does another one takes over."""

import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.service.wire.editing import create
from tests.service.wire.running import Server

TAKEOVER, PATIENCE = 5.0, 30.0
LOCKS = Path("/proc/locks")
WORKERS = 2

pytestmark = pytest.mark.skipif(not LOCKS.exists(), reason="who holds a lock is told by /proc")


def holder(lock: Path) -> int | None:
    """The process that holds the lock on this file."""
    inode = lock.stat().st_ino
    for line in LOCKS.read_text().splitlines():
        if found := re.search(rf"FLOCK\s+ADVISORY\s+WRITE\s+(\d+)\s+\S+:{inode}\s", line):
            return int(found[1])
    return None


def children(pid: int) -> set[int]:
    """The workers; multiprocessing has a helper of its own beside them."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {int(one) for one in found if b"spawn_main" in _command(int(one))}


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def wait_for(what: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def counted(server: Server, part: str) -> float:
    with server.client() as client:
        text = client.http.get("/metrics").text
    return sum(
        sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == "toasoan_requests_total" and sample.labels["part"] == part
    )


def ask(server: Server, times: int) -> None:
    """On new connections, which whichever worker takes."""
    for _ in range(times):
        with server.client() as client:
            assert client.http.get("/").is_success


def test_another_worker_indexes_when_that_one_is_killed(tmp_path: Path) -> None:
    """What editors publish would not be found until somebody restarts the server."""
    server = Server(tmp_path / "var", "--workers", str(WORKERS))
    try:
        server.wait_until_ready()
        token = server.new_token("admin")
        lock = server.data_dir / "indexer.lock"
        workers = children(server.process.pid)
        assert len(workers) == WORKERS
        ask(server, 12)
        indexing = holder(lock)
        assert indexing in workers
        os.kill(indexing, signal.SIGKILL)
        wait_for(lambda: holder(lock) in workers - {indexing}, TAKEOVER)
        with server.client(token) as editor:
            values = {"title": "chuồnchuồn", "body": "<p>Bay.</p>", "publish": True}
            made = create(editor, category=editor.some_category(), **values)  # it is searchable
            assert editor.found("chuồnchuồn") == [made["id"]]
        wait_for(lambda: len(children(server.process.pid)) == WORKERS, PATIENCE)
        server.wait_until_ready()
        ask(server, 12)
        # What the killed one had counted is still told, by whichever worker is asked.
        assert {counted(server, "home") for _ in range(6)} == {24.0}
    finally:
        assert server.stop() == 0
    assert list((server.data_dir / "metrics").iterdir()) == []
