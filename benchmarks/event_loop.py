"""Whether searches hold up other requests: a cheap one, with eight searching beside and without.

`python -m benchmarks.event_loop PORT QUESTIONS` is who searches: threads in a process of their own,
until its input ends.
"""

import pickle
import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from rich.table import Table

from benchmarks import requests
from benchmarks.measuring import percentile, timed
from benchmarks.servers import OURS, Server, connected
from benchmarks.serving import Service
from benchmarks.tables import Goal, milliseconds, table
from benchmarks.workspace import Workspace

SEARCHING = 8
REQUESTS, BLOCKS = 10_000, 10
CHEAP = "{ __typename }"
PERCENTS = (50, 95, 99)


def measure(space: Workspace, service: Service) -> Iterator[Table | list[Goal]]:
    assert service.rate  # the articles are there
    alone: list[float] = []
    beside: list[float] = []
    searches = 0
    with connected(OURS, service.environment) as server:
        size = space.often(REQUESTS) // BLOCKS
        for _ in range(BLOCKS):  # in turns, so that noise on the machine meets both alike
            alone += _ask(server, size)
            with _searchers(space, server) as count:
                beside += _ask(server, size)
            searches += count()
    rows = [
        (name, *(milliseconds(percentile(seconds, percent)) for percent in PERCENTS))
        for name, seconds in (("alone", alone), (f"{SEARCHING} searching", beside))
    ]
    yield table(
        f"Another request, {len(alone):,} each way, {space.size:,} articles",
        (CHEAP, "p50 ms", "p95 ms", "p99 ms"),
        rows,
        f"{searches:,} searches were answered meanwhile.",
    )
    rise = percentile(beside, 99) - percentile(alone, 99)
    yield [Goal("another request beside eight searches, p99 rises by", 5.0, rise * 1000, "ms")]


def _ask(server: Server, size: int) -> list[float]:
    payload = requests.body(CHEAP)
    return [timed(lambda: requests.ask(server.connection, payload))[0] for _ in range(size)]


@contextmanager
def _searchers(space: Workspace, server: Server) -> Iterator[Callable[[], int]]:
    """Others search until the block ends; after it the number of their searches can be asked."""
    command = [sys.executable, "-m", "benchmarks.event_loop", str(server.port)]
    process = subprocess.Popen(
        [*command, str(space.questions_file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdout.readline()  # each of them has had an answer
    answers: list[str] = []
    try:
        yield lambda: int(answers[0])
    finally:
        process.stdin.close()
        answers.append(process.stdout.read())
        process.wait()


def main() -> None:
    port, questions = int(sys.argv[1]), pickle.loads(Path(sys.argv[2]).read_bytes())
    texts = [" ".join(question.words) for question in questions]
    stopping, ready = threading.Event(), threading.Barrier(SEARCHING + 1)
    answered: list[int] = []

    def search(seed: int) -> None:
        rng = random.Random(seed)
        connection = HTTPConnection("127.0.0.1", port)
        requests.ask(connection, requests.body(requests.SEARCH, text=texts[0]))
        ready.wait()
        count = 0
        while not stopping.is_set():
            requests.ask(connection, requests.body(requests.SEARCH, text=rng.choice(texts)))
            count += 1
        answered.append(count)

    threads = [threading.Thread(target=search, args=(seed,)) for seed in range(SEARCHING)]
    for thread in threads:
        thread.start()
    ready.wait()
    print(flush=True)
    sys.stdin.read()
    stopping.set()
    for thread in threads:
        thread.join()
    print(sum(answered))


if __name__ == "__main__":
    main()
