"""What is shown of a hit, <mark> around what it was found by."""

from collections.abc import Mapping, Sequence
from time import sleep
from typing import NamedTuple

from sqlmodel import Session, col, select

from index.highlight import highlight, snippet
from index.query import Query
from service.content.article import Article
from service.content.visibility import View, public_at

PIECE = 3
GIVING_WAY = 0.00005
"""Texts after which, and seconds for which, other threads get the interpreter. Short turns alone do
not do it: where all processors are busy, a thread may lose its own while it has the interpreter,
and the event loop waits for both."""


class Found(NamedTuple):
    """An entry, and the words it was found by."""

    entry_id: int
    query: Query


class Marked(NamedTuple):
    """HTML."""

    title: str
    snippet: str


def marked_texts(session: Session, view: View, keys: Sequence[Found]) -> Mapping[Found, Marked]:
    """Made from the public version, whatever else the view may see."""
    rows = session.exec(
        select(Article.entry_id, Article.title, Article.lead, Article.plain_text).where(
            col(Article.entry_id).in_({key.entry_id for key in keys}),
            public_at(Article, view.now),
        )
    )
    texts = {row[0]: row for row in rows}
    marked = {}
    for number, key in enumerate(keys, 1):
        if key.entry_id in texts:
            _, title, lead, plain_text = texts[key.entry_id]
            text = f"{lead}\n{plain_text}" if lead else plain_text
            marked[key] = Marked(highlight(title, key.query, "title"), snippet(text, key.query))
        if number % PIECE == 0:
            sleep(GIVING_WAY)
    return marked
