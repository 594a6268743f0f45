"""The contract that every search engine keeps, and what it returns."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from index.document import Document
from index.query import Query


class Order(StrEnum):
    RELEVANCE = "RELEVANCE"
    NEWEST = "NEWEST"
    OLDEST = "OLDEST"


class State(StrEnum):
    """Whether an index can be searched; all but READY are mended by a rebuild."""

    READY = "ready"
    MISSING = "missing"
    DAMAGED = "damaged"
    OUTDATED = "made by another version of the analysis"


class IndexUnavailable(Exception):
    """The index cannot be searched; `state` says why."""

    def __init__(self, state: State, detail: str = "") -> None:
        super().__init__(f"the search index is {state.value}" + (f": {detail}" if detail else ""))
        self.state = state


@dataclass(frozen=True, slots=True)
class Hit:
    """One document that was found; a higher `score` is a better match."""

    id: str
    owner: str
    score: float


@dataclass(frozen=True, slots=True)
class Page:
    """Some hits in order, out of `total`; `generation` changes whenever the index does."""

    hits: tuple[Hit, ...]
    total: int
    generation: str


class Rebuilding(Protocol):
    """A new index being made beside the one in use."""

    def add(self, documents: Iterable[Document]) -> None: ...

    def replace(self, owners: Collection[str], documents: Iterable[Document]) -> None:
        """As Engine.replace, for what changed meanwhile; visible with `finish`."""

    def finish(self, watermarks: Mapping[str, int]) -> None:
        """Makes the new index durable and puts it in place of the old one, at once."""

    def abandon(self) -> None:
        """Throws the new index away."""


class Engine(Protocol):
    """One index. Any number of threads and processes may search; one process at a time writes.

    Opening never raises: `state` says what is wrong, and searching then raises IndexUnavailable.
    A search sees the newest commit of any process.
    """

    @property
    def state(self) -> State: ...

    def search(
        self,
        query: Query,
        *,
        at: datetime,
        order: Order = Order.RELEVANCE,
        offset: int = 0,
        limit: int = 10,
    ) -> Page:
        """The documents that match and are visible `at` that moment, with the exact total."""

    def replace(
        self,
        owners: Collection[str],
        documents: Iterable[Document],
        watermarks: Mapping[str, int],
    ) -> None:
        """Puts `documents` in place of all that `owners` had, and commits durably.

        `watermarks` are kept in the index by the same commit, beside those under other names.
        """

    def watermarks(self) -> dict[str, int]:
        """What the newest commit was given; empty where there is no index."""

    def digests(self) -> Iterator[tuple[str, str]]:
        """The id and digest of every document."""

    def rebuild(self) -> Rebuilding: ...

    def merge(self) -> bool:
        """Does a bounded piece of merging; False when nothing is left to do."""

    def count(self) -> int:
        """Documents in the index."""

    def close(self) -> None: ...
