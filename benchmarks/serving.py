"""The whole service: articles a second into it, and the answers of its server, over HTTP."""

import itertools
import os
import random
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rich.table import Table

from benchmarks import requests
from benchmarks.measuring import resident
from benchmarks.query_mix import Joint
from benchmarks.servers import BARE, OURS, TOASOAN, Server, connected
from benchmarks.tables import Goal, milliseconds, table
from benchmarks.workspace import Workspace
from index.vietnamese.fold import fold

BARE_NAME = "a bare Starlette route"
QUERIES = 60
"""Different searches that take turns, so that none is answered from a cache of its own."""

Makers = Mapping[str, Callable[[], requests.Request]]


@dataclass
class Service:
    """A newsroom in a folder of its own that holds the articles, once `rate` has been asked for."""

    space: Workspace
    environment: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.environment = {
            **os.environ,
            "TOASOAN_DATA_DIR": str(self.space.folder / "var"),
            "TOASOAN_LOG_LEVEL": "warning",
        }

    @cached_property
    def rate(self) -> float:
        """Articles a second from the file to searchable, the start of the command left out."""
        empty = self.space.folder / "empty.jsonl"
        empty.touch()
        self._toasoan("migrate")
        start_up = self._toasoan("import", str(empty))
        taken = self._toasoan("import", str(self.space.articles_file)) - start_up
        return self.space.size / taken

    def _toasoan(self, *arguments: str) -> float:
        begun = time.perf_counter()
        subprocess.run([TOASOAN, *arguments], env=self.environment, check=True, capture_output=True)
        return time.perf_counter() - begun


def measure(space: Workspace, service: Service, rounds: int) -> Iterator[str | Table | list[Goal]]:
    yield f"import, indexing included: {service.rate:,.0f} articles/s ({space.size:,} articles)"
    with connected(BARE, service.environment) as bare, connected(OURS, service.environment) as ours:
        makers = _makers(space, bare, ours)
        timings = list(requests.in_turns(makers, space.often(rounds), warm_up=10))
        yield _table(timings)
        for text in _mix(space):
            requests.ask(ours.connection, requests.body(requests.SEARCH, text=text))
        memory = resident(ours.process)
    yield (
        f"memory of the server after all searches: {memory['VmRSS']:,.0f} MB resident,"
        f" {memory['RssAnon']:,.0f} MB its own"
    )
    yield [
        Goal("resident memory of the serving process, MB", 500, memory["VmRSS"], ""),
        *_goals({one.name: one for one in timings}),
    ]


def _makers(space: Workspace, bare: Server, ours: Server) -> Makers:
    connection = ours.connection
    listed = requests.ask(connection, requests.body("{ articles(first: 100) { nodes { slug } } }"))
    slugs = [node["slug"] for node in listed["articles"]["nodes"]]

    def asking(query: str, **values: list[str]) -> Callable[[], requests.Request]:
        turns = {name: itertools.cycle(texts) for name, texts in values.items()}
        return lambda: (
            connection,
            requests.body(query, **{name: next(texts) for name, texts in turns.items()}),
        )

    known = requests.fields(connection)
    made = {
        BARE_NAME: lambda: (bare.connection, requests.body(requests.LIST)),
        "list of 20 articles": asking(requests.LIST),
        "one article": asking(requests.ARTICLE, slug=slugs),
        "search, 2 syllables, accents": asking(requests.SEARCH, text=_searches(space, 2, True)),
        "search, 2 syllables, none": asking(requests.SEARCH, text=_searches(space, 2, False)),
        SEARCH: asking(requests.SEARCH, text=_searches(space, 5, False)),
    }
    if "facets" in known["SearchConnection"]:
        made["search, facets too"] = asking(requests.FACETS, text=_searches(space, 5, False))
    if "suggest" in known["Query"]:
        made[SUGGEST] = asking(requests.SUGGEST, text=_prefixes(space))
    if "related" in known["Article"]:
        made[RELATED] = asking(requests.RELATED, slug=slugs)
    return made


SEARCH = "search, 5 syllables, none"
SUGGEST = "suggest"
RELATED = "related"


def _searches(space: Workspace, words: int, accents: bool) -> list[str]:
    """Neighbouring syllables out of the articles' own titles."""
    rng = random.Random(words)
    texts = []
    for article in rng.sample(space.corpus.own, min(QUERIES, len(space.corpus.own))):
        title = [word for word in article.title.split() if word.isalpha()]
        begin = rng.randrange(max(1, len(title) - words))
        texts.append(" ".join(title[begin : begin + words]) or "tin")
    return texts if accents else [fold(text) for text in texts]


def _prefixes(space: Workspace) -> list[str]:
    """What a reader has typed of titles, the last word not to its end."""
    rng = random.Random(7)
    return [text[: rng.randrange(2, len(text) + 1)] for text in _searches(space, 4, False)]


def _mix(space: Workspace) -> list[str]:
    return [" ".join(question.words) for question in space.joined_by(Joint.AND)]


def _table(timings: list[requests.Timing]) -> Table:
    bare = next(one for one in timings if one.name == BARE_NAME)
    rows = [
        (
            one.name,
            milliseconds(one.median),
            milliseconds(one.p95),
            f"{1 / one.median:,.0f}",
            f"{one.median / bare.median:.1f}",
        )
        for one in timings
    ]
    columns = ("request", "median ms", "p95 ms", "requests/s", "x bare route")
    return table("Answers over HTTP", columns, rows)


def _goals(timings: Mapping[str, requests.Timing]) -> Iterator[Goal]:
    search = timings[SEARCH].p95
    if SUGGEST in timings:
        yield Goal("suggest / search, p95", 1.0, timings[SUGGEST].p95 / search)
    if RELATED in timings:
        yield Goal("related / search, p95", 3.0, timings[RELATED].p95 / search)
