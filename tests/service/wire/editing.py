"""What an editor does to articles, over the wire."""

from typing import Any

from tests.service.wire.running import Client

ARTICLE = "article { id version status } searchable"


def create(editor: Client, **values: Any) -> Any:
    """The new article; the index shows it if it was published."""
    return _article(editor.change("createArticle", ARTICLE, **values))


def update(editor: Client, article: Any, **values: Any) -> Any:
    known = {"id": article["id"], "expectedVersion": article["version"]}
    made = editor.change("updateArticle", ARTICLE, **known, **values)
    return _article(made)


def move(editor: Client, transition: str, article: Any) -> Any:
    """publishArticle, unpublishArticle, trashArticle ..."""
    known = {"id": article["id"], "expectedVersion": article["version"]}
    return _article(editor.change_as(transition, "ArticleTransitionInput", ARTICLE, **known))


def _article(payload: Any) -> Any:
    assert (payload["errors"], payload["searchable"]) == ([], True)
    return payload["article"]
