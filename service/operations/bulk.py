"""New entries, one or many, in few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from index.vietnamese.slug import slugify
from service import outbox
from service.content import times
from service.content.base import Entry, Kind, Stage, State
from service.content.change import Lane
from service.content.history import Revision, SlugHistory
from service.operations.editions import Row, complete, insert_editions, tabular
from service.operations.slugs import SlugPool
from service.permissions import Action, Actor, require


@dataclass(frozen=True, slots=True)
class BulkDraft:
    """A new entry: its cleaned values, and what an import may know besides."""

    values: Row
    """Of every field of its kind; without a slug (None) one is made from the title."""
    state: State = State.DRAFT
    trashed_from: State | None = None
    visible_from: datetime | None = None
    """For State.PUBLIC: when the public sees it, also ahead; None is now."""
    view_count: int = 0
    import_key: str | None = None
    created_at: datetime | None = None


def add_entries(
    session: Session,
    actor: Actor,
    kind: Kind,
    drafts: Sequence[BulkDraft],
    lane: Lane = Lane.BULK,
    *,
    now: datetime | None = None,
) -> list[Entry]:
    """Makes an entry of each draft, in this order; some hundreds at a time are quickest.

    What the values refer to must exist. Raises NotUnique for a given slug that is taken.
    """
    require(actor, Action.WRITE)
    if any(draft.state is not State.DRAFT for draft in drafts):
        require(actor, Action.PUBLISH)
    now = now or times.now()
    rows = _rows(session, kind, drafts, now)
    entries = [_entry(actor, kind, draft, now) for draft in drafts]
    session.add_all(entries)
    session.flush()
    ids = [entry.id or 0 for entry in entries]
    insert_editions(session, kind, _editions(ids, drafts, rows, now))
    _note_history(session, actor, kind, ids, drafts, rows, now)
    outbox.record_many(session, ids, lane)
    return entries


def _rows(session: Session, kind: Kind, drafts: Sequence[BulkDraft], now: datetime) -> list[Row]:
    """What the editions say, slugs and times of publication filled in."""
    wanted = [draft.values["slug"] or slugify(draft.values["title"]) for draft in drafts]
    pool = SlugPool(session, kind.name, wanted)
    rows: list[Row] = []
    for draft, slug in zip(drafts, wanted, strict=True):
        given = pool.claim(slug) if draft.values["slug"] else pool.free(slug)
        published_at = draft.values["published_at"]
        if draft.state is State.PUBLIC:
            published_at = published_at or draft.visible_from or now
        row = {**draft.values, "slug": given, "published_at": published_at}
        rows.append(complete(kind, row))
    return rows


def _entry(actor: Actor, kind: Kind, draft: BulkDraft, now: datetime) -> Entry:
    public_from = (draft.visible_from or now) if draft.state is State.PUBLIC else None
    return Entry(
        kind=kind.name,
        state=draft.state,
        trashed_from=draft.trashed_from,
        public_from=public_from,
        view_count=draft.view_count,
        posted_by_id=actor.account_id,
        updated_by_id=actor.account_id,
        created_at=draft.created_at or now,
        updated_at=now,
        import_key=draft.import_key,
    )


def _editions(
    ids: Sequence[int], drafts: Sequence[BulkDraft], rows: Sequence[Row], now: datetime
) -> list[Row]:
    made: list[Row] = []
    for entry_id, draft, row in zip(ids, drafts, rows, strict=True):
        common: Row = {**row, "entry_id": entry_id, "version": 1, "updated_at": now}
        common |= {"stage": Stage.WORKING, "visible_from": None, "visible_until": None}
        made.append(common)
        if draft.state is State.PUBLIC:
            shown = {"stage": Stage.PUBLIC, "visible_from": draft.visible_from or now}
            made.append({**common, **shown})
    return made


def _note_history(
    session: Session,
    actor: Actor,
    kind: Kind,
    ids: Sequence[int],
    drafts: Sequence[BulkDraft],
    rows: Sequence[Row],
    now: datetime,
) -> None:
    reserved: list[dict[str, Any]] = []
    revisions: list[dict[str, Any]] = []
    for entry_id, draft, row in zip(ids, drafts, rows, strict=True):
        public_from = (draft.visible_from or now) if draft.state is State.PUBLIC else None
        owned = {"kind": kind.name, "slug": row["slug"], "entry_id": entry_id}
        reserved.append({**owned, "public_from": public_from})
        said = [name for name in kind.fields if row[name]]
        made = {"entry_id": entry_id, "version": 1, "at": now, "by_id": actor.account_id}
        revisions.append({**made, "changed_fields": said, "before": {}})
    session.execute(insert(tabular(SlugHistory)), reserved)
    session.execute(insert(tabular(Revision)), revisions)
