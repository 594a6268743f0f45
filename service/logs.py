"""Logging: for people to read in development, JSON lines in production; always to stderr."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, Literal, TextIO

import structlog

SECRETS = frozenset(
    {"authorization", "cookie", "invitation", "password", "secret", "set-cookie", "token"}
)
"""Names whose values never reach a log, in any case."""

MAX_LINE, MAX_TRACEBACK = 500, 20_000
"""Characters."""

Event = MutableMapping[str, Any]

_QUIET = ("uvicorn.error", "uvicorn.access", "alembic", "PIL", "asyncio", "filelock")
"""Loggers of others whose ordinary messages say nothing that an operator needs."""


def configure(env: Literal["development", "production"], level: str) -> None:
    """Sends our messages and those of the libraries through one pipeline. May be called again."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        mask_secrets,
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
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_render(env)],
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
        super().emit(record)


def traceback_of(error: BaseException) -> str:
    """The traceback, cut: the text of an exception may hold a statement of a megabyte."""
    lines = "".join(traceback.format_exception(error)).splitlines()
    text = "\n".join(line[:MAX_LINE] for line in lines)
    half = MAX_TRACEBACK // 2
    return text if len(text) <= MAX_TRACEBACK else f"{text[:half]}\n…\n{text[-half:]}"


def _render(env: str) -> list[Any]:
    if env == "production":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    # A traceback with the values of variables could show a password.
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]


def mask_secrets(_logger: Any, _method: str, event: Event) -> Event:
    """Replaces the value of whatever is named like a secret."""
    for name in event:
        if name.lower() in SECRETS:
            event[name] = "***"
    return event
