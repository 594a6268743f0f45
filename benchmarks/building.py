"""One engine's index, made in a process and on a core of its own, so that both can be measured.

`python -m benchmarks.building ENGINE ARTICLES FOLDER SIZE` prints {"seconds", "early", "peak"}.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from benchmarks.contestants import ENGINES
from benchmarks.corpus import Article, parsed
from benchmarks.measuring import resident
from benchmarks.texts import read_articles

BATCH = 200
"""Articles that the service loads, and gives to the index, at once."""


class Feed:
    """Articles out of a file in batches, with the time it takes to read them."""

    def __init__(self, path: Path, size: int, progress: Progress, name: str) -> None:
        self._articles = parsed(read_articles(path, size))
        self._size = size
        self._progress = progress
        self._task = progress.add_task(f"{name}, {size:,} articles", total=size)
        self.reading = 0.0
        self.early = 0.0
        """Megabytes resident at most while the first quarter was indexed."""

    def __iter__(self) -> Iterator[list[Article]]:
        given = 0
        while batch := self._next():
            yield batch
            given += len(batch)
            if not self.early and given >= self._size / 4:
                self.early = resident()["VmHWM"]
            self._progress.advance(self._task, len(batch))

    def _next(self) -> list[Article]:
        begun = time.perf_counter()
        batch = list(islice(self._articles, BATCH))
        self.reading += time.perf_counter() - begun
        return batch


def main() -> None:
    name, articles, folder, size = sys.argv[1:]
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    screen = Console(stderr=True)
    with Progress(console=screen, transient=True, disable=not screen.is_terminal) as progress:
        feed = Feed(Path(articles), int(size), progress, name)
        engine = ENGINES[name](Path(folder))
        begun = time.perf_counter()
        engine.build(feed)
        seconds = time.perf_counter() - begun - feed.reading
    engine.close()
    print(json.dumps({"seconds": seconds, "early": feed.early, "peak": resident()["VmHWM"]}))


if __name__ == "__main__":
    main()
