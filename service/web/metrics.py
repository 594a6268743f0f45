"""What Prometheus is told: one answer speaks for every worker process, whichever gives it.

Labels have few values, all of them ours: a client cannot make a series by what it sends.
"""

import os
from collections.abc import Iterator
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    values,
)
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from service.notes import Notes, Operation, Outcome
from service.web.worker_numbers import Workers

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable, known from prometheus-client, that names the folder which several workers share."""
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
COSTS = (1, 10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 50_000)
STATUSES = frozenset(status.value for status in HTTPStatus)
RESERVED = 1 << 18
"""Bytes of each file of a worker; more than all combinations of labels that occur need."""
COMBINATIONS = 2_000
"""Of labels, of which the counter is remembered."""


class Metrics:
    """The numbers of this process, beside those of the other workers if they share a folder.

    There, each worker writes to files named after its number, which a new one takes over from one
    that is gone: counts only grow, and the folder does not.
    """

    def __init__(self, folder: Path | None = None) -> None:
        disable_created_metrics()
        self.workers = Workers(folder)
        self._folder = folder
        if folder is not None:
            os.environ[FOLDER] = str(folder)
            number = self.workers.number
            _reserve(folder, number)
            setattr(values, "ValueClass", values.MultiProcessValue(lambda: number))  # noqa: B010
        own = self._own = CollectorRegistry()
        self._requests = Counter(
            "toasoan_requests",
            "Requests that were answered.",
            ("part", "operation", "outcome", "status"),
            registry=own,
        )
        self._seconds = Histogram(
            "toasoan_request_seconds",
            "From a request's arrival to the end of its answer.",
            ("part", "operation"),
            buckets=SECONDS,
            registry=own,
        )
        self._cost = Histogram(
            "toasoan_request_cost",
            "What requests were judged to cost before they ran.",
            buckets=COSTS,
            registry=own,
        )
        self._cache = Counter(
            "toasoan_cache_answers",
            "Answers that a cache could hold, by where they came from.",
            ("result",),
            registry=own,
        )
        self._searches = Histogram(
            "toasoan_search_seconds",
            "Time in the index, without waiting for a turn.",
            ("work",),
            buckets=SECONDS,
            registry=own,
        )
        self._sockets = Gauge(
            "toasoan_open_websockets",
            "WebSockets that are open.",
            registry=own,
            multiprocess_mode="sum",
        )
        self._sockets.set(0)  # those of a worker that is gone are gone too
        remembered = lru_cache(COMBINATIONS)
        self._counter: Any = remembered(self._requests_of)
        self._timer: Any = remembered(self._seconds.labels)

    def note(self, part: str, status: int, seconds: float, notes: Notes) -> None:
        """Counts one request that is over. `part` is one of a few names; status 0: unanswered."""
        self._counter(part, notes.operation, notes.outcome, status).inc()
        self._timer(part, notes.operation).observe(seconds)
        if notes.cost is not None:
            self._cost.observe(notes.cost)
        if notes.cache is not None:
            self._cache.labels(notes.cache).inc()
        for work, took in notes.times:
            self._searches.labels(work).observe(took)

    def _requests_of(
        self, part: str, operation: Operation, outcome: Outcome | None, status: int
    ) -> Counter:
        shown = str(status) if status in STATUSES else "none"
        return self._requests.labels(part, operation, outcome or outcome_of(status), shown)

    def socket_opened(self) -> None:
        self._sockets.inc()

    def socket_closed(self) -> None:
        self._sockets.dec()

    def gathered(self, *more: Collector) -> CollectorRegistry:
        """Everything that all workers counted, their processes, and `more`."""
        registry = CollectorRegistry()
        if self._folder is None:
            registry.register(_Part(self._own))
        else:
            MultiProcessCollector(registry, str(self._folder))
        for one in (self.workers, *more):
            registry.register(one)
        return registry


def outcome_of(status: int) -> Outcome:
    """What a status says where nobody has said more; 0: the client did not wait for an answer."""
    if 0 < status < 400:
        return Outcome.OK
    return Outcome.FAILED if status >= 500 else Outcome.REFUSED


def _reserve(folder: Path, number: int) -> None:
    """Takes the room for the worker's files: writing into one that a full disk cannot hold would
    end the process at once."""
    for kind in ("counter", "histogram", "gauge_sum"):
        with (folder / f"{kind}_{number}.db").open("ab") as file:
            if not file.tell() and hasattr(os, "posix_fallocate"):
                os.posix_fallocate(file.fileno(), 0, RESERVED)


class _Part(Collector):
    """A registry within another."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def collect(self) -> Iterator[Any]:
        yield from self._registry.collect()
