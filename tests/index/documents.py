"""Small documents to index."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from index.document import Document
from index.engine import Engine, Order
from index.parser import parse
from index.query import Query

NOW = datetime(2024, 5, 1, 9, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=400)


def document(
    name: str = "1",
    title: str = "",
    *,
    owner: str | None = None,
    lead: str = "",
    body: str = "",
    byline: str = "",
    keywords: str = "",
    kind: str = "article",
    tags: Iterable[str] = (),
    categories: Iterable[str] = (),
    published: datetime = LONG_AGO,
    visible_from: datetime = LONG_AGO,
    visible_until: datetime | None = None,
) -> Document:
    return Document(
        id=name,
        owner=owner or f"article:{name}",
        kind=kind,
        title=title,
        lead=lead,
        body=body,
        byline=byline,
        keywords=keywords,
        tags=tuple(tags),
        categories=tuple(categories),
        published_at=published,
        visible_from=visible_from,
        visible_until=visible_until,
    )


def store(engine: Engine, *documents: Document) -> None:
    engine.replace({one.owner for one in documents}, documents, {})


def store_in_turn(engine: Engine, batches: Iterable[list[Document]]) -> list[Document]:
    """Stores one batch after the other in an index of its own; what is there in the end."""
    start(engine)
    kept: dict[str, list[Document]] = {}
    for batch in batches:
        store(engine, *batch)
        kept |= {one.owner: [] for one in batch}
        for one in batch:
            kept[one.owner].append(one)
    return [one for own in kept.values() for one in own]


def start(engine: Engine, *documents: Document) -> None:
    """Makes an index of these documents."""
    rebuilding = engine.rebuild()
    rebuilding.add(documents)
    rebuilding.finish({})


def found(
    engine: Engine,
    query: Query | str,
    *,
    at: datetime = NOW,
    order: Order = Order.RELEVANCE,
    limit: int = 100,
) -> list[str]:
    """The ids that are found, in order; the total must agree."""
    tree = parse(query) if isinstance(query, str) else query
    page = engine.search(tree, at=at, order=order, limit=limit)
    assert page.total == len(page.hits) or len(page.hits) == limit
    return [hit.id for hit in page.hits]
