"""A writer that is killed, and a reader beside a writer in another process."""

import random
import subprocess
import sys
import time
from pathlib import Path

from index.engine import State
from index.engines.whoosh.engine import WhooshEngine
from tests.index.documents import document, found, start
from tests.index.engines.whoosh.crashing_writer import OWNERS, expected

ROUNDS = 12
ROOT = Path(__file__).parents[4]


def _start_writer(path: Path) -> "subprocess.Popen[str]":
    """Another process that writes without end."""
    command = [sys.executable, "-m", "tests.index.engines.whoosh.crashing_writer", str(path)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def _write_until_killed(path: Path, seconds: float) -> int:
    """The number of the last write that was acknowledged."""
    with _start_writer(path) as process:
        assert process.stdout is not None
        lines = process.stdout.readline()
        time.sleep(seconds)
        process.kill()
        lines += process.stdout.read()
    return int(lines.split()[-1])


def _check(engine: WhooshEngine, acknowledged: int) -> None:
    """The index must hold all writes up to one, which was the last or was not yet told."""
    assert engine.state is State.READY
    last = engine.watermarks()["bulk"]
    assert acknowledged <= last <= acknowledged + 1
    assert {word for word in expected(last + OWNERS) if found(engine, word)} <= expected(last)
    assert all(len(found(engine, word)) == 1 for word in expected(last))
    assert engine.count() == len(expected(last))


def test_a_killed_writer_loses_nothing(tmp_path: Path) -> None:
    """After a crash, acknowledged articles would be missing, or the index be unusable."""
    rng = random.Random(7)
    path = tmp_path / "index"
    for _ in range(ROUNDS):
        acknowledged = _write_until_killed(path, rng.uniform(0, 0.3))
        _check(WhooshEngine(path), acknowledged)
    start(WhooshEngine(path), document("new", "mới"))
    assert len([one for one in path.iterdir() if one.is_dir()]) == 1


def test_a_reader_follows_another_process(tmp_path: Path) -> None:
    """Workers beside the writing one would answer with old articles, or with errors."""
    path = tmp_path / "index"
    with _start_writer(path) as process:
        assert process.stdout is not None
        for _ in range(OWNERS):
            process.stdout.readline()
        engine = WhooshEngine(path)
        for _ in range(60):
            number = int(process.stdout.readline())
            assert engine.watermarks()["bulk"] >= number
            assert len(found(engine, "bo")) == OWNERS
            assert engine.count() == OWNERS
        process.kill()
