"""SQLite's FTS5, ranked by `bm25()`; optimised, contentless, and read through a memory map."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from benchmarks.corpus import Article
from benchmarks.peers import TOP, Answer
from benchmarks.query_mix import Question
from benchmarks.tokens import tokens
from index.query import And, AtLeast, Or, Phrase, Query, Range, Term, Value
from index.vietnamese.forms import forms

SCHEMA = """
CREATE VIRTUAL TABLE texts USING fts5(exact, folded, content='', tokenize='ascii');
CREATE TABLE articles (number INTEGER PRIMARY KEY, category TEXT, published_at INTEGER);
CREATE INDEX by_category ON articles (category);
CREATE INDEX by_date ON articles (published_at);
"""
PRAGMAS = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -200000;
PRAGMA mmap_size = 4000000000;
"""

Row = tuple[int, str, str, str, int]


class Fts5:
    name = "SQLite FTS5"

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._connection = sqlite3.connect(folder / "fts5.db", check_same_thread=False)
        self._connection.executescript(PRAGMAS)

    def build(self, batches: Iterable[list[Article]]) -> None:
        database = self._connection
        database.executescript(SCHEMA)
        for batch in batches:
            rows = list(_rows(batch))
            database.executemany(
                "INSERT INTO texts (rowid, exact, folded) VALUES (?, ?, ?)",
                [row[:3] for row in rows],
            )
            database.executemany(
                "INSERT INTO articles VALUES (?, ?, ?)", [(row[0], *row[3:]) for row in rows]
            )
        database.execute("INSERT INTO texts (texts) VALUES ('optimize')")
        database.execute("ANALYZE")
        database.commit()

    def prepare(self, question: Question) -> Callable[[], Answer]:
        """The count is a statement of its own, which is quicker than counting while ranking."""
        source, values = _source(question)
        order = "published_at DESC" if question.newest else "bm25(texts)"
        counting = f"SELECT count(*) {source}"
        best = f"SELECT texts.rowid {source} ORDER BY {order} LIMIT {TOP}"

        def ask() -> Answer:
            (total,) = self._connection.execute(counting, values).fetchone()
            numbers = tuple(number for (number,) in self._connection.execute(best, values))
            return Answer(numbers, total)

        return ask

    def close(self) -> None:
        self._connection.close()


def _rows(articles: list[Article]) -> Iterator[Row]:
    for article in articles:
        text = tokens(article)
        moment = int(article.published_at.timestamp())
        yield article.number, text.exact, text.folded, article.category, moment


def _source(question: Question) -> tuple[str, list[str | int]]:
    """The statement from FROM on, and its values; articles are joined only where they must be."""
    conditions: list[str] = ["texts MATCH ?"]
    values: list[str | int] = [match(question.query)]
    for one in question.filters.values():
        condition, more = _filter(one)
        conditions.append(condition)
        values += more
    join = " JOIN articles ON number = texts.rowid" if question.filters or question.newest else ""
    return f"FROM texts{join} WHERE {' AND '.join(conditions)}", values


def match(query: Query) -> str:
    """The tree in FTS5's query language."""
    if isinstance(query, Term):
        return _words((query.text,))
    if isinstance(query, Phrase):
        return _words(query.words)
    assert isinstance(query, And | Or | AtLeast)
    joint = " AND " if isinstance(query, And) else " OR "
    return "(" + joint.join(match(child) for child in query.children) + ")"


def _words(texts: tuple[str, ...]) -> str:
    words = [forms(text) for text in texts]
    if any(word.marked for word in words):
        return 'exact:"' + " ".join(word.exact for word in words) + '"'
    return 'folded:"' + " ".join(word.folded for word in words) + '"'


def _filter(query: Query) -> tuple[str, list[str | int]]:
    if isinstance(query, Value):
        return "category = ?", [query.value]
    assert isinstance(query, Range)
    assert query.gte is not None
    assert query.lt is not None
    moments = [int(query.gte.timestamp()), int(query.lt.timestamp())]
    return "published_at >= ? AND published_at < ?", [*moments]
