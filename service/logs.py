"""Logging: for people to read in development, JSON lines in production; always to stderr.

Every line that a request causes has its id, and no request causes more than a few.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, Literal, TextIO

import structlog

from service import notes

SECRETS = frozenset(
    {"authorization", "cookie", "invitation", "password", "secret", "set-cookie", "token"}
)
"""Names whose values never reach a log, in any case."""

MAX_LINE, MAX_TRACEBACK = 500, 20_000
"""Characters."""
MAX_VALUE = 2_000
"""Characters of anything else in a line."""
REQUEST_LINES, REQUEST_BYTES = 20, 60_000
"""That one request may cause; one line more says that there would be others."""

Event = MutableMapping[str, Any]

_QUIET = ("uvicorn.error", "uvicorn.access", "alembic", "PIL", "asyncio", "filelock", "httpx2")
"""Loggers of others whose ordinary messages say nothing that an operator needs."""


def configure(env: Literal["development", "production"], level: str) -> None:
    """Sends our messages and those of the libraries through one pipeline. May be called again."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_request_id,
        mask_secrets,
        cut,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = _Stderr()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                renderer(env),
            ],
        )
    )
    root = logging.getLogger()
    root.setLevel(level.upper())
    for earlier in [one for one in root.handlers if isinstance(one, _Stderr)]:
        root.removeHandler(earlier)
    root.addHandler(handler)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


class _Stderr(logging.StreamHandler[TextIO]):
    """Writes to whatever stderr is at the time; ours alone, so that it can be told from others."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        request = notes.under_way()
        if request is None:
            super().emit(record)
        elif request.logged_lines < REQUEST_LINES and request.logged_bytes < REQUEST_BYTES:
            request.logged_lines += 1
            super().emit(record)
        elif request.logged_lines <= REQUEST_LINES:
            request.logged_lines = REQUEST_LINES + 1
            rest = {"levelno": logging.WARNING, "levelname": "WARNING"}
            super().emit(logging.makeLogRecord({"msg": "the rest is not logged", **rest}))

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        request = notes.under_way()
        if request is not None:
            request.logged_bytes += len(line)
        return line


def traceback_of(error: BaseException) -> str:
    """The traceback, cut: the text of an exception may hold a statement of a megabyte."""
    lines = "".join(traceback.format_exception(error)).splitlines()
    text = "\n".join(line[:MAX_LINE] for line in lines)
    half = MAX_TRACEBACK // 2
    return text if len(text) <= MAX_TRACEBACK else f"{text[:half]}\n…\n{text[-half:]}"


def in_a_line(error: BaseException) -> str:
    """What an error is and says, cut: for what is no fault of the program's."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:MAX_LINE]


def renderer(env: Literal["development", "production"]) -> Any:
    """What makes a line of an event, in structlog's way."""
    if env == "production":
        return structlog.processors.JSONRenderer(default=str)
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())


def add_request_id(_logger: Any, _method: str, event: Event) -> Event:
    request = notes.under_way()
    if request is not None:
        event["request_id"] = request.id
    return event


def mask_secrets(_logger: Any, _method: str, event: Event) -> Event:
    """Replaces the value of whatever is named like a secret."""
    for name in event:
        if name.lower() in SECRETS:
            event[name] = "***"
    return event


def cut(_logger: Any, _method: str, event: Event) -> Event:
    """Shortens what is too long; a traceback is made here, without the values of variables."""
    error = _error_in(event.pop("exc_info", None))
    if error is not None:
        event["exception"] = traceback_of(error)
    for name, value in event.items():
        most = MAX_TRACEBACK + 10 if name == "exception" else MAX_VALUE
        if isinstance(value, str):
            event[name] = value[:most]
        elif not isinstance(value, (int, float, logging.LogRecord)) and len(str(value)) > most:
            event[name] = str(value)[:most]
    return event


def _error_in(given: Any) -> BaseException | None:
    """Whatever logging calls exc_info: an error, a triple of one, or true for the current one."""
    if isinstance(given, BaseException):
        return given
    found = given[1] if isinstance(given, tuple) else sys.exc_info()[1] if given else None
    return found if isinstance(found, BaseException) else None
