"""Many requests at once: nobody waits for what another holds."""

import asyncio
import json

from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import Message, Scope

from tests.asking import make_token
from tests.service.api.desk import Desk, category_id

READ = "{ articles(first: 5) { totalCount nodes { title tags { name } postedBy { id } } } }"
WRITE = """mutation ($category: ID!) { createArticle(input: {title: "Cùng lúc", body: "",
  category: $category, publish: true}) { searchable errors { code } article { version } } }"""
AT_ONCE = 120
"""More than there are connections, or threads."""


async def ask(
    app: Starlette, document: str, token: str = "", **variables: str
) -> dict[str, object]:
    """One request, without a client that would take them in turns."""
    body = json.dumps({"query": document, "variables": variables}).encode()
    headers = [(b"content-type", b"application/json")]
    if token:
        headers.append((b"authorization", f"Bearer {token}".encode()))
    scope: Scope = {
        "type": "http", "method": "POST", "path": "/graphql", "raw_path": b"/graphql",
        "query_string": b"", "headers": headers, "scheme": "http", "client": ("192.0.2.1", 1),
        "server": ("testserver", 80), "root_path": "", "app": app,
    }  # fmt: skip
    parts: list[bytes] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        parts.append(message.get("body", b""))

    await app(scope, receive, send)
    answer: dict[str, object] = json.loads(b"".join(parts))
    return answer


def test_reading_and_writing_at_once(client: TestClient, desk: Desk) -> None:
    """A busy minute would stop the service for good."""
    app = client.app
    assert isinstance(app, Starlette)
    assert client.portal is not None
    category = category_id(desk.category("Thời sự"))
    token = make_token(client, "EDITOR")

    async def everything() -> list[dict[str, object]]:
        reads = [ask(app, READ) for _ in range(AT_ONCE)]
        writes = [ask(app, WRITE, token, category=category) for _ in range(AT_ONCE // 6)]
        return await asyncio.wait_for(asyncio.gather(*reads, *writes), 90)

    answers = client.portal.call(everything)
    assert not any("errors" in one for one in answers)
    written = [one["data"] for one in answers[AT_ONCE:]]
    expected = {"searchable": True, "errors": [], "article": {"version": 1}}
    assert written == [{"createArticle": expected}] * (AT_ONCE // 6)
    assert desk.store.engine.pool.checkedout() <= 3  # type: ignore[attr-defined]
