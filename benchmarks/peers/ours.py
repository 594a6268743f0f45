"""The index of this project, asked directly, as the API asks it."""

from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.corpus import Article
from benchmarks.peers import TOP, Answer
from benchmarks.query_mix import Question
from index.asking import Asking
from index.document import Document
from index.engine import Order
from index.opening import open_engine
from index.synonyms import Synonyms

NOW = datetime(2100, 1, 1, tzinfo=UTC)
FACETS = ("categories", "year", "byline_value")


def document(article: Article) -> Document:
    return Document(
        id=str(article.number),
        owner=f"article:{article.number}",
        kind="article",
        title=article.title,
        lead=article.lead,
        body=article.body,
        byline=article.byline,
        keywords="",
        tags=(),
        categories=(article.category,),
        published_at=article.published_at,
        visible_from=article.published_at,
    )


class Ours:
    name = "toasoan"

    def __init__(self, folder: Path, facets: Collection[str] = ()) -> None:
        self.engine = open_engine(f"whoosh:{folder}")
        self._facets = facets

    def build(self, batches: Iterable[list[Article]]) -> None:
        rebuilding = self.engine.rebuild()
        for batch in batches:
            rebuilding.add(map(document, batch))
        rebuilding.finish({})

    def prepare(self, question: Question) -> Callable[[], Answer]:
        query, filters = question.query, question.filters
        order = Order.NEWEST if question.newest else Order.RELEVANCE

        def ask() -> Answer:
            page = self.engine.search(
                query, at=NOW, filters=filters, facets=self._facets, order=order, limit=TOP
            )
            return Answer(tuple(int(hit.id) for hit in page.hits), page.total)

        return ask

    def read(self, text: str) -> tuple[int, ...]:
        """Numbers of the best for a text as a reader types it."""
        asking = Asking(self.engine, Synonyms(), NOW)
        return tuple(int(hit.id) for hit in asking.ask(text, limit=TOP).page.hits)

    def close(self) -> None:
        self.engine.close()


class OursWithFacets(Ours):
    name = "toasoan, facets too"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, FACETS)
