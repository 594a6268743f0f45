"""Memory of a process that has opened an index and answered the whole mix of questions.

`python -m benchmarks.memory ENGINE FOLDER QUESTIONS` prints what /proc says of it, in megabytes.
"""

import json
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.table import Table

from benchmarks.contestants import ENGINES
from benchmarks.measuring import resident
from benchmarks.peers.ours import OursWithFacets
from benchmarks.tables import Goal, table
from benchmarks.workspace import Workspace, run

COLUMNS = ("VmRSS", "RssAnon", "RssFile", "VmHWM")


def measure(space: Workspace) -> Iterator[Table | list[Goal]]:
    found = {name: _after_all(space, name) for name in ("ours", *space.peers) if name != "whoosh"}
    rows = [
        (ENGINES[name].name, *(f"{memory[column]:,.0f}" for column in COLUMNS))
        for name, memory in found.items()
    ]
    yield table(
        f"Memory after the whole mix, {space.size:,} articles, MB",
        ("process of", "resident", "its own", "of files", "at most"),
        rows,
        "Pages of files are the system's to take back. The server's own memory: see `serving`.",
    )
    yield [Goal("resident after the mix, engine alone, MB", 500, found["ours"]["VmRSS"], "")]


def _after_all(space: Workspace, name: str) -> dict[str, float]:
    folder = str(space.built(name, space.size).folder)
    answer: dict[str, float] = json.loads(
        run("benchmarks.memory", name, folder, str(space.questions_file))
    )
    return answer


def main() -> None:
    name, folder, questions = sys.argv[1:]
    engine = OursWithFacets(Path(folder)) if name == "ours" else ENGINES[name](Path(folder))
    for question in pickle.loads(Path(questions).read_bytes()):
        engine.prepare(question)()
    print(json.dumps(resident()))


if __name__ == "__main__":
    main()
