"""From text to searchable: how fast, in how much memory, into how many bytes; and opening that."""

import statistics
from collections.abc import Iterator
from pathlib import Path

from rich.table import Table

from benchmarks.cold import OTHERS
from benchmarks.contestants import ENGINES
from benchmarks.measuring import folder_size, timed
from benchmarks.peers.ours import Ours
from benchmarks.query_mix import Commonness, Marks, Question
from benchmarks.tables import Goal, milliseconds, table
from benchmarks.workspace import Workspace
from index.engine import State

OPENINGS = 15
FIRST = Question(OTHERS[:2], Marks.ACCENTED, Commonness.COMMON)


def measure(space: Workspace) -> Iterator[Table | list[Goal]]:
    names = ("ours", *space.peers)
    yield table(
        f"Indexing on one core, {space.size:,} articles, {space.text_bytes / 1e6:,.0f} MB of text",
        ("engine", "articles/s", "MB, first quarter", "MB at most", "index / text"),
        [_row(space, name) for name in names],
        "Peers: two text fields, their tokens made in Python; their size is not held against ours.",
    )
    yield from _opening(space)
    ours = space.built("ours", space.size)
    yield [
        Goal("indexing, articles/s", 1_500, space.size / ours.seconds, "", at_least=True),
        Goal("index / text", 1.0, folder_size(ours.folder) / space.text_bytes),
    ]


def _row(space: Workspace, name: str) -> tuple[str, ...]:
    built = space.built(name, space.size)
    return (
        ENGINES[name].name,
        f"{space.size / built.seconds:,.0f}",
        f"{built.early:,.0f}",
        f"{built.peak:,.0f}",
        f"{folder_size(built.folder) / space.text_bytes:.2f}",
    )


def _opening(space: Workspace) -> Iterator[Table | list[Goal]]:
    taken = {size: _open(space.built("ours", size).folder) for size in space.sizes}
    rows = [
        (f"{size:,} articles", milliseconds(opened), milliseconds(answered))
        for size, (opened, answered) in taken.items()
    ]
    yield table("Opening the index", ("index of", "open ms", "and first answer ms"), rows)
    small, large = (taken[size][0] for size in (space.sizes[0], space.sizes[-1]))
    yield [Goal(f"opening, {space.size:,} / {space.sizes[0]:,} articles", 1.5, large / small)]


def _open(folder: Path) -> tuple[float, float]:
    """Seconds until the index is ready, and until it has answered; medians."""
    opened, answered = [], []
    for _ in range(OPENINGS):
        ready, engine = timed(lambda: _ready(folder))
        first, _ = timed(engine.prepare(FIRST))
        opened.append(ready)
        answered.append(ready + first)
        engine.close()
    return statistics.median(opened), statistics.median(answered)


def _ready(folder: Path) -> Ours:
    engine = Ours(folder)
    assert engine.engine.state is State.READY
    return engine
