"""Many readers of one article, each its own request to the application in this process.

They call it as the HTTP server does, without the client's share of the work.
"""

import json
from ipaddress import ip_address
from typing import Any

from starlette.types import ASGIApp, Message

FIRST = ip_address("198.18.0.1")
MUTATION = """
mutation ($article: ID!) { recordView(input: {article: $article}) { errors { code } } }
"""


async def read_by_many(app: ASGIApp, article: str, readers: int) -> None:
    """`readers` people, each at an address of their own, open the article one after another."""
    body = json.dumps({"query": MUTATION, "variables": {"article": article}}).encode()
    for number in range(readers):
        answer = await _post(app, body, str(FIRST + number))
        assert json.loads(answer)["data"] == {"recordView": {"errors": []}}


async def _post(app: ASGIApp, body: bytes, address: str) -> bytes:
    answer = bytearray()

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        answer.extend(message.get("body", b""))

    await app(_scope(len(body), address), receive, send)
    return bytes(answer)


def _scope(length: int, address: str) -> dict[str, Any]:
    headers = {
        "host": "testserver",
        "content-type": "application/json",
        "content-length": str(length),
        "user-agent": "A browser",
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
        "client": (address, 1234),
        "server": ("testserver", 80),
    }
