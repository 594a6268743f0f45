"""Asking GraphQL in tests: as the public, or as an account of a role."""

from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from service.content.account import Role
from service.operations.accounts import create_token
from service.permissions import SYSTEM


class Asking:
    """Called with a document and its variables it gives the data, and fails on any error."""

    def __init__(self, client: TestClient, token: str | None = None) -> None:
        self.client = client
        self.headers = {} if token is None else {"Authorization": f"Bearer {token}"}

    def __call__(self, document: str, /, **variables: Any) -> Any:
        answer = self.answer(document, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def answer(self, document: str, /, **variables: Any) -> Any:
        """The whole answer, errors included; but not what it cost."""
        body = {"query": document, "variables": variables}
        response = self.client.post("/graphql", json=body, headers=self.headers)
        assert response.status_code == 200, response.text
        answer = response.json()
        answer.pop("extensions", None)
        return answer

    def code(self, document: str, /, **variables: Any) -> Any:
        """The code of the only error."""
        (error,) = self.answer(document, **variables)["errors"]
        return error["extensions"]["code"]


class AskingAs:
    """As Asking, with a role first; each role is one account for as long as the client runs."""

    def __init__(self, client: TestClient) -> None:
        self._client = client
        self._asking: dict[str, Asking] = {}

    def __call__(self, role: str, document: str, /, **variables: Any) -> Any:
        return self.role(role)(document, **variables)

    def role(self, role: str) -> Asking:
        if role not in self._asking:
            self._asking[role] = Asking(self._client, make_token(self._client, role))
        return self._asking[role]


def make_token(client: TestClient, role: str, **more: Any) -> str:
    """A new token; it acts as an account of its own."""
    app = client.app
    assert isinstance(app, Starlette)
    with app.state.store.transaction() as session:
        return create_token(session, SYSTEM, name=role.lower(), role=Role(role), **more)[1]
