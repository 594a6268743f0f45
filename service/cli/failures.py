"""What to say about an error, and which exit code it means."""

import os
import sqlite3
import traceback

from service.errors import Refusal, Refused, ToasoanError

FAILED, USAGE = 1, 2


class CommandFailed(Exception):
    """A command cannot do what it was asked to; the message says why and how to mend it."""

    def __init__(self, message: str, code: int = FAILED) -> None:
        super().__init__(message)
        self.code = code


def describe(error: BaseException) -> tuple[str, int]:
    """One line for the person at the terminal, and the exit code."""
    message, code = _message(error)
    return " ".join(message.split()), code


def _message(error: BaseException) -> tuple[str, int]:
    for describer in (_ours, _usage, _settings, _database, _index, _system):
        found = describer(error)
        if found is not None:
            return found
    if os.environ.get("TOASOAN_LOG_LEVEL", "").lower() == "debug":
        traceback.print_exception(error)
    detail = f"{type(error).__name__}: {error}"
    return f"unexpected error: {detail} (TOASOAN_LOG_LEVEL=debug shows where)", FAILED


def _ours(error: BaseException) -> tuple[str, int] | None:
    if isinstance(error, CommandFailed):
        return str(error), error.code
    if isinstance(error, Refused):
        return "; ".join(_refusal(one) for one in error.refusals), FAILED
    if isinstance(error, Refusal):
        return _refusal(error), FAILED
    return (error.message, FAILED) if isinstance(error, ToasoanError) else None


def _refusal(refusal: Refusal) -> str:
    field = ".".join(refusal.field)
    return f"{field}: {refusal.message}" if field else refusal.message


def _usage(error: BaseException) -> tuple[str, int] | None:
    import typer
    from typer.exceptions import TyperException

    if isinstance(error, typer.Abort):
        return "stopped: no answer was given", FAILED
    if not isinstance(error, TyperException):
        return None
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "toasoan"
    # What is no choice is told in other words than ours: they begin with what kind of error it is.
    text = error.format_message().rstrip(".").replace(": Value error, ", ": ", 1)
    return f"{text}. See: {command} --help", error.exit_code


def _settings(error: BaseException) -> tuple[str, int] | None:
    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    if isinstance(error, SettingsError):
        return f"the settings cannot be read: {error}", USAGE
    if not isinstance(error, ValidationError):
        return None
    parts = (
        f"TOASOAN_{'_'.join(map(str, one['loc'])).upper()}: {one['msg']}"
        for one in error.errors(include_url=False, include_input=False)
    )
    return "; ".join(parts), USAGE


def _database(error: BaseException) -> tuple[str, int] | None:
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

    if isinstance(error, (ArgumentError, NoSuchModuleError)):
        return "TOASOAN_DATABASE_URL is no address of a database that is supported", USAGE
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, sqlite3.Error):
        return f"the database: {_sqlite(str(cause))}", FAILED
    if isinstance(error, SQLAlchemyError):
        return f"the database: {cause}", FAILED
    return None


_SQLITE = {
    "locked": "it is busy: another program holds it; try again in a moment",
    "not a database": "its file is not an SQLite database; move it away or restore a backup",
    "malformed": "its file is damaged; restore a backup",
    "unable to open": "its file cannot be opened; check TOASOAN_DATA_DIR and its permissions",
    "readonly": "it cannot be written; check the permissions of the data folder",
    "full": "the disk is full",
    "no such table": "it has not been migrated; run: toasoan migrate",
}


def _sqlite(detail: str) -> str:
    for sign, meaning in _SQLITE.items():
        if sign in detail:
            return meaning
    return detail


def _index(error: BaseException) -> tuple[str, int] | None:
    from index.engine import IndexUnavailable

    if isinstance(error, IndexUnavailable):
        return f"{error}; run: toasoan search rebuild", FAILED
    return None


def _system(error: BaseException) -> tuple[str, int] | None:
    if isinstance(error, MemoryError):
        return "out of memory", FAILED
    if not isinstance(error, OSError):
        return None
    reason = error.strerror or str(error) or type(error).__name__
    return (f"{error.filename}: {reason}" if error.filename else reason), FAILED
