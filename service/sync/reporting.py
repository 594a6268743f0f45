"""How far a long job is, where another process can read it: a small file beside the lock."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic

from service.content.times import now

FILE = "progress.json"
REBUILD = "rebuild"
"""The name of one of the jobs."""
INTERVAL = 0.5
"""Seconds between two writes of the file."""

Report = Callable[[str, int, int], None]
"""Told of a job's name, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` as of the moment `at`; one that is long past tells of a crash."""

    job: str
    done: int
    total: int
    at: datetime


def progress(lock_path: Path) -> Progress | None:
    """What the indexer behind this lock is busy with, whichever process it is; None if nothing."""
    try:
        read = json.loads(lock_path.with_name(FILE).read_bytes())
        at = datetime.fromisoformat(read["at"])
        return Progress(str(read["job"]), int(read["done"]), int(read["total"]), at)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def ignore(job: str, done: int, total: int) -> None:
    """A Report that nobody reads."""


class ProgressFile:
    """Keeps the file; a disk that cannot take it does not stop the job."""

    def __init__(self, lock_path: Path) -> None:
        self._path = lock_path.with_name(FILE)
        self._next = 0.0

    def write(self, job: str, done: int, total: int) -> None:
        """A Report: replaces the file, INTERVAL after the last time at the earliest."""
        if monotonic() < self._next:
            return
        self._next = monotonic() + INTERVAL
        state = asdict(Progress(job, done, total, now()))
        beside = self._path.with_suffix(".new")
        with suppress(OSError):
            beside.write_text(json.dumps(state, default=datetime.isoformat))
            os.replace(beside, self._path)

    def clear(self) -> None:
        self._next = 0.0
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
