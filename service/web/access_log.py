"""One line in the log for each request: what was asked for, what came of it, how long it took.

Neither what a query says nor who asked is in it. Lines wait for a moment and are written together,
because a call of the system for each would take longer than the rest of it.
"""

import asyncio
import sys
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Literal

import orjson

from service import logs
from service.notes import Notes, Operation

MAX_PATH = 200
"""Characters; the rest of the address, which may hold a query, is left out."""
MANY = 200
"""Lines that are written at once without waiting any longer."""
PAUSE = 0.2
"""Seconds that a line waits at most; a process that is killed loses as much."""


class AccessLog:
    """Of one process, for its event loop alone. A level above `info` turns it off."""

    def __init__(self, env: Literal["development", "production"], level: str) -> None:
        self._on = level in {"debug", "info"}
        # A person reads in development; in production every microsecond counts.
        self._renderer = None if env == "production" else logs.renderer(env)
        self._waiting: list[dict[str, Any]] = []

    def note(self, method: str, path: str, status: int, seconds: float, notes: Notes) -> None:
        if not self._on:
            return
        line: dict[str, Any] = {
            "timestamp": datetime.now(UTC),
            "level": "info",
            "event": "request",
            "request_id": notes.id,
            "method": method,
            "path": path[:MAX_PATH],
            "status": status,
            "ms": round(seconds * 1000, 2),
        }
        if notes.operation is not Operation.NONE:
            line["operation"] = notes.operation
        if notes.outcome is not None:
            line["outcome"] = notes.outcome
        if notes.cost is not None:
            line["cost"] = notes.cost
        if notes.cache is not None:
            line["cache"] = notes.cache
        self._write_soon(line)

    def flush(self) -> None:
        """Writes what waits; a stderr that cannot take it does not stop the service."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            with suppress(OSError, ValueError):
                sys.stderr.write("".join(map(self._render, waiting)))
                sys.stderr.flush()

    def _write_soon(self, line: dict[str, Any]) -> None:
        self._waiting.append(line)
        if len(self._waiting) == 1:
            asyncio.get_running_loop().call_later(PAUSE, self.flush)
        elif len(self._waiting) >= MANY:
            self.flush()

    def _render(self, line: dict[str, Any]) -> str:
        if self._renderer is None:
            return orjson.dumps(line, option=_JSON, default=str).decode()
        line["timestamp"] = line["timestamp"].isoformat().replace("+00:00", "Z")
        return f"{self._renderer(None, 'info', line)}\n"


_JSON = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE
