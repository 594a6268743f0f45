"""Brings a database up to date. Every revision suits the release that is still running."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event

FOLDER = Path(__file__).parent
LOCK_WAIT = 60
"""Seconds to wait for another process that writes to the same SQLite file."""


class BrokenReferences(Exception):
    """A migration left rows that refer to nothing; it has been undone."""


def upgrade(url: str) -> bool:
    """Migrates the database at this SQLAlchemy address; all of it or nothing. True if it did."""
    with connected(url) as connection:
        if not behind(connection):
            return False
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _check_references(connection)
        return True


def pending(url: str) -> bool:
    """Whether `upgrade` would do anything."""
    with connected(url, writing=False) as connection:
        return behind(connection)


@contextmanager
def connected(url: str, *, writing: bool = True) -> Iterator[Connection]:
    """A connection in a transaction that is committed at the end.

    On SQLite foreign keys are not followed: a table is changed by copying it, and dropping the old
    one must not take along what refers to it.
    """
    engine = create_engine(url, hide_parameters=True).execution_options(toasoan_writing=writing)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {LOCK_WAIT * 1000}")
    connection.execute("PRAGMA foreign_keys = OFF")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options()["toasoan_writing"]
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def behind(connection: Connection) -> bool:
    """The same, by one small statement on a connection that is open."""
    return set(MigrationContext.configure(connection).get_current_heads()) != _heads()


@cache
def _heads() -> frozenset[str]:
    """Of the release that runs, whatever is installed beneath it meanwhile."""
    return frozenset(ScriptDirectory.from_config(_config()).get_heads())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _check_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise BrokenReferences(f"table {broken[0]}, row {broken[1]} refers to nothing")
