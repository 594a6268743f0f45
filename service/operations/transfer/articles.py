"""Says all articles, in the order of their ids, some at a time."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from service.content.article import ARTICLE
from service.content.base import Edition, Entry, Stage
from service.content.history import SlugHistory
from service.operations import editions
from service.operations.transfer.past import say_revisions
from service.operations.transfer.saying import Names, Said, say_article

BATCH = 200
"""Articles read at a time; and ids in one statement, which no database refuses."""
Progress = Callable[[int, int], None]
"""Told how many articles are done, and out of how many."""


def say_articles(
    session: Session, names: Names, at: datetime, progress: Progress | None
) -> Iterator[Said]:
    total, last, done = count_articles(session), 0, 0
    while batch := _next_entries(session, last):
        yield from _say_batch(session, batch, names, at)
        last, done = batch[-1].id or 0, done + len(batch)
        session.expunge_all()
        if progress is not None:
            progress(done, total)


def _next_entries(session: Session, after: int) -> list[Entry]:
    wanted = select(Entry).where(col(Entry.kind) == ARTICLE.name, col(Entry.id) > after)
    return list(session.exec(wanted.order_by(col(Entry.id)).limit(BATCH)))


def count_articles(session: Session) -> int:
    count = select(func.count()).select_from(Entry).where(col(Entry.kind) == ARTICLE.name)
    return session.exec(count).one()


def _say_batch(session: Session, batch: list[Entry], names: Names, at: datetime) -> Iterator[Said]:
    ids = [entry.id for entry in batch]
    table = ARTICLE.edition
    found = session.exec(select(table).where(col(table.entry_id).in_(ids))).all()
    rows = editions.content(session, ARTICLE, found)
    by_entry: dict[int, dict[Stage, tuple[Edition, editions.Row]]] = {}
    for edition, row in zip(found, rows, strict=True):
        by_entry.setdefault(edition.entry_id, {})[edition.stage] = edition, row
    slugs = _slugs(session, ids)
    _look_up(rows, names)
    for entry in batch:
        key = entry.id or 0
        said = say_article(entry, by_entry[key], slugs.get(key, []), names, at)
        yield said | say_revisions(session, entry, names)


def _slugs(session: Session, ids: list[int | None]) -> dict[int, list[SlugHistory]]:
    rows: dict[int, list[SlugHistory]] = {}
    owner = col(SlugHistory.entry_id)
    for row in session.exec(
        select(SlugHistory).where(owner.in_(ids)).order_by(col(SlugHistory.id))
    ):
        rows.setdefault(row.entry_id or 0, []).append(row)
    return rows


def _look_up(rows: list[editions.Row], names: Names) -> None:
    """The tags and images that the rows refer to."""
    images = {image_id for row in rows for image_id, _ in row["images"]}
    images |= {row["cover_id"] for row in rows if row["cover_id"] is not None}
    names.forget()
    names.look_up({tag_id for row in rows for (tag_id,) in row["tags"]}, images)
