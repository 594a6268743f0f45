"""How soon a changed article is found while eight readers search, and whether merges hold up any.

A change puts a word that is nowhere else into an article; it is done when a search finds it. Ours
merges beside, in a thread that does one bounded piece after the other, as the service's does.
"""

import itertools
import random
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from rich.table import Table

from benchmarks.corpus import Article
from benchmarks.measuring import percentile, settled, timed
from benchmarks.peers import Answer, Peer
from benchmarks.peers.ours import Ours, document
from benchmarks.peers.tantivy import Tantivy, tantivy_document
from benchmarks.query_mix import Commonness, Joint, Marks, Question
from benchmarks.tables import Goal, milliseconds, table
from benchmarks.workspace import Workspace

READERS = 8
CHANGES = 200
QUIET = 5.0
"""Seconds of reading alone, to compare the longest query with."""
PAUSE = 0.05
HEAP = 50_000_000

Change = Callable[[Article], None]


class Readers:
    """Threads that ask one question after the other, each in an order of its own."""

    def __init__(self, peer: Peer, questions: Sequence[Question]) -> None:
        self._peer = peer
        self._questions = questions
        self._stopping = threading.Event()
        self.seconds: list[float] = []

    @contextmanager
    def reading(self) -> Iterator[None]:
        threads = [threading.Thread(target=self._read, args=(seed,)) for seed in range(READERS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            for thread in threads:
                thread.join()

    def _read(self, seed: int) -> None:
        rng = random.Random(seed)
        while not self._stopping.is_set():
            self.seconds.append(timed(partial(self._ask, rng.choice(self._questions)))[0])

    def _ask(self, question: Question) -> Answer:
        return self._peer.prepare(question)()


def measure(space: Workspace) -> Iterator[Table | list[Goal]]:
    questions = [one for joint in Joint for one in space.joined_by(joint)]
    rows: list[tuple[str, ...]] = []
    changes: dict[tuple[str, int], list[float]] = {}
    with settled():
        for size in space.sizes:
            articles = list(itertools.islice(space.corpus, size))
            for name in ("ours", "tantivy"):
                found = _one(space, name, size, articles, questions)
                changes[name, size] = found[0]
                rows.append(_row(name, size, *found))
    yield table(
        f"A changed article is found, {READERS} readers searching",
        (
            "engine, articles",
            "change p50 ms",
            "p99 ms",
            "query p50 ms",
            "longest ms",
            "longest, no change ms",
        ),
        rows,
        "tantivy: delete, add, commit, reload, and its own merges.",
    )
    yield list(_goals(space, changes))


def _one(
    space: Workspace, name: str, size: int, articles: list[Article], questions: list[Question]
) -> tuple[list[float], Readers, Readers]:
    """Seconds of each change; the readers beside the changes, and those without any."""
    folder = space.folder / "changed"
    shutil.copytree(space.built(name, size).folder, folder)
    try:
        with _changing(name, folder) as (peer, change):
            quiet, busy = Readers(peer, questions), Readers(peer, questions)
            with quiet.reading():
                time.sleep(QUIET)
            with busy.reading():
                return list(_changes(peer, change, articles, space.often(CHANGES))), busy, quiet
    finally:
        shutil.rmtree(folder)


def _changes(peer: Peer, change: Change, articles: list[Article], count: int) -> Iterator[float]:
    rng = random.Random(len(articles))
    for number in range(count):
        article = rng.choice(articles)
        word = f"zq{number}x"
        changed = replace(article, paragraphs=(*article.paragraphs, word))
        begun = time.perf_counter()
        change(changed)
        found = peer.prepare(Question((word,), Marks.UNACCENTED, Commonness.RARE))()
        yield time.perf_counter() - begun
        assert found.numbers == (article.number,), (word, found)


@contextmanager
def _changing(name: str, folder: Path) -> Iterator[tuple[Peer, Change]]:
    """An engine, and what changes an article in it."""
    with _ours(folder) if name == "ours" else _tantivy(folder) as both:
        yield both


@contextmanager
def _ours(folder: Path) -> Iterator[tuple[Peer, Change]]:
    ours = Ours(folder)
    stopping = threading.Event()

    def merge() -> None:
        while not stopping.is_set():
            if not ours.engine.merge():
                stopping.wait(PAUSE)

    def change(article: Article) -> None:
        made = document(article)
        ours.engine.replace([made.owner], [made], {})

    merging = threading.Thread(target=merge)
    merging.start()
    try:
        yield ours, change
    finally:
        stopping.set()
        merging.join()
        ours.close()


@contextmanager
def _tantivy(folder: Path) -> Iterator[tuple[Peer, Change]]:
    peer = Tantivy(folder)
    writer = peer.index.writer(heap_size=HEAP, num_threads=1)

    def change(article: Article) -> None:
        writer.delete_documents_by_term("owner", str(article.number))
        writer.add_document(tantivy_document(article))
        writer.commit()
        peer.reload()

    try:
        yield peer, change
    finally:
        writer.wait_merging_threads()


def _row(
    name: str, size: int, changes: list[float], busy: Readers, quiet: Readers
) -> tuple[str, ...]:
    return (
        f"{name}, {size:,}",
        milliseconds(percentile(changes, 50)),
        milliseconds(percentile(changes, 99)),
        milliseconds(percentile(busy.seconds, 50)),
        milliseconds(max(busy.seconds)),
        milliseconds(max(quiet.seconds)),
    )


def _goals(space: Workspace, changes: dict[tuple[str, int], list[float]]) -> Iterator[Goal]:
    ours, theirs = changes["ours", space.size], changes["tantivy", space.size]
    for percent, factor in ((50, 2.0), (99, 4.0)):
        ratio = percentile(ours, percent) / percentile(theirs, percent)
        yield Goal(f"a change is found, p{percent}: ours / tantivy", factor, ratio)
    small = space.sizes[0]
    growth = percentile(ours, 50) / percentile(changes["ours", small], 50)
    yield Goal(f"a change is found, {space.size:,} / {small:,} articles", 1.5, growth)
