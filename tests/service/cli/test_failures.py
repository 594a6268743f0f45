"""Whatever happens, a person reads one line that says what to do."""

import sqlite3

import pytest
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from index.engine import IndexUnavailable, State
from service.cli.failures import CommandFailed, describe
from service.errors import Invalid, NotUnique, Refused, Unavailable
from service.settings import Settings


def locked() -> OperationalError:
    return OperationalError("BEGIN", None, sqlite3.OperationalError("database is locked"))


@pytest.mark.parametrize(
    ("error", "said", "code"),
    [
        (CommandFailed("a\nb"), "a b", 1),
        (Unavailable("Not now."), "Not now.", 1),
        (Refused([NotUnique("login", "Taken."), Invalid("", "Odd.")]), "login: Taken.; Odd.", 1),
        (locked(), "busy", 1),
        (sqlite3.DatabaseError("file is not a database"), "not an SQLite database", 1),
        (IndexUnavailable(State.MISSING), "toasoan search rebuild", 1),
        (FileNotFoundError(2, "No such file or directory", "x.jsonl"), "x.jsonl: No such", 1),
        (MemoryError(), "out of memory", 1),
        (ZeroDivisionError("odd"), "unexpected error: ZeroDivisionError: odd", 1),
    ],
)
def test_every_error_is_one_line(error: Exception, said: str, code: int) -> None:
    """A traceback tells an editor nothing, and an operator too much."""
    message, exit_code = describe(error)
    assert said in message
    assert "\n" not in message
    assert exit_code == code


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator has to know which variable to change."""
    monkeypatch.setenv("TOASOAN_BODY_LIMIT", "many")
    with pytest.raises(ValidationError) as raised:
        Settings()
    message, code = describe(raised.value)
    assert message.startswith("TOASOAN_BODY_LIMIT: ")
    assert code == 2


def test_debugging_shows_where(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without it an unexpected error could not be reported well."""
    monkeypatch.setenv("TOASOAN_LOG_LEVEL", "debug")
    describe(ZeroDivisionError("odd"))
    assert "ZeroDivisionError" in capsys.readouterr().err
