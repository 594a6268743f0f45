"""What an operator reads, and what must never be read there."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from service import logs


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_production_logs_one_json_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Without it a log collector could not read the log, a library's messages included."""
    logs.configure("production", "info")
    structlog.get_logger("ours").info("indexed", documents=3)
    logging.getLogger("theirs").warning("odd")
    ours, theirs = lines(capsys)
    assert (ours["event"], ours["documents"], ours["level"]) == ("indexed", 3, "info")
    assert (theirs["event"], theirs["level"]) == ("odd", "warning")


def test_secrets_never_reach_a_log(capsys: pytest.CaptureFixture[str]) -> None:
    """Else whoever reads logs could act as an editor."""
    logs.configure("production", "info")
    structlog.get_logger().info("login", password="open sesame", Token="tsk_1", login="lan")
    (line,) = lines(capsys)
    assert (line["password"], line["Token"], line["login"]) == ("***", "***", "lan")


def test_a_traceback_shows_no_values(capsys: pytest.CaptureFixture[str]) -> None:
    """The variables of a frame may hold a password."""
    logs.configure("development", "info")
    password = "open sesame" + "!"
    try:
        raise ValueError(len(password))
    except ValueError:
        structlog.get_logger().exception("failed")
    shown = capsys.readouterr().err
    assert "ValueError: 12" in shown
    assert "sesame!" not in shown


def test_what_is_below_the_level_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """TOASOAN_LOG_LEVEL would do nothing otherwise."""
    logs.configure("production", "warning")
    structlog.get_logger().info("chatter")
    logging.getLogger("theirs").info("chatter")
    assert lines(capsys) == []


def test_a_line_is_cut_whatever_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    """One value of a megabyte, as the statement in an error, would fill the log."""
    logs.configure("production", "info")
    try:
        raise ValueError("x" * 10**6)
    except ValueError:
        structlog.get_logger().exception("failed", text="y" * 10**6, many=["z"] * 10**6)
    logging.getLogger("theirs").error("w" * 10**6, exc_info=ValueError("x" * 10**6))
    ours, theirs = lines(capsys)
    assert str(ours["exception"]).startswith("Traceback")
    assert len(str(ours)) + len(str(theirs)) < 3 * logs.MAX_TRACEBACK
