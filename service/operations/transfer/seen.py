"""What of a file has been seen: on the disk, so that memory does not grow with the file."""

import sqlite3
from types import TracebackType


class Seen:
    """Keys, each with the number of the line that had it first."""

    def __init__(self) -> None:
        # SQLite keeps a database without a name in memory while it is small, and then in a
        # temporary file that nobody else can open.
        self._keys = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._keys.execute("PRAGMA journal_mode = OFF")
        self._keys.execute("CREATE TABLE key (key TEXT PRIMARY KEY, line INT) WITHOUT ROWID")

    def __enter__(self) -> "Seen":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._keys.close()

    def first(self, key: str, line: int) -> int:
        """The line that had the key first: `line` itself, if none had it before."""
        added = self._keys.execute("INSERT OR IGNORE INTO key VALUES (?, ?)", (key, line))
        return line if added.rowcount else self.line_of(key) or line

    def line_of(self, key: str) -> int | None:
        found = self._keys.execute("SELECT line FROM key WHERE key = ?", (key,)).fetchone()
        return None if found is None else int(found[0])
