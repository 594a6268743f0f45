"""The database: its engine, and the two ways to use it: one snapshot to read, one transaction."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from time import thread_time
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlmodel import Session

READERS = 32
"""Snapshots that may be open at once in one process; the pool holds one connection for each."""
WRITERS = 4
BUSY_TIMEOUT_MS = 30_000
INSTRUCTIONS = 10_000
"""Of SQLite between two looks at the clock, about a millisecond."""

ALLOWANCE = "toasoan_allowance"


class Store:
    """A database by its SQLAlchemy address."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = create_engine(
            url,
            pool_size=READERS + WRITERS,
            max_overflow=8,
            pool_timeout=30,
            pool_use_lifo=True,  # the one used last knows the most pages and statements
            hide_parameters=True,  # errors are logged: no hash and no draft may stand in them
        )
        self.local = self.engine.dialect.name == "sqlite"
        """Whether to end a snapshot is a call into a library, and waits for no other machine."""
        if self.local:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
            event.listen(self.engine, "before_cursor_execute", _begin_statement)
        self._writing = self.engine.execution_options(toasoan_writing=True)

    @contextmanager
    def snapshot(self, seconds: float | None = None) -> Iterator[Session]:
        """A session for reading: all its statements see one state of the database.

        Once they have taken so many seconds of a processor together, they are interrupted:
        SQLAlchemy's OperationalError, with SQLITE_INTERRUPT.
        """
        with Session(self.engine, autoflush=False) as session:
            if seconds is None or not self.local:
                yield session
                return
            with _limited(session.connection(), _Allowance(seconds)):
                yield session

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose changes are committed together, or not at all if the block raises."""
        with Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        self.engine.dispose()


def state_of(session: Session) -> tuple[int, int] | None:
    """What a connection's other snapshots have in common with this one if nothing was written
    between them; None where that cannot be said without asking for everything.

    Takes some microseconds. SQLite counts what others have committed (data_version) and what the
    connection itself has changed; both only mean something to the same connection.
    """
    if session.get_bind().dialect.name != "sqlite":
        return None
    connection = session.connection()
    raw: Any = connection.connection.driver_connection
    _begin_statement(connection)  # SQLAlchemy is not asked, and tells nobody
    try:
        # It begins to read, so that whatever is read next is of this state.
        (version,) = raw.execute("PRAGMA data_version").fetchone()
    except sqlite3.OperationalError:  # interrupted, or busy: the next statement will say so
        return None
    return version, raw.total_changes


class _Allowance:
    """Processor time, not that of the clock: a busy machine is no reason to give up."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds
        self._last = 0.0

    def begin(self) -> None:
        """Before each statement: the time since the last one, or of another thread, is not its."""
        self._last = thread_time()

    def used_up(self) -> bool:
        now = thread_time()
        self._left -= now - self._last
        self._last = now
        return self._left < 0


@contextmanager
def _limited(connection: Connection, allowance: _Allowance) -> Iterator[None]:
    raw: Any = connection.connection.driver_connection
    raw.set_progress_handler(allowance.used_up, INSTRUCTIONS)
    connection.info[ALLOWANCE] = allowance
    try:
        yield
    finally:
        del connection.info[ALLOWANCE]
        raw.set_progress_handler(None, 0)


def _begin_statement(connection: Connection, *_: object) -> None:
    # Told of all statements: to listen to one connection takes as long as asking it something.
    allowance: _Allowance | None = connection.info.get(ALLOWANCE)
    if allowance is not None:
        allowance.begin()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # BEGIN is ours to say: see _begin_sqlite
    # SQLite's own lower() knows the letters of ASCII only: "Đảng" would not be found by "đảng".
    connection.create_function("lower", 1, _lower, deterministic=True)
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",  # an acknowledged change survives a power cut
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "foreign_keys = ON",
        "cache_size = -16000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once when another wrote meanwhile,
    # whatever the timeout; one that begins IMMEDIATE waits for its turn instead.
    writing = connection.get_execution_options().get("toasoan_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
