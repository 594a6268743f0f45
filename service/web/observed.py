"""Around every request: its id, its line in the log, its counts and its span."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from time import perf_counter
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service import notes, tracing
from service.notes import Notes
from service.web.access_log import AccessLog
from service.web.metrics import Metrics
from service.web.networks import Networks
from service.web.request_ids import HEADER, RequestIds

PEER = "peer"
"""In a request's state: the address at the other end of the connection, before any proxy's word."""
HOME, OTHER = "home", "other"
TRACE_HEADERS = frozenset({b"traceparent", b"tracestate"})
OPENED, REFUSED = 101, 403


class Observed:
    """Outermost: it must see the connection as it is, and every answer as it leaves.

    `parts` are the first segments of the addresses that exist; all but these count as one.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        parts: Collection[str],
        proxies: Networks,
        access_log: AccessLog,
        metrics: Metrics,
    ) -> None:
        self.app = app
        self._parts = {one: one for one in parts} | {"": HOME}
        self._proxies = proxies
        self._ids = RequestIds(proxies)
        self._access_log = access_log
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._request(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        noted, header = self._begin(scope)
        token = notes.begin(noted)
        status = 0
        begun = perf_counter()

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), header]
            await send(message)

        try:
            if tracing.is_on():
                with self._span(scope) as span:
                    await self.app(scope, receive, watch)
                    span.set_attribute("http.response.status_code", status)
            else:
                await self.app(scope, receive, watch)
        finally:
            notes.end(token)
            seconds = perf_counter() - begun
            part = self._part(scope["path"])
            self._access_log.note(scope["method"], scope["path"], status, seconds, noted)
            self._metrics.note(part, status, seconds, noted)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        noted, _ = self._begin(scope)
        token = notes.begin(noted)
        accepted = False
        begun = perf_counter()

        async def watch(message: Message) -> None:
            nonlocal accepted
            if message["type"] == "websocket.accept" and not accepted:
                accepted = True
                self._metrics.socket_opened()
            await send(message)

        try:
            await self.app(scope, receive, watch)
        finally:
            notes.end(token)
            if accepted:
                self._metrics.socket_closed()
            status = OPENED if accepted else REFUSED
            seconds = perf_counter() - begun
            self._access_log.note("WEBSOCKET", scope["path"], status, seconds, noted)

    def _begin(self, scope: Scope) -> tuple[Notes, tuple[bytes, bytes]]:
        client = scope.get("client")
        scope.setdefault("state", {})[PEER] = client[0] if client else None
        noted = Notes(self._ids.of(scope))
        return noted, (HEADER, noted.id.encode("ascii"))

    def _part(self, path: str) -> str:
        first = path[1:].partition("/")[0]
        return self._parts.get(first, OTHER)

    def _span(self, scope: Scope) -> AbstractContextManager[Any]:
        part = self._part(scope["path"])
        headers = {
            name.decode(): value.decode("latin-1")
            for name, value in scope["headers"]
            if name in TRACE_HEADERS and self._proxies.has_peer(scope)
        }
        attributes = {"http.request.method": scope["method"], "toasoan.part": part}
        return tracing.request_span(f"{scope['method']} {part}", attributes, headers)
