"""Articles by content: what the index finds for the words of others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlmodel import Session, col, select

from index.engine import Engine
from index.query import Not, Value
from index.resemblance import resembling
from service.content.article import ARTICLE, Article
from service.content.visibility import View
from service.notes import Work, timed


class Like(NamedTuple):
    """The `most` public articles that are most like an edition of an entry."""

    edition_id: int
    entry_id: int
    most: int


@dataclass(frozen=True)
class Related:
    """Given to `Context.load`; equal for one engine, so that keys are found together."""

    engine: Engine

    def __call__(
        self, session: Session, view: View, keys: Sequence[Like]
    ) -> Mapping[Like, list[int]]:
        """Entry ids, the most alike first; one statement, and one search for each key."""
        statement = select(Article.id, Article.title, Article.lead, Article.plain_text).where(
            col(Article.id).in_({key.edition_id for key in keys}), view.sees(Article)
        )
        texts = {row[0]: row[1:] for row in session.exec(statement)}
        there = (key for key in keys if key.edition_id in texts)
        return {key: self._find(key, view, *texts[key.edition_id]) for key in there}

    @timed(Work.RELATED)
    def _find(self, key: Like, view: View, title: str, lead: str | None, body: str) -> list[int]:
        query = resembling(title, lead or "", body, self.engine.vocabulary())
        itself = Value("owner", f"{ARTICLE.name}:{key.entry_id}")
        filters = {"kind": Value("kind", ARTICLE.name), "others": Not(itself)}
        page = self.engine.search(query, at=view.now, filters=filters, limit=key.most)
        return [int(hit.owner.rpartition(":")[2]) for hit in page.hits]
