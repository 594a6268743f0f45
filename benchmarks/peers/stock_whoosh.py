"""Whoosh as it comes: its own postings, its own BM25F, one segment."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from whoosh import fields, index, query
from whoosh.analysis import SpaceSeparatedTokenizer

from benchmarks.corpus import Article
from benchmarks.peers import TOP, Answer
from benchmarks.query_mix import Question
from benchmarks.tokens import tokens
from index.query import And, AtLeast, Or, Phrase, Query, Range, Term, Value
from index.vietnamese.forms import forms

MEMORY = 500
"""Megabytes of postings that are held before they are written."""


def _schema() -> Any:
    text = fields.TEXT(analyzer=SpaceSeparatedTokenizer())
    return fields.Schema(
        exact=text,
        folded=text,
        category=fields.ID(),
        number=fields.STORED(),
        published_at=fields.NUMERIC(int, 64, sortable=True),
    )


class StockWhoosh:
    name = "stock Whoosh"

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        found = index.exists_in(str(folder))
        self._index = index.open_dir(str(folder)) if found else index.create_in(folder, _schema())
        self._searcher = self._index.searcher()

    def build(self, batches: Iterable[list[Article]]) -> None:
        writer = self._index.writer(limitmb=MEMORY)
        for batch in batches:
            for article in batch:
                text = tokens(article)
                writer.add_document(
                    exact=text.exact,
                    folded=text.folded,
                    category=article.category,
                    number=article.number,
                    published_at=int(article.published_at.timestamp()),
                )
        writer.commit(optimize=True)
        self._searcher = self._index.searcher()

    def prepare(self, question: Question) -> Callable[[], Answer]:
        asked = _compiled(question.query)
        filters = [_filter(one) for one in question.filters.values()]
        options: dict[str, Any] = {"filter": query.And(filters)} if filters else {}
        if question.newest:
            options |= {"sortedby": "published_at", "reverse": True}

        def ask() -> Answer:
            found = self._searcher.search(asked, limit=TOP, **options)
            return Answer(tuple(hit["number"] for hit in found), len(found))

        return ask

    def close(self) -> None:
        self._searcher.close()
        self._index.close()


def _compiled(tree: Query) -> Any:
    if isinstance(tree, Term):
        word = forms(tree.text)
        if word.marked:
            return query.Term("exact", word.exact)
        return query.Term("folded", word.folded)
    if isinstance(tree, Phrase):
        words = [forms(text) for text in tree.words]
        if any(word.marked for word in words):
            return query.Phrase("exact", [word.exact for word in words])
        return query.Phrase("folded", [word.folded for word in words])
    assert isinstance(tree, And | Or | AtLeast)
    joint = query.And if isinstance(tree, And) else query.Or
    return joint([_compiled(child) for child in tree.children])


def _filter(tree: Query) -> Any:
    if isinstance(tree, Value):
        return query.Term("category", tree.value)
    assert isinstance(tree, Range)
    assert tree.gte is not None
    assert tree.lt is not None
    moments = int(tree.gte.timestamp()), int(tree.lt.timestamp())
    return query.NumericRange("published_at", *moments, endexcl=True)
