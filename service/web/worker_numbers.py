"""Which of several worker processes this one is, and how the processes of all of them are."""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout
from prometheus_client import Metric, ProcessCollector
from prometheus_client.registry import Collector

MOST = 256
"""Workers that share a folder."""


class Workers(Collector):
    """Gives this process the least number that no living worker has; without a folder it is 0."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._held: FileLock | None = None
        self.number = 0 if folder is None else self._take(folder)

    def collect(self) -> Iterator[Metric]:
        """Memory, processor time and open files of every worker, as the system counts them."""
        found: dict[str, Metric] = {}
        for number, pid in self._pids():
            for metric in ProcessCollector(pid=partial(int, pid), registry=None).collect():
                kept = found.setdefault(
                    metric.name, Metric(metric.name, metric.documentation, metric.type)
                )
                for sample in metric.samples:
                    kept.add_sample(sample.name, {"worker": str(number)}, sample.value)
        yield from found.values()

    def release(self) -> None:
        if self._held is not None:
            self._held.release()

    def _take(self, folder: Path) -> int:
        for number in range(MOST):
            lock = FileLock(folder / f"worker-{number}.lock", blocking=False)
            try:
                lock.acquire()
            except Timeout:
                continue
            self._held = lock  # until the process ends, however it ends
            (folder / f"worker-{number}.pid").write_text(str(os.getpid()))
            return number
        raise RuntimeError(f"more than {MOST} workers share {folder}")

    def _pids(self) -> list[tuple[int, int]]:
        if self._folder is None:
            return [(0, os.getpid())]
        files = sorted(self._folder.glob("worker-*.pid"))
        return [(int(file.stem.partition("-")[2]), int(file.read_text() or 0)) for file in files]
