"""`make bench ARGS="--articles FILE --limit N"`: how fast the whole service is on this machine."""

import argparse
import itertools
import json
import os
import random
import subprocess
import tempfile
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Column, Table

from benchmarks import requests
from benchmarks.servers import BARE, OURS, TOASOAN, connected
from benchmarks.texts import make_articles, read_articles

BARE_NAME = "a bare Starlette route"
QUERIES = 60
"""Different searches that take turns, so that none is answered from a cache of its own."""


def main() -> None:
    options = _options()
    out = Console()
    with tempfile.TemporaryDirectory() as folder:
        lines = _lines(options)
        environment = {
            **os.environ,
            "TOASOAN_DATA_DIR": str(Path(folder) / "var"),
            "TOASOAN_LOG_LEVEL": "warning",
        }
        rate = _import_rate(lines, Path(folder), environment)
        out.print(f"import, indexing included: {rate:,.0f} articles/s ({len(lines):,} articles)")
        out.print(_table(_answers(lines, environment, options.rounds)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…")
    parser.add_argument("--articles", type=Path, help="JSON Lines, .xz too; else texts are made")
    parser.add_argument("--limit", type=int, default=2_000, help="articles to import")
    parser.add_argument("--rounds", type=int, default=200, help="answers of each kind to time")
    return parser.parse_args()


def _lines(options: argparse.Namespace) -> list[str]:
    if options.articles:
        return list(read_articles(options.articles, options.limit))
    return list(make_articles(options.limit))


def _import_rate(lines: list[str], folder: Path, environment: dict[str, str]) -> float:
    """Articles a second from the file to searchable, the start of the command left out."""
    empty, full = folder / "empty.jsonl", folder / "articles.jsonl"
    empty.touch()
    full.write_text("".join(lines), encoding="utf-8")
    _toasoan(["migrate"], environment)
    start_up = _toasoan(["import", str(empty)], environment)
    return len(lines) / (_toasoan(["import", str(full)], environment) - start_up)


def _toasoan(arguments: list[str], environment: dict[str, str]) -> float:
    begun = time.perf_counter()
    subprocess.run(
        [TOASOAN, *arguments],
        env=environment,
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - begun


def _answers(lines: list[str], environment: dict[str, str], rounds: int) -> list[requests.Timing]:
    with connected(BARE, environment) as bare, connected(OURS, environment) as ours:
        listed = requests.ask(ours, requests.body("{ articles(first: 100) { nodes { slug } } }"))
        articles: dict[str, list[dict[str, str]]] = listed["articles"]  # type: ignore[assignment]
        slugs = itertools.cycle([node["slug"] for node in articles["nodes"]])

        def search(words: int, accents: bool) -> Callable[[], requests.Request]:
            texts = itertools.cycle(_searches(lines, words, accents))
            return lambda: (ours, requests.body(requests.SEARCH, text=next(texts)))

        makers: dict[str, Callable[[], requests.Request]] = {
            BARE_NAME: lambda: (bare, requests.body(requests.LIST)),
            "list of 20 articles": lambda: (ours, requests.body(requests.LIST)),
            "one article": lambda: (ours, requests.body(requests.ARTICLE, slug=next(slugs))),
            "search, 2 syllables, accents": search(2, accents=True),
            "search, 2 syllables, none": search(2, accents=False),
            "search, 5 syllables, none": search(5, accents=False),
        }
        return list(requests.in_turns(makers, rounds, warm_up=10))


def _searches(lines: list[str], words: int, accents: bool) -> list[str]:
    """Neighbouring syllables out of the articles' own titles."""
    rng = random.Random(words)
    texts = []
    for line in rng.sample(lines, min(QUERIES, len(lines))):
        title = [word for word in json.loads(line)["title"].split() if word.isalpha()]
        begin = rng.randrange(max(1, len(title) - words))
        texts.append(" ".join(title[begin : begin + words]) or "tin")
    return texts if accents else [_without_accents(text) for text in texts]


def _without_accents(text: str) -> str:
    plain = text.replace("đ", "d").replace("Đ", "D")
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))


def _table(timings: list[requests.Timing]) -> Table:
    name = Column("request", no_wrap=True)
    table = Table(name, "median ms", "p95 ms", "requests/s", "x bare route")
    bare = next(one for one in timings if one.name == BARE_NAME)
    for one in timings:
        table.add_row(
            one.name,
            f"{one.median * 1000:.2f}",
            f"{one.p95 * 1000:.2f}",
            f"{1 / one.median:,.0f}",
            f"{one.median / bare.median:.1f}",
        )
    return table


if __name__ == "__main__":
    main()
