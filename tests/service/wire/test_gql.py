"""What users of gql get, the GraphQL client of PyPI, with and without asyncio."""

import asyncio
from typing import Any

import pytest
from gql import Client, GraphQLRequest
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport, HTTPXTransport

from tests.service.wire.running import Client as Known
from tests.service.wire.running import Server

LIST = """query List($first: Int!, $after: String) { articles(first: $first, after: $after) {
  nodes { id slug } pageInfo { hasNextPage endCursor } } }"""
ARTICLE = "query Article($slug: String!) { article(slug: $slug) { id category { id } } }"
NODE = "query Node($id: ID!) { node(id: $id) { __typename ... on Article { slug } } }"
SEARCH = "query Search($text: String!) { search(query: $text) { edges { snippet } } }"
CREATE = """mutation Create($input: CreateArticleInput!) { createArticle(input: $input) {
  article { status } errors { code field } } }"""


def asked(document: str, **variables: Any) -> GraphQLRequest:
    return GraphQLRequest(document, variable_values=variables)


def client(server: Server, headers: dict[str, str] | None = None) -> Client:
    """Without TLS there is nothing to verify."""
    transport = HTTPXTransport(url=f"{server.address}/graphql", headers=headers, verify=False)
    return Client(transport=transport, fetch_schema_from_transport=True)


def test_gql_reads_by_the_schema_that_the_server_tells(server: Server) -> None:
    """A program in Python could not turn pages, or read what it found."""
    with client(server) as session:
        first = session.execute(asked(LIST, first=2))["articles"]
        after = first["pageInfo"]["endCursor"]
        second = session.execute(asked(LIST, first=2, after=after))["articles"]
        node = second["nodes"][0]
        article = session.execute(asked(ARTICLE, slug=node["slug"]))["article"]
        found = session.execute(asked(SEARCH, text="chi bo"))["search"]["edges"]
        assert session.execute(asked(NODE, id=node["id"]))["node"] == {
            "__typename": "Article",
            "slug": node["slug"],
        }
    assert first["pageInfo"]["hasNextPage"]
    assert len({one["id"] for one in first["nodes"] + second["nodes"]}) == 4
    assert article["id"] == node["id"]
    assert "<mark>" in found[0]["snippet"]


def test_gql_writes_with_a_token_and_is_told_what_is_refused(
    server: Server, editor: Known, category: str
) -> None:
    """A program that publishes would not learn why it could not."""
    values = {"title": "Từ gql", "body": "<p>Thử.</p>", "category": category}
    signed = {"Authorization": editor.http.headers["Authorization"]}
    with client(server, signed) as session:
        done = session.execute(asked(CREATE, input=values))["createArticle"]
        refused = session.execute(asked(CREATE, input=values | {"title": ""}))["createArticle"]
    assert done == {"article": {"status": "DRAFT"}, "errors": []}
    assert refused["errors"] == [{"code": "REQUIRED", "field": ["title"]}]
    with client(server) as session, pytest.raises(TransportQueryError) as caught:
        session.execute(asked(CREATE, input=values))
    assert [one["extensions"]["code"] for one in caught.value.errors or []] == ["UNAUTHENTICATED"]


def test_gql_asks_at_the_same_time_with_asyncio(server: Server) -> None:
    """An asynchronous program would have to ask one thing after the other."""

    async def ask() -> list[dict[str, Any]]:
        transport = HTTPXAsyncTransport(url=f"{server.address}/graphql", verify=False)
        async with Client(transport=transport) as session:
            requests = [asked(LIST, first=3), asked(SEARCH, text="chi bo")]
            return list(await asyncio.gather(*(session.execute(one) for one in requests)))

    listed, found = asyncio.run(ask())
    assert len(listed["articles"]["nodes"]) == 3
    assert found["search"]["edges"]
