"""Follows docs/adding-content.md in a process of its own: a new table and type stay in there.

Run with the recipe and an empty, migrated database's settings in the environment; it fails where
the recipe does.
"""

import importlib.util
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlmodel import SQLModel
from starlette.routing import Route
from starlette.testclient import TestClient

from index.parser import parse
from index.query import Value
from service.api.endpoint import graphql_endpoint
from service.api.schema import build
from service.app import create_app
from service.content import KINDS
from service.settings import Settings
from tests.asking import make_token

BLOCK = re.compile(r"^`(service/\S+\.py)`\n\n```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CREATE = """mutation ($input: CreateNoticeInput!) { createNotice(input: $input) {
  notice { id slug version } errors { code field } } }"""
MOVE = """mutation ($input: NoticeTransitionInput!) { %sNotice(input: $input) {
  notice { version } searchable errors { code message } } }"""
READ = "query ($slug: String!) { notice(slug: $slug) { title addressee body } }"


def take(recipe: Path, folder: Path) -> dict[str, ModuleType]:
    """The modules that the recipe shows, imported under the names that it gives them."""
    modules = {}
    for path, code in BLOCK.findall(recipe.read_text(encoding="utf-8")):
        name = path.removesuffix(".py").replace("/", ".")
        file = folder / f"{name}.py"
        file.write_text(code, encoding="utf-8")
        spec = importlib.util.spec_from_file_location(name, file)
        assert spec is not None
        assert spec.loader is not None
        modules[name] = sys.modules[name] = importlib.util.module_from_spec(spec)
        if name.startswith("service.content."):
            setattr(sys.modules["service.content"], name.rpartition(".")[2], modules[name])
        spec.loader.exec_module(modules[name])
        if name.startswith("service.content."):
            KINDS["notice"] = modules[name].NOTICE
    return modules


class Desk:
    """An editor and the public, at a service that has notices."""

    def __init__(self, client: TestClient) -> None:
        self._client = client
        self._editor = make_token(client, "EDITOR")

    def edit(self, document: str, **values: Any) -> Any:
        (payload,) = self._ask(document, {"input": values}, self._editor).values()
        assert payload["errors"] == [], payload
        return payload

    def read(self, slug: str) -> Any:
        return self._ask(READ, {"slug": slug}, None)["notice"]

    def search(self, words: str) -> int:
        engine = self._client.app.state.engine  # type: ignore[attr-defined]
        query = parse(words) & Value("kind", "notice")
        return int(engine.search(query, at=datetime.now(UTC)).total)

    def _ask(self, document: str, variables: dict[str, Any], token: str | None) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        body = {"query": document, "variables": variables}
        answer = self._client.post("/notices", json=body, headers=headers).json()
        assert "errors" not in answer, answer
        return answer["data"]


def follow(desk: Desk) -> None:
    """Drafts, publishes, finds and trashes a notice."""
    made = desk.edit(
        CREATE, title="Lịch cắt điện", body="<p>Từ sáng thứ Hai.</p>", addressee="Toàn xã"
    )["notice"]
    assert desk.read(made["slug"]) is None
    assert desk.search("cat dien") == 0
    published = desk.edit(MOVE % "publish", id=made["id"], expectedVersion=made["version"])
    assert published["searchable"]
    assert desk.read("lich-cat-dien")["addressee"] == "Toàn xã"
    assert desk.search("cat dien") == 1
    version = published["notice"]["version"]
    desk.edit(MOVE % "trash", id=made["id"], expectedVersion=version)
    assert desk.read(made["slug"]) is None
    assert desk.search("cat dien") == 0


def main(recipe: Path, folder: Path) -> None:
    modules = take(recipe, folder)
    api = modules["service.api.notices"]
    app = create_app(Settings())
    SQLModel.metadata.create_all(app.state.store.engine)
    schema = build((api.NoticeQuery,), (api.NoticeMutation,))
    app.router.routes.insert(0, Route("/notices", graphql_endpoint(app.state.services, schema)))
    with TestClient(app) as client:
        follow(Desk(client))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
