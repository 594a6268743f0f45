"""What is noted of the request under way: for its line in the log, its counts, and its id.

Whoever finds something out says so to `current()`; whoever began the request reads it at its end.
Every value is one of a few words, or a number: nothing that a client chose becomes a label.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass, field
from enum import StrEnum
from time import perf_counter

from service import tracing

MOST_TIMES = 50
"""Searches of one request whose times are kept."""


class Operation(StrEnum):
    """What kind of GraphQL operation ran, if any."""

    NONE = "none"
    QUERY = "query"
    MUTATION = "mutation"
    SUBSCRIPTION = "subscription"


class Outcome(StrEnum):
    """What came of a request; where nobody says, its status does."""

    OK = "ok"
    PARTIAL = "partial"
    """It ran, and some of it came to nothing."""
    REFUSED = "refused"
    """It never ran: it was malformed, too much, or not allowed."""
    FAILED = "failed"
    """It met an error that nobody foresaw, or a part of the service could not answer."""


class Cache(StrEnum):
    """Where a whole answer came from, of those that a cache could hold."""

    HIT = "hit"
    MISS = "miss"
    JOINED = "joined"
    """It was being made for somebody else."""
    BYPASSED = "bypassed"
    """Made anew, and not kept."""


class Work(StrEnum):
    """What is asked of the index."""

    SEARCH = "search"
    FACETS = "facets"
    SUGGEST = "suggest"
    RELATED = "related"


@dataclass(slots=True)
class Notes:
    """Of one request. `id` is in its answer, and in every line of the log that it causes."""

    id: str
    operation: Operation = Operation.NONE
    outcome: Outcome | None = None
    cost: int | None = None
    cache: Cache | None = None
    times: list[tuple[Work, float]] = field(default_factory=list)
    """Of its searches, in seconds, without their waiting for a turn."""
    logged_lines: int = 0
    logged_bytes: int = 0


_under_way: ContextVar[Notes | None] = ContextVar("notes", default=None)


def under_way() -> Notes | None:
    """The notes of the request that this code runs for; None where it runs for none."""
    return _under_way.get()


def current() -> Notes:
    """The same to write to; what is written where no request is under way, nobody reads."""
    return _under_way.get() or Notes("")


def begin(notes: Notes) -> Token[Notes | None]:
    """From now on they are the current ones here, in what is awaited and in worker threads."""
    return _under_way.set(notes)


def end(token: Token[Notes | None]) -> None:
    _under_way.reset(token)


@contextmanager
def timed(work: Work) -> Iterator[None]:
    """Notes how long a block, or a function that this decorates, takes in the thread it runs in."""
    begun = perf_counter()
    try:
        with tracing.span(f"index {work}"):
            yield
    finally:
        times = current().times
        if len(times) < MOST_TIMES:
            times.append((work, perf_counter() - begun))
