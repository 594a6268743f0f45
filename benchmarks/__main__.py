"""`make bench ARGS="--articles FILE --limit N"`: how fast, how good, how large, on this machine."""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from rich.console import Console, RenderableType

from benchmarks import (
    event_loop,
    freshness,
    indexing,
    memory,
    relevance,
    serving,
    speed,
)
from benchmarks.contestants import PEERS
from benchmarks.corpus import load
from benchmarks.serving import Service
from benchmarks.tables import Goal, goals
from benchmarks.workspace import Workspace

PARTS = ("indexing", "speed", "memory", "freshness", "relevance", "serving", "event_loop")
LAWS = Path("../shared/data/legal-articles.jsonl")
QUESTIONS = LAWS.with_name("legal-questions.jsonl")
WIDTH = 110

Part = Callable[[], Iterable[RenderableType | list[Goal]]]


def main() -> None:
    options = _options()
    out = Console()
    if not out.is_terminal:
        out.width = WIDTH  # no screen says how wide a file is
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        corpus = load(options.articles, options.limit)
        space = Workspace(Path(folder), corpus, options.peers, options.rounds, out)
        met: list[Goal] = []
        for name, part in _parts(space, options).items():
            if name in options.only:
                met += _shown(out, name, part)
        out.print(goals(met, corpus.size))


def _parts(space: Workspace, options: argparse.Namespace) -> Mapping[str, Part]:
    service = Service(space)
    return {
        "indexing": lambda: indexing.measure(space),
        "speed": lambda: speed.measure(space),
        "memory": lambda: memory.measure(space),
        "freshness": lambda: freshness.measure(space),
        "relevance": lambda: relevance.measure(space, options.laws, options.questions),
        "serving": lambda: serving.measure(space, service, options.answers),
        "event_loop": lambda: event_loop.measure(space, service),
    }


def _shown(out: Console, name: str, part: Part) -> list[Goal]:
    """The goals of a part, the rest of which is printed as soon as it is measured."""
    begun = time.monotonic()
    found: list[Goal] = []
    for one in part():
        if isinstance(one, list):
            found += one
        else:
            out.print(one)
    out.print(f"{name}: {time.monotonic() - begun:,.0f} s\n", style="dim")
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…")
    parser.add_argument("--articles", type=Path, help="JSON Lines, .xz too; else texts are made")
    parser.add_argument("--limit", type=int, default=2_000, help="how many articles")
    parser.add_argument("--only", type=_names(PARTS), default=PARTS, help=", ".join(PARTS))
    parser.add_argument("--peers", type=_names(PEERS), default=PEERS, help=", ".join(PEERS))
    parser.add_argument("--rounds", type=int, default=5, help="times that each query is timed")
    parser.add_argument("--answers", type=int, default=200, help="HTTP answers of each kind")
    parser.add_argument("--laws", type=Path, default=LAWS, help="texts that questions are asked of")
    parser.add_argument(
        "--questions",
        type=Path,
        default=QUESTIONS,
        help="questions, with the texts that answer them",
    )
    parser.add_argument("--folder", type=Path, help="where to make the indexes")
    return parser.parse_args()


def _names(known: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    """Reads names separated by commas; every one must be known."""

    def read(text: str) -> tuple[str, ...]:
        names = tuple(filter(None, text.split(",")))
        unknown = [name for name in names if name not in known]
        if unknown:
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not among {', '.join(known)}")
        return names

    return read


if __name__ == "__main__":
    main()
