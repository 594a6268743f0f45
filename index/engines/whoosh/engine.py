"""The Whoosh engine: what `index.engine.Engine` promises, on a folder."""

import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from index.document import Document
from index.engine import NO_FILTERS, IndexUnavailable, Order, Page, State, Vocabulary
from index.engines.whoosh.generations import Generations, Head, locked, read_head
from index.engines.whoosh.grouping import Groups
from index.engines.whoosh.rebuilding import WhooshRebuilding
from index.engines.whoosh.request import Request
from index.engines.whoosh.snapshot import Snapshot
from index.engines.whoosh.storage import Damaged
from index.engines.whoosh.watching import Watched
from index.engines.whoosh.weighting import WEIGHTING, Weighting
from index.engines.whoosh.writing import Writer
from index.query import Query, UnknownField

MEMORY = 512 << 20
"""Bytes that building or merging a segment takes, about."""
CACHE = 192 << 20
"""Bytes of what is remembered of the words that were searched."""

_ATTEMPTS = 20
_PAUSE = 0.005

T = TypeVar("T")


class WhooshEngine:
    """The index in the folder `path`."""

    def __init__(
        self,
        path: Path,
        *,
        memory: int = MEMORY,
        cache: int = CACHE,
        weighting: Weighting = WEIGHTING,
    ) -> None:
        self._generations = Generations(path)
        self._groups = Groups(weighting, cache)
        self._memory = memory
        self._snapshot: Snapshot | None = None
        self._damage: tuple[str, str] | None = None
        self._opening = threading.Lock()
        self._writing = threading.Lock()

    @property
    def state(self) -> State:
        try:
            head = self._current().head
            if not head.has_whole_files() and self._generations.head() is head:
                raise self._damaged(head, Damaged("a file has not its length"))
        except IndexUnavailable as problem:
            return problem.state
        return State.OUTDATED if head.is_outdated else State.READY

    @property
    def generation(self) -> str:
        return self._generations.head().name

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
        request = Request(query, at, filters, partial, facets, order, offset, limit, recency, tiers)
        return self._read(lambda snapshot: snapshot.search(request))

    def vocabulary(self) -> Vocabulary:
        snapshot = self._current()
        with self._noticing(snapshot.head):
            vocabulary = snapshot.vocabulary
        return Watched(vocabulary, lambda error: self._damaged(snapshot.head, error))

    def replace(
        self,
        owners: Collection[str],
        documents: Iterable[Document],
        watermarks: Mapping[str, int],
    ) -> None:
        def change(writer: Writer) -> bool:
            writer.delete(owners)
            writer.add(documents)
            return True

        self._write(change, watermarks)

    def merge(self) -> bool:
        return self._write(Writer.merge, {})

    def watermarks(self) -> dict[str, int]:
        try:
            head = self._generations.head()
            return {} if head.is_outdated else dict(head.schema.watermarks)
        except IndexUnavailable:
            return {}

    def digests(self) -> Iterator[tuple[str, str]]:
        snapshot = self._current()
        with self._noticing(snapshot.head):
            yield from snapshot.digests()

    def count(self) -> int:
        return self._current().count

    def check(self) -> bool:
        try:
            snapshot = self._current()
        except IndexUnavailable:
            return False
        if snapshot.is_whole() or self._generations.head() is not snapshot.head:
            return True
        self._damaged(snapshot.head, Damaged("a file is not what was written"))
        return False

    def rebuild(self) -> WhooshRebuilding:
        return WhooshRebuilding(self._generations, self._groups.views, self._memory)

    def close(self) -> None:
        self._snapshot = None

    def _read(self, look: Callable[[Snapshot], T]) -> T:
        snapshot = self._current()
        try:
            return look(snapshot)
        except UnknownField:
            raise
        except Exception as error:
            if snapshot.is_whole():
                raise  # a fault of ours, which a rebuild would not mend
            raise self._damaged(snapshot.head, error) from error

    def _write(self, change: Callable[[Writer], bool], watermarks: Mapping[str, int]) -> bool:
        """Commits what `change` does with a writer, unless it says that it did nothing."""
        with self._writing:
            snapshot = self._current()  # whose segments stay open meanwhile
            if snapshot.head.is_outdated:
                raise IndexUnavailable(State.OUTDATED)
            folder = snapshot.head.folder
            with self._noticing(snapshot.head), locked(folder):
                writer = Writer(read_head(folder), self._groups.views, self._memory)
                changed = change(writer)
                if changed:
                    writer.commit(watermarks)
        return changed

    @contextmanager
    def _noticing(self, head: Head) -> Iterator[None]:
        """Where something turns out to be damaged, has the state say so from then on."""
        try:
            yield
        except Damaged as error:
            raise self._damaged(head, error) from error

    def _current(self) -> Snapshot:
        """The newest commit. Raises IndexUnavailable."""
        snapshot, head = self._snapshot, self._generations.head()
        if snapshot is not None and snapshot.head is head:
            return snapshot
        with self._opening:
            return self._open()

    def _open(self) -> Snapshot:
        for _ in range(_ATTEMPTS):
            head = self._generations.head()
            if self._snapshot is not None and self._snapshot.head is head:
                return self._snapshot
            if self._damage is not None and self._damage[0] == head.name:
                raise IndexUnavailable(State.DAMAGED, self._damage[1])
            try:
                self._snapshot = Snapshot(head, self._groups)
            except FileNotFoundError:
                time.sleep(_PAUSE)  # a newer commit has just removed a segment, or it is lost
            except Exception as error:  # a damaged segment raises anything
                raise self._damaged(head, error) from error
        raise self._damaged(head, FileNotFoundError("a file is not there"))

    def _damaged(self, head: Head, error: Exception) -> IndexUnavailable:
        self._damage = head.name, str(error)
        self._snapshot = None
        return IndexUnavailable(State.DAMAGED, str(error))
