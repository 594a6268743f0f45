"""Without a search index everything else goes on."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.settings import Settings
from tests.asking import Asking, AskingAs


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[TestClient]:
    """Not running: no indexer makes the index."""
    waits_not = settings.model_copy(update={"searchable_wait": 0.05})
    client = TestClient(create_app(waits_not), raise_server_exceptions=False)
    yield client
    client.close()


def test_a_search_says_so(query: Asking) -> None:
    """A reader would be told that nothing was found, or be shown an internal error."""
    for document in ('{ search(query: "a") { totalCount } }', '{ suggest(prefix: "a") { text } }'):
        assert query.code(document) == "UNAVAILABLE"


def test_a_mutation_is_kept_and_says_that_it_is_not_searchable(query_as: AskingAs) -> None:
    """An editor's work would be lost, or take for ever, while the index is away."""
    editor = query_as.role("EDITOR")
    made = editor('mutation { createCategory(input: {name: "Mục"}) { category { id } } }')
    created = editor(
        """mutation ($category: ID!) { createArticle(input: {title: "Bài", body: "", publish: true,
          category: $category}) { searchable article { slug } errors { code } } }""",
        category=made["createCategory"]["category"]["id"],
    )["createArticle"]
    assert created == {"searchable": False, "article": {"slug": "bai"}, "errors": []}
    assert editor("{ articles { totalCount } }") == {"articles": {"totalCount": 1}}
