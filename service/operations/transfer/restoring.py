"""Gives new articles what they had where they come from: versions, times, changes, slugs."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, update
from sqlmodel import Session, col, select

from service.content.article import ARTICLE
from service.content.base import Edition, Stage, State
from service.content.history import SlugHistory
from service.operations import editions
from service.operations.editions import Row, tabular
from service.operations.transfer.adding import Added
from service.operations.transfer.past import restore_revisions
from service.operations.transfer.references import References
from service.operations.transfer.shapes import Content, Scheduled, UsedSlug

_ARTICLES = tabular(ARTICLE.edition)
_SLUGS = tabular(SlugHistory)
_CHUNK = 500


def restore(
    session: Session, added: Sequence[Added], references: References, now: datetime
) -> None:
    """Writes what the lines say of the past; a line that says nothing costs nothing."""
    _restore_entries(session, added, now)
    _restore_editions(session, added)
    for one in added:
        if one.pending is not None:
            _write_pending(session, one, one.pending, references)
        if one.scheduled is not None:
            _write_scheduled(session, one, one.scheduled, references)
    restore_revisions(session, added, references)
    _restore_slugs(session, [one for one in added if _slugs(one) != [_plain_slug(one)]])


def _restore_entries(session: Session, added: Sequence[Added], now: datetime) -> None:
    for one in added:
        entry, history, begin = one.entry, one.line.history, one.draft.visible_from
        entry.version = history.version or entry.version
        entry.updated_at = history.updated_at or entry.updated_at
        if history.public_from is not None and begin is not None and begin <= now:
            entry.public_from = min(history.public_from, begin)
    session.flush()


def _restore_editions(session: Session, added: Sequence[Added]) -> None:
    rows = [row for one in added if _was_written(one) for row in _edition_times(one)]
    if not rows:
        return
    one_edition = (_ARTICLES.c.entry_id == bindparam("of"), _ARTICLES.c.stage == bindparam("at"))
    columns = ("version", "updated_at", "visible_until")
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
    session.execute(update(_ARTICLES).where(*one_edition).values(values), rows)


def _was_written(one: Added) -> bool:
    """Whether the line says when its editions were written, or how long they are shown."""
    line = one.line
    said = (line.history.version, line.history.updated_at, one.visible_until)
    contents = [content for content in (line.content, one.pending) if content is not None]
    return any(said) or any(content.version or content.updated_at for content in contents)


def _edition_times(one: Added) -> Iterator[dict[str, Any]]:
    shown, working = one.line.content, one.pending or one.line.content
    yield {**_written(one, working), "at": Stage.WORKING, "new_visible_until": None}
    if one.entry.state is State.PUBLIC:
        until = one.visible_until
        yield {**_written(one, shown), "at": Stage.PUBLIC, "new_visible_until": until}


def _written(one: Added, content: Content) -> dict[str, Any]:
    return {
        "of": one.entry.id,
        "new_version": content.version or one.entry.version,
        "new_updated_at": content.updated_at or one.entry.updated_at,
    }


def _write_pending(session: Session, one: Added, pending: Content, references: References) -> None:
    working, row = _working(session, one)
    wanted = {**row, **references.given(pending)}
    changed = {name for name in wanted if wanted[name] != row[name]}
    editions.rewrite(session, ARTICLE, working, editions.complete(ARTICLE, wanted), changed)
    session.flush()


def _working(session: Session, one: Added) -> tuple[Edition, Row]:
    edition = editions.load(session, ARTICLE, one.entry.id or 0)[Stage.WORKING]
    return edition, editions.content(session, ARTICLE, [edition])[0]


def _write_scheduled(
    session: Session, one: Added, scheduled: Scheduled, references: References
) -> None:
    row = {**one.draft.values, **references.given(scheduled.content)}
    row = editions.complete(ARTICLE, row)
    written = _written(one, scheduled.content)
    row |= {"entry_id": one.entry.id, "stage": Stage.SCHEDULED}
    row |= {"version": written["new_version"], "updated_at": written["new_updated_at"]}
    row |= {"visible_from": scheduled.visible_from, "visible_until": scheduled.visible_until}
    editions.insert_editions(session, ARTICLE, [row])


def _plain_slug(one: Added) -> UsedSlug:
    """What a new article has: its slug, found by the public since it is shown."""
    return UsedSlug(one.draft.values["slug"], one.draft.visible_from)


def _slugs(one: Added) -> list[UsedSlug]:
    """All that the article has had; those of its editions among them."""
    used = list(one.line.history.slugs)
    slug = one.draft.values["slug"]
    others = [one.pending, one.scheduled.content if one.scheduled else None]
    current = [slug, *(content.values.get("slug") for content in others if content is not None)]
    for missing in current:
        if missing is not None and missing not in {known.slug for known in used}:
            used.append(UsedSlug(missing, one.entry.public_from if missing == slug else None))
    return used


def _restore_slugs(session: Session, added: Sequence[Added]) -> None:
    """A slug that something else has, or has had meanwhile, is left with it."""
    if not added:
        return
    ids = [one.entry.id for one in added]
    session.execute(delete(_SLUGS).where(_SLUGS.c.entry_id.in_(ids)))
    owners = {one.draft.values["slug"]: one.entry.id for one in added}
    taken = _taken(session, [used.slug for one in added for used in _slugs(one)])
    rows = []
    for one in added:
        for used in _slugs(one):
            if used.slug in taken or owners.get(used.slug, one.entry.id) != one.entry.id:
                continue
            taken.add(used.slug)
            owned = {"kind": ARTICLE.name, "slug": used.slug, "entry_id": one.entry.id}
            rows.append({**owned, "public_from": used.public_from})
    session.execute(insert(_SLUGS), rows)


def _taken(session: Session, slugs: Sequence[str]) -> set[str]:
    used = col(SlugHistory.slug)
    found: set[str] = set()
    for start in range(0, len(slugs), _CHUNK):
        some = used.in_(slugs[start : start + _CHUNK])
        found.update(session.exec(select(used).where(SlugHistory.kind == ARTICLE.name, some)))
    return found
