"""A client that begins a request and never ends it."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from starlette.types import ASGIApp, Message, Scope


async def stall(app: ASGIApp, path: str, headers: Mapping[str, str]) -> tuple[int, Any]:
    """POSTs a part of a body and waits; the status and the JSON of what it is told."""
    parts: list[Message] = []
    began = False

    async def receive() -> Message:
        nonlocal began
        if began:
            await asyncio.sleep(60)
            return {"type": "http.disconnect"}
        began = True
        return {"type": "http.request", "body": b"{", "more_body": True}

    async def send(message: Message) -> None:
        parts.append(message)

    scope: Scope = {
        "type": "http", "method": "POST", "path": path, "raw_path": path.encode(),
        "query_string": b"", "root_path": "", "scheme": "http", "http_version": "1.1",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("192.0.2.1", 1), "server": ("testserver", 80), "app": app,
    }  # fmt: skip
    await app(scope, receive, send)
    body = b"".join(part.get("body", b"") for part in parts)
    return parts[0]["status"], json.loads(body)
