"""Noticing cheaply that another connection has written to the database."""

from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any

from service.store import Store
from service.sync.queue import in_commit_order


class ChangeWatch(AbstractContextManager["ChangeWatch"]):
    """Asks SQLite for its data version, on a connection that never writes and opens no snapshot.

    Other databases have no such number: there every asking finds a change, at longer intervals.
    """

    def __init__(self, store: Store) -> None:
        self._version: int | None = None
        self._connection: Any = None
        self.interval = 0.1
        """Seconds between two askings."""
        if in_commit_order(store):
            self._connection = store.engine.raw_connection()
            self.interval = 0.02

    def changed(self) -> bool:
        """Whether anything was written since the last asking."""
        if self._connection is None:
            return True
        (version,) = self._connection.driver_connection.execute("PRAGMA data_version").fetchone()
        before, self._version = self._version, version
        return bool(before != version)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._connection is not None:
            self._connection.close()
