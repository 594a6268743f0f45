"""tantivy, by its Python binding: one merged segment, the count and the best in one search."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import tantivy

from benchmarks.corpus import Article
from benchmarks.peers import TOP, Answer
from benchmarks.query_mix import Question
from benchmarks.tokens import tokens
from index.query import And, AtLeast, Or, Phrase, Query, Range, Term, Value
from index.vietnamese.forms import forms

HEAP = 4_000_000_000
"""So that all articles fit, and are written as one segment."""
MUST, SHOULD = tantivy.Occur.Must, tantivy.Occur.Should


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    for name in ("exact", "folded", "bare"):
        builder.add_text_field(name, tokenizer_name="whitespace")
    builder.add_text_field("owner", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("category", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("number", fast=True)
    builder.add_integer_field("published_at", indexed=True, fast=True)
    return builder.build()


def tantivy_document(article: Article) -> Any:
    text = tokens(article)
    made = tantivy.Document()
    made.add_text("exact", text.exact)
    made.add_text("folded", text.folded)
    made.add_text("bare", text.bare)
    made.add_text("owner", str(article.number))
    made.add_text("category", article.category)
    made.add_integer("number", article.number)
    made.add_integer("published_at", int(article.published_at.timestamp()))
    return made


class Tantivy:
    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.index = tantivy.Index(_schema(), path=str(folder))
        self._searcher = self.index.searcher()

    @property
    def segments(self) -> int:
        return int(self._searcher.num_segments)

    def build(self, batches: Iterable[list[Article]]) -> None:
        writer = self.index.writer(heap_size=HEAP, num_threads=1)
        for batch in batches:
            for article in batch:
                writer.add_document(tantivy_document(article))
        writer.commit()
        writer.wait_merging_threads()
        self.reload()

    def reload(self) -> None:
        self.index.reload()
        self._searcher = self.index.searcher()

    def prepare(self, question: Question) -> Callable[[], Answer]:
        query = self.compiled(question)
        return self._newest(query) if question.newest else self._best(query)

    def total_as_ours(self, question: Question) -> int:
        """How many match where a marked syllable also finds parts without any marked letter."""
        query = self.compiled(question, bare=True)
        return int(self._searcher.search(query, limit=1).count)

    def compiled(self, question: Question, bare: bool = False) -> Any:
        query = question.query
        clauses = [
            (MUST, tantivy.Query.const_score_query(self._filter(one), 0.0))
            for one in question.filters.values()
        ]
        if not clauses:
            return self._query(query, bare)
        children = query.children if isinstance(query, And) else (query,)
        clauses += [(MUST, self._query(child, bare)) for child in children]
        return tantivy.Query.boolean_query(clauses)

    def _best(self, query: Any) -> Callable[[], Answer]:
        def ask() -> Answer:
            searcher = self._searcher
            found = searcher.search(query, limit=TOP, count=True)
            addresses = [address for _, address in found.hits]
            return Answer(tuple(searcher.fast_field_values("number", addresses)), found.count)

        return ask

    def _newest(self, query: Any) -> Callable[[], Answer]:
        def ask() -> Answer:
            searcher = self._searcher
            found = searcher.search(query, limit=TOP, count=True, order_by_field="published_at")
            addresses = [address for _, address in found.hits]
            return Answer(tuple(searcher.fast_field_values("number", addresses)), found.count)

        return ask

    def _query(self, query: Query, bare: bool) -> Any:
        if isinstance(query, Term):
            return self._term(query.text, bare)
        if isinstance(query, Phrase):
            return self._phrase(query.words, bare)
        assert isinstance(query, And | Or | AtLeast)
        occur = MUST if isinstance(query, And) else SHOULD
        children = [(occur, self._query(child, bare)) for child in query.children]
        if isinstance(query, AtLeast):
            return tantivy.Query.boolean_query(children, query.count)
        return tantivy.Query.boolean_query(children)

    def _term(self, text: str, bare: bool) -> Any:
        word, schema = forms(text), self.index.schema
        if not word.marked:
            return tantivy.Query.term_query(schema, "folded", word.folded)
        marked = tantivy.Query.term_query(schema, "exact", word.exact)
        if not bare:
            return marked
        other = tantivy.Query.term_query(schema, "bare", word.folded)
        return tantivy.Query.boolean_query([(SHOULD, marked), (SHOULD, other)])

    def _phrase(self, texts: tuple[str, ...], bare: bool) -> Any:
        words, schema = [forms(text) for text in texts], self.index.schema
        folded = [word.folded for word in words]
        if not any(word.marked for word in words):
            return tantivy.Query.phrase_query(schema, "folded", folded)
        marked = tantivy.Query.phrase_query(schema, "exact", [word.exact for word in words])
        if not bare:
            return marked
        other = tantivy.Query.phrase_query(schema, "bare", folded)
        return tantivy.Query.boolean_query([(SHOULD, marked), (SHOULD, other)])

    def _filter(self, query: Query) -> Any:
        if isinstance(query, Value):
            return tantivy.Query.term_query(self.index.schema, "category", query.value, "basic")
        assert isinstance(query, Range)
        assert query.gte is not None
        assert query.lt is not None
        return tantivy.Query.range_query(
            self.index.schema,
            "published_at",
            tantivy.FieldType.Integer,
            int(query.gte.timestamp()),
            int(query.lt.timestamp()),
            include_upper=False,
        )

    def close(self) -> None:
        pass
