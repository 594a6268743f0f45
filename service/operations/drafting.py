"""Writing: a new draft, and changes of the working version."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column
from sqlmodel import Session, col, select

from index.vietnamese.slug import slugify
from service.content import times
from service.content.base import Entry, Kind, State
from service.content.change import Lane
from service.content.fields import clean_each, client_name
from service.content.history import SlugHistory
from service.content.image import Image
from service.content.usage import shows_image
from service.content.visibility import View
from service.errors import NotFound, Refusal, Refused
from service.operations import lifecycle, slugs
from service.operations.bulk import BulkDraft, add_entries
from service.operations.editions import Row
from service.operations.lifecycle import Move
from service.permissions import Action, Actor, require


def create(
    session: Session,
    actor: Actor,
    kind: Kind,
    values: Mapping[str, Any],
    *,
    publish: bool = False,
    lane: Lane = Lane.INTERACTIVE,
    now: datetime | None = None,
) -> Entry:
    """A new entry, published at once if so wished; `values` are those of its kind's fields.

    Raises Refused with everything that is wrong about the values.
    """
    require(actor, Action.WRITE)
    if publish:
        require(actor, Action.PUBLISH)
    now = now or times.now()
    given = {**dict.fromkeys(kind.fields), **values}
    cleaned = check(session, actor.view(now), kind, given)
    draft = BulkDraft(cleaned, State.PUBLIC if publish else State.DRAFT)
    return add_entries(session, actor, kind, [draft], lane, now=now)[0]


def update(
    session: Session,
    actor: Actor,
    kind: Kind,
    entry_id: int,
    expected_version: int,
    values: Mapping[str, Any],
    *,
    publish: bool = False,
    now: datetime | None = None,
) -> Entry:
    """Changes the given fields of the working version (None clears), published if so wished.

    Raises Refused with everything that is wrong about the values; see lifecycle.begin for the rest.
    """
    if publish:
        require(actor, Action.PUBLISH)
    now = now or times.now()
    change = lifecycle.begin(session, actor, entry_id, expected_version, Move.UPDATE, now, kind)
    cleaned = check(session, actor.view(now), kind, values, entry_id)
    if "slug" in cleaned:
        title = str(cleaned.get("title", change.row["title"]))
        cleaned["slug"] = _own_slug(session, kind, cleaned["slug"], title, entry_id)
    change.write(cleaned)
    if publish:
        change.before["status"] = change.entry.status(now).value
        lifecycle.make_public(change)
    return change.finish()


def check(
    session: Session,
    view: View,
    kind: Kind,
    values: Mapping[str, Any],
    entry_id: int | None = None,
) -> Row:
    """The values, cleaned. Raises Refused with everything that is wrong about them.

    `view` is of who gives them: what it does not show is not there. `entry_id` is whose values
    they become; None for a new entry.
    """
    cleaned, refusals = clean_each(kind.fields, values)
    refusals += _wrong_slug(session, kind, cleaned.get("slug"), entry_id)
    refusals += _missing(session, view, kind, cleaned)
    if refusals:
        order = [client_name(name) for name in kind.fields]
        raise Refused(sorted(refusals, key=lambda refusal: order.index(refusal.field[0])))
    return cleaned


def _wrong_slug(
    session: Session, kind: Kind, slug: str | None, entry_id: int | None
) -> Iterator[Refusal]:
    if slug is None:
        return
    try:
        slugs.check_form(slug)
    except Refusal as refusal:
        yield refusal
        return
    owner = select(SlugHistory).where(SlugHistory.kind == kind.name, SlugHistory.slug == slug)
    found = session.exec(owner).one_or_none()
    if found is not None and found.entry_id != entry_id:
        yield slugs.not_unique()


def _missing(session: Session, view: View, kind: Kind, cleaned: Row) -> Iterator[Refusal]:
    """A refusal for each field that refers to something that does not exist, or is not shown."""
    for name, target, ids in _references(kind, cleaned):
        wanted = {one for one in ids if one is not None}
        if not wanted:
            continue
        named = select(target).where(target.in_(wanted))
        if target.table.name == Image.__tablename__:
            named = named.where(shows_image(view))
        found = set(session.exec(named))
        if wanted - found:
            yield NotFound(client_name(name), f"There is no {target.table.name} with this id.")


def _references(kind: Kind, cleaned: Row) -> Iterator[tuple[str, Column[int], list[int | None]]]:
    """Each column that refers to another table: its field, what it refers to, and the ids."""
    for name, value in cleaned.items():
        if name not in kind.parts:
            for target in _targets(kind.edition, name):
                yield name, target, [value]
            continue
        rule = kind.parts[name]
        for place, column in enumerate(rule.columns):
            for target in _targets(rule.table, column):
                yield name, target, [row[place] for row in value]


def _targets(table: Any, column: str) -> list[Column[int]]:
    return [key.column for key in table.__table__.c[column].foreign_keys]


def _own_slug(session: Session, kind: Kind, slug: str | None, title: str, entry_id: int) -> str:
    """The chosen slug, or one made from the title, reserved for the entry."""
    if slug is None:
        base = slugify(title)
        has = select(col(SlugHistory.slug)).where(
            SlugHistory.kind == kind.name,
            SlugHistory.slug == base,
            SlugHistory.entry_id == entry_id,
        )
        taken_by_itself = session.exec(has).first() is not None
        slug = base if taken_by_itself else slugs.SlugPool(session, kind.name).free(base)
    slugs.reserve(session, kind.name, slug, entry_id=entry_id)
    return slug
