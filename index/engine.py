"""The contract that every search engine keeps, and what it returns."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, Protocol

from index.document import Document
from index.query import Query

ENOUGH = 10
"""Matches that make a page: with fewer of them, partial matches follow."""
NO_FILTERS: Mapping[str, Query] = MappingProxyType({})


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


class Hit(NamedTuple):
    """One document that was found; a higher `score` is a better match."""

    id: str
    owner: str
    score: float


@dataclass(slots=True)
class Facet:
    """How many of the documents found have this value."""

    value: str
    count: int


class Page(NamedTuple):
    """Some hits in order, out of `total`; `generation` changes whenever the index does.

    `complete` of all hits match the query: the first ones, if there are tiers. The others match
    only its `partial`.
    """

    hits: tuple[Hit, ...]
    total: int
    generation: str
    complete: int = 0
    facets: Mapping[str, tuple[Facet, ...]] = MappingProxyType({})
    """For each field asked for its values, the most frequent first."""


class Vocabulary(Protocol):
    """What the texts of one index generation are made of, whoever may see them.

    Syllables are given and returned in the forms of `index.vietnamese.forms`. Counts are about
    right: documents that have been deleted may still be counted.
    """

    def size(self) -> int:
        """How many syllables all texts have."""

    def spellings(self, folded: str) -> Mapping[str, int]:
        """The exact spellings of a folded syllable, and how often each stands in the texts."""

    def starting(self, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Exact spellings whose folded form begins so, and how often; the commonest first."""

    def frequency(self, folded: str) -> int:
        """How often a folded syllable stands; 0 for one that is nowhere."""

    def pairs(self, first: str, second: str) -> Mapping[tuple[str, str], int]:
        """The exact spellings of two folded neighbours, and how often each stands in the texts."""

    def following(self, first: str, prefix: str, limit: int) -> list[tuple[tuple[str, str], int]]:
        """Exact pairs whose first folds to `first` and whose second's folded form begins so.

        With how often they stand, commonest first.
        """


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

    Opening never raises: `state` says what is wrong, and searching then raises IndexUnavailable,
    but for an OUTDATED index that can still be read: it answers until it is made again, and takes
    no changes. A search sees the newest commit of any process.
    """

    @property
    def state(self) -> State: ...

    @property
    def generation(self) -> str:
        """Which commit a search sees now; another one has another. Raises IndexUnavailable."""

    def search(
        self,
        query: Query,
        *,
        at: datetime,
        filters: Mapping[str, Query] = NO_FILTERS,
        partial: Query | None = None,
        facets: Collection[str] = (),
        order: Order = Order.RELEVANCE,
        offset: int = 0,
        limit: int = 10,
        recency: float = 0.0,
        tiers: bool = True,
    ) -> Page:
        """The documents that match and are visible `at` that moment, with the exact total.

        All `filters` narrow the hits; a facet leaves out the filter that has its name. Facets are
        fields of values, or "year". Where fewer than ENOUGH documents match, those that match
        `partial` follow them; without `tiers` they always stand among them, in one order. The
        newest of two equally good matches scores (1 + recency) times as much as one that is very
        old.
        """

    def vocabulary(self) -> Vocabulary: ...

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

    def check(self) -> bool:
        """Reads all of the index; False, and another `state`, where it is not what was written."""

    def close(self) -> None: ...
