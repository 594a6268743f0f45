"""Many readers of one article, each its own request to the application in this process.

They call it as the HTTP server does, without the client's share of the work.
"""

import json
from typing import Any

from starlette.types import ASGIApp, Message

MUTATION = """
mutation ($article: ID!) { recordView(input: {article: $article}) { errors { code } } }
"""


async def read_by_many(app: ASGIApp, article: str, readers: int) -> None:
    """`readers` different people open the article, one after another."""
    body = json.dumps({"query": MUTATION, "variables": {"article": article}}).encode()
    for number in range(readers):
        answer = await _post(app, body, f"Reader {number}")
        assert json.loads(answer) == {"data": {"recordView": {"errors": []}}}


async def _post(app: ASGIApp, body: bytes, user_agent: str) -> bytes:
    answer = bytearray()

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        answer.extend(message.get("body", b""))

    await app(_scope(len(body), user_agent), receive, send)
    return bytes(answer)


def _scope(length: int, user_agent: str) -> dict[str, Any]:
    headers = {
        "host": "testserver",
        "content-type": "application/json",
        "content-length": str(length),
        "user-agent": user_agent,
    }
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/graphql",
        "raw_path": b"/graphql",
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("198.51.100.7", 1234),
        "server": ("testserver", 80),
    }
