"""What is asked of a server, and how long the answers take.

The kinds of request take turns, one after the other, so that noise on the machine meets all alike.
"""

import http.client
import json
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LIST = """query List { articles(first: 20) { nodes {
  title path publishedAt lead category { name path } tags { name } postedBy { displayName } } } }"""
ARTICLE = """query One($slug: String!) { article(slug: $slug) {
  title lead body byline viewCount category { name ancestors { name } }
  newer { title path } older { title path } } }"""
SEARCH = """query Search($text: String!) { search(query: $text, first: 10) {
  totalCount edges { titleHighlight snippet node { title path publishedAt } } } }"""

FACETS = """query Search($text: String!) { search(query: $text, first: 10) {
  totalCount edges { titleHighlight snippet node { title path publishedAt } }
  facets { category { label count } year { value count } byline { value count } } } }"""
SUGGEST = """query Suggest($text: String!) { suggest(prefix: $text) { text article { path } } }"""
RELATED = """query Related($slug: String!) { article(slug: $slug) {
  related(first: 5) { title path } } }"""
_FIELDS = "{ __schema { types { name fields { name } } } }"


@dataclass(frozen=True)
class Timing:
    """Seconds of each answer to one kind of request."""

    name: str
    seconds: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.seconds, n=20)[-1]


Request = tuple[http.client.HTTPConnection, bytes]


def body(query: str, **variables: str) -> bytes:
    return json.dumps({"query": query, "variables": variables}).encode()


def ask(connection: http.client.HTTPConnection, payload: bytes) -> dict[str, Any]:
    """The answer's data. RuntimeError where it holds errors: a refused query is no measurement."""
    headers = {"Content-Type": "application/json"}
    connection.request("POST", "/graphql", payload, headers)
    answer: dict[str, dict[str, Any]] = json.loads(connection.getresponse().read())
    if answer.get("errors"):
        raise RuntimeError(str(answer["errors"])[:500])
    return answer["data"]


def fields(connection: http.client.HTTPConnection) -> dict[str, set[str]]:
    """The fields of each type of the schema."""
    types: list[dict[str, Any]] = ask(connection, body(_FIELDS))["__schema"]["types"]
    return {one["name"]: {field["name"] for field in one["fields"] or ()} for one in types}


def in_turns(
    makers: Mapping[str, Callable[[], Request]], rounds: int, warm_up: int
) -> Iterator[Timing]:
    """Times `rounds` answers of each kind, after `warm_up` that are not counted."""
    taken: dict[str, list[float]] = {name: [] for name in makers}
    for turn in range(warm_up + rounds):
        for name, make in makers.items():
            request = make()
            begun = time.perf_counter()
            ask(*request)
            if turn >= warm_up:
                taken[name].append(time.perf_counter() - begun)
    for name, seconds in taken.items():
        yield Timing(name, seconds)
