"""Waiting until a change is in the index, from any thread of any process."""

from contextlib import suppress
from threading import Condition, Lock
from time import monotonic

from index.engine import Engine, IndexUnavailable
from service.content.change import Lane
from service.store import Store
from service.sync.queue import in_commit_order, is_done

POLL = 0.008
"""Seconds between two looks at an index that another process writes."""


class Waiting:
    """How far the interactive lane is in the index.

    The indexing process says so itself, by `lead` and `reach`; the others look at the watermark.
    """

    def __init__(self, store: Store, engine: Engine) -> None:
        self._store = store
        self._engine = engine
        self._ordered = in_commit_order(store)
        self._changed = Condition()
        self._looking = Lock()
        self._leading = False
        self._reached = 0
        self._looked = 0.0

    def lead(self, reached: int) -> None:
        """This process is the indexing one from now on."""
        with self._changed:
            self._leading = True
            self._reached = reached

    def reach(self, seq: int) -> None:
        """Every row up to this one is in the index."""
        with self._changed:
            self._reached = max(self._reached, seq)
            self._changed.notify_all()

    def follow(self) -> None:
        """Another process may be the indexing one from now on."""
        with self._changed:
            self._leading = False
            self._changed.notify_all()

    def wait(self, seq: int, timeout: float) -> bool:
        """Whether the row is in the index, at the latest after `timeout` seconds."""
        deadline = monotonic() + timeout
        while not self._has(seq):
            left = deadline - monotonic()
            if left <= 0:
                return False
            self._pause(seq, left)
        return True

    def _pause(self, seq: int, left: float) -> None:
        with self._changed:
            if self._leading and self._ordered:
                self._changed.wait_for(lambda: self._reached >= seq or not self._leading, left)
            else:
                self._changed.wait(min(left, POLL))

    def _has(self, seq: int) -> bool:
        if not self._ordered:
            with self._store.snapshot() as session:
                return is_done(session, seq)
        if not self._leading:
            self._look()
        return self._reached >= seq

    def _look(self) -> None:
        """Reads the watermark, for all who wait in this process at once."""
        with self._looking:
            if monotonic() - self._looked >= POLL:
                with suppress(OSError, IndexUnavailable):
                    self._note(self._engine.watermarks().get(Lane.INTERACTIVE, 0))
                self._looked = monotonic()

    def _note(self, mark: int) -> None:
        with self._changed:
            if not self._leading:
                self._reached = mark
