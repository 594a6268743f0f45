"""Which articles some lines are about, and how those are now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from service.content.article import ARTICLE
from service.content.base import Edition, Entry, Stage
from service.content.history import SlugHistory
from service.operations import editions
from service.operations.editions import Row
from service.operations.transfer.shapes import ArticleLine

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Known:
    """An article that is there, with its editions and what each says."""

    entry: Entry
    editions: dict[Stage, Edition]
    rows: dict[Stage, Row]

    @property
    def shown(self) -> Stage:
        """What a line's own fields are compared with."""
        return Stage.PUBLIC if Stage.PUBLIC in self.rows else Stage.WORKING

    @property
    def images(self) -> set[int]:
        """The ids of all that it shows, in whatever edition."""
        covers = {row["cover_id"] for row in self.rows.values()}
        return covers | {image for row in self.rows.values() for image, _ in row["images"]}


def find_known(session: Session, lines: Sequence[ArticleLine]) -> list[Known | None]:
    """The article of each line: by any slug it has had, else by the digest; None for a new one."""
    by_slug = _by_slug(session, [line.slug for line in lines if line.slug])
    by_key = _by_key(session, [line.digest for line in lines if not line.slug])
    ids = [by_slug.get(line.slug) if line.slug else by_key.get(line.digest) for line in lines]
    known = _load(session, [entry_id for entry_id in ids if entry_id])
    return [known.get(entry_id) if entry_id else None for entry_id in ids]


def _by_slug(session: Session, slugs: list[str]) -> dict[str, int]:
    used = col(SlugHistory.slug)
    found: dict[str, int] = {}
    for some in _chunks(slugs):
        statement = select(used, SlugHistory.entry_id).where(SlugHistory.kind == ARTICLE.name)
        found.update(
            (slug, id_ or 0) for slug, id_ in session.exec(statement.where(used.in_(some)))
        )
    return found


def _by_key(session: Session, keys: list[str]) -> dict[str, int]:
    key = col(Entry.import_key)
    found: dict[str, int] = {}
    for some in _chunks(keys):
        statement = select(key, Entry.id).where(Entry.kind == ARTICLE.name, key.in_(some))
        found.update((digest, id_ or 0) for digest, id_ in session.exec(statement) if digest)
    return found


def _load(session: Session, ids: list[int]) -> dict[int, Known]:
    known: dict[int, Known] = {}
    for some in _chunks(ids):
        for entry in session.exec(select(Entry).where(col(Entry.id).in_(some))):
            known[entry.id or 0] = Known(entry, {}, {})
        table = ARTICLE.edition
        found = session.exec(select(table).where(col(table.entry_id).in_(some))).all()
        rows = editions.content(session, ARTICLE, found)
        for edition, row in zip(found, rows, strict=True):
            known[edition.entry_id].editions[edition.stage] = edition
            known[edition.entry_id].rows[edition.stage] = row
    return known


def _chunks(wanted: list[Any]) -> list[list[Any]]:
    return [wanted[start : start + _CHUNK] for start in range(0, len(wanted), _CHUNK)]
