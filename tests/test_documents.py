"""What the documents show is what a reader of them gets."""

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service import demo, sync
from service.app import create_app
from service.settings import Settings
from tests.asking import Asking, AskingAs

ROOT = Path(__file__).parents[1]
DOCS = sorted((ROOT / "docs").glob("*.md"))
QUERY = re.compile(r"^```graphql\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


@pytest.fixture(scope="module")
def newsroom(
    tmp_path_factory: pytest.TempPathFactory, empty_database: Path
) -> Iterator[TestClient]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("documents") / "var")
    settings.data_dir.mkdir()
    shutil.copy(empty_database, settings.data_dir / "toasoan.db")
    app = create_app(settings)
    demo.load(app.state.store, app.state.media)
    sync.rebuild(app.state.store, app.state.engine)
    with TestClient(app) as client:
        yield client


def shown(document: str, kind: str) -> list[str]:
    text = (ROOT / document).read_text(encoding="utf-8")
    return [query for query in QUERY.findall(text) if query.startswith(kind)]


@pytest.mark.parametrize("query", shown("README.md", "query"))
def test_a_query_of_the_readme_gets_results(newsroom: TestClient, query: str) -> None:
    """A newcomer who pastes a query of the tour would get an error, or nothing."""
    for value in Asking(newsroom)(query).values():
        assert value
        assert value.get("totalCount", 1) > 0
        assert value.get("nodes", True)


def test_the_picture_of_the_readme_is_true(newsroom: TestClient) -> None:
    """A newcomer would be shown an answer that nobody gets."""
    drawn = re.sub("<[^>]+>", "", (ROOT / "docs" / "query.svg").read_text(encoding="utf-8"))
    picture = "".join(unescape(drawn).split())
    query = """{ search(query: "sinh hoat chi bo", first: 1) { totalCount edges {
      node { path publishedAt } } } }"""
    found = Asking(newsroom)(query)["search"]
    assert f'"totalCount":{found["totalCount"]},' in picture
    for value in found["edges"][0]["node"].values():
        assert f'"{value}"' in picture


def test_the_mutation_of_the_readme_publishes(newsroom: TestClient) -> None:
    """A newcomer's first article would not appear."""
    ids = next(query for query in shown("README.md", "query") if "Ids" in query)
    category = Asking(newsroom)(ids)["category"]["id"]
    (mutation,) = shown("README.md", "mutation")
    payload = AskingAs(newsroom)("EDITOR", mutation, category=category)["createArticle"]
    assert payload["errors"] == []
    assert payload["searchable"]
    assert payload["article"]["status"] == "PUBLISHED"


def test_the_query_of_the_search_guide_is_answered(newsroom: TestClient) -> None:
    """A frontend developer who pastes the guide's query would get an error."""
    (query,) = shown("docs/search.md", "query Search")
    assert Asking(newsroom)(query, text="chi bộ")["search"]["totalCount"] > 0


def test_the_facets_of_the_search_guide_are_counted(newsroom: TestClient) -> None:
    """A frontend developer who pastes the guide's query would get an error, or no choice."""
    (query,) = shown("docs/search.md", "query Facets")
    found = Asking(newsroom)(query, text="chi bộ")["search"]
    assert all(found["facets"].values())


def test_what_the_search_guide_shows_editors_works(newsroom: TestClient) -> None:
    """An editor who pastes from the guide would get an error."""
    (mutation,) = shown("docs/search.md", "mutation")
    done = AskingAs(newsroom)("EDITOR", mutation)["setSynonyms"]
    assert done == {"count": 2, "errors": []}
    (query,) = shown("docs/search.md", "query {")
    assert AskingAs(newsroom)("EDITOR", query)["searchStatistics"] is not None


@pytest.mark.parametrize(
    "document", ["README.md", "CONTRIBUTING.md", *(f"docs/{one.name}" for one in DOCS)]
)
def test_links_of_the_documents_lead_somewhere(document: str) -> None:
    """A reader would meet a page that is not there."""
    for target in LINK.findall((ROOT / document).read_text(encoding="utf-8")):
        assert (ROOT / document).parent.joinpath(target).exists(), target


def test_every_setting_is_documented() -> None:
    """An operator would not learn what can be set."""
    guide = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert f"`TOASOAN_{name.upper()}`" in guide
