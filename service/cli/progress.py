"""How far a long job is: bars with rate and time left on a terminal, else a line now and then."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from service.cli.console import note

if TYPE_CHECKING:
    from rich.progress import Progress

SECONDS_BETWEEN_LINES = 5.0

Update = Callable[[int, int | None], None]
"""Told how much is done and, where it is known, out of how much."""
AddJob = Callable[[str], Update]
"""Begins to show one more job, by its title."""


@contextmanager
def showing_progress() -> Iterator[AddJob]:
    """Shows jobs, several at the same time, for as long as the block runs."""
    if not sys.stderr.isatty():
        yield _line_by_line
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[pace]}")
    with Progress(*columns, console=Console(stderr=True)) as progress:
        yield lambda title: _bar(progress, title)


def _bar(progress: "Progress", title: str) -> Update:
    task = progress.add_task(title, total=None, pace="")
    pace = Pace()

    def update(done: int, total: int | None = None) -> None:
        progress.update(task, completed=done, total=total, pace=pace.describe(done, total))

    return update


def _line_by_line(title: str) -> Update:
    pace = Pace()
    last = time.monotonic()

    def update(done: int, total: int | None = None) -> None:
        nonlocal last
        if time.monotonic() - last >= SECONDS_BETWEEN_LINES:
            last = time.monotonic()
            note(f"{title}: {pace.describe(done, total)}")

    return update


class Pace:
    """How fast a job goes, since its first sign of life."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun: tuple[float, int] | None = None

    def describe(self, done: int, total: int | None) -> str:
        """As in "1,200 of 20,000, 310/s, 1 min left"."""
        parts = [f"{done:,}" if total is None else f"{done:,} of {total:,}"]
        rate = self._rate(done)
        if rate:
            parts.append(f"{rate:,.0f}/s")
            if total is not None and done < total:
                parts.append(f"{_duration((total - done) / rate)} left")
        return ", ".join(parts)

    def _rate(self, done: int) -> float:
        if self._begun is None:
            self._begun = self._clock(), done
            return 0.0
        begun, first = self._begun
        elapsed = self._clock() - begun
        return (done - first) / elapsed if elapsed > 0 else 0.0


def _duration(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.0f} h"
