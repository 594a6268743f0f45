"""Articles by content: what the index finds for the words of others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlmodel import Session, col

from index.engine import Engine
from index.query import Not, Query, Value
from index.resemblance import resembling
from service.api.loaders.entries import Entries, Shown
from service.api.loaders.prepared import Prepared, given
from service.content.article import ARTICLE, Article
from service.content.visibility import View
from service.notes import Work, timed

MOST = 2_000
"""Texts whose queries are remembered for one generation of an index: a few megabytes."""

_TEXTS = Prepared(
    lambda view: select(
        col(Article.id),
        col(Article.digest),
        col(Article.title),
        col(Article.lead),
        col(Article.plain_text),
    ).where(col(Article.id).in_(given()), view.sees(Article))
)


class Like(NamedTuple):
    """The `most` public articles that are most like an edition of an entry."""

    edition_id: int
    entry_id: int
    most: int


class _Remembered:
    """The queries that texts became, by their digests; which words are rare, the index says."""

    def __init__(self, generation: str) -> None:
        self.generation = generation
        self.queries: dict[str, Query] = {}

    def make_room(self) -> None:
        if len(self.queries) >= MOST:
            self.queries.clear()


_known: WeakKeyDictionary[Engine, _Remembered] = WeakKeyDictionary()


@dataclass(frozen=True)
class Related:
    """Given to `Context.load`; equal for one engine, so that keys are found together."""

    engine: Engine
    entries: Entries

    def __call__(
        self, session: Session, view: View, keys: Sequence[Like]
    ) -> Mapping[Like, list[Shown]]:
        """The most alike first, as far as the public still sees them; one search for each key."""
        rows = _TEXTS.rows(session, view, keys=list({key.edition_id for key in keys}))
        texts = {row.id: row for row in rows}
        there = (key for key in keys if key.edition_id in texts)
        found = {key: self._find(key, view, texts[key.edition_id]) for key in there}
        every = {one for ids in found.values() for one in ids}
        shown = self.entries.still_public(session, view, list(every))
        return {key: [shown[one] for one in ids if one in shown] for key, ids in found.items()}

    @timed(Work.RELATED)
    def _find(self, key: Like, view: View, text: Any) -> list[int]:
        itself = Value("owner", f"{ARTICLE.name}:{key.entry_id}")
        filters = {"kind": Value("kind", ARTICLE.name), "others": Not(itself)}
        page = self.engine.search(self._query(text), at=view.now, filters=filters, limit=key.most)
        return list(dict.fromkeys(int(hit.owner.rpartition(":")[2]) for hit in page.hits))

    def _query(self, text: Any) -> Query:
        """Threads that meet here at worst make the same twice."""
        generation = self.engine.generation
        remembered = _known.get(self.engine)
        if remembered is None or remembered.generation != generation:
            remembered = _known[self.engine] = _Remembered(generation)
        query = remembered.queries.get(text.digest)
        if query is None:
            vocabulary = self.engine.vocabulary()
            query = resembling(text.title, text.lead or "", text.plain_text, vocabulary)
            remembered.make_room()
            remembered.queries[text.digest] = query
        return query
