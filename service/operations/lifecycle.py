"""The lifecycle of every kind of content: what may become what, and how."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlmodel import Session

from service.content import KINDS, times
from service.content.base import Edition, Entry, Kind, Stage, State, Status
from service.content.fields import Moment
from service.errors import Invalid, InvalidTransition, NotFound, Required
from service.operations import changing, editions, slugs
from service.operations.changing import Change
from service.permissions import Action, Actor


class Move(StrEnum):
    PUBLISH = "publish"
    SCHEDULE = "schedule"
    UNPUBLISH = "unpublish"
    ARCHIVE = "archive"
    TRASH = "trash"
    RESTORE = "restore"
    UPDATE = "update"


_M = Move
MOVES: Final[Mapping[Status, tuple[Move, ...]]] = {
    Status.DRAFT: (_M.PUBLISH, _M.SCHEDULE, _M.ARCHIVE, _M.TRASH, _M.UPDATE),
    Status.SCHEDULED: (_M.PUBLISH, _M.SCHEDULE, _M.UNPUBLISH, _M.ARCHIVE, _M.TRASH, _M.UPDATE),
    Status.PUBLISHED: (_M.PUBLISH, _M.SCHEDULE, _M.UNPUBLISH, _M.ARCHIVE, _M.TRASH, _M.UPDATE),
    Status.ARCHIVED: (_M.PUBLISH, _M.SCHEDULE, _M.TRASH, _M.RESTORE, _M.UPDATE),
    Status.TRASHED: (_M.RESTORE,),
}
"""What is allowed in each status; all else is an InvalidTransition."""

ACTIONS: Final[Mapping[Move, Action]] = {
    Move.UPDATE: Action.WRITE,
    Move.TRASH: Action.WRITE,
    Move.RESTORE: Action.WRITE,
    Move.PUBLISH: Action.PUBLISH,
    Move.SCHEDULE: Action.PUBLISH,
    Move.UNPUBLISH: Action.PUBLISH,
    Move.ARCHIVE: Action.PUBLISH,
}
"""What an account must be allowed for a move; require_entry confines a writer further."""


def publish(
    session: Session,
    actor: Actor,
    entry_id: int,
    expected_version: int,
    *,
    now: datetime | None = None,
) -> Entry:
    """Shows the working version to the public from now on."""
    change = begin(session, actor, entry_id, expected_version, Move.PUBLISH, now)
    make_public(change)
    return change.finish()


def schedule(
    session: Session,
    actor: Actor,
    entry_id: int,
    expected_version: int,
    publish_at: datetime,
    *,
    now: datetime | None = None,
) -> Entry:
    """Shows the working version to the public from `publish_at` on, and until then what it sees.

    Raises Invalid for a time that is not ahead.
    """
    now = now or times.now()
    begins = _time_ahead(publish_at, now)
    change = begin(session, actor, entry_id, expected_version, Move.SCHEDULE, now)
    if change.entry.status(now) is Status.PUBLISHED:
        slugs.unannounce(session, entry_id, now)
        change.editions[Stage.PUBLIC].visible_until = begins
        change.copy_to(Stage.SCHEDULED, begins)
    else:
        _drop_plan(change)
        _set_first_publication(change, begins)
        change.copy_to(Stage.PUBLIC, begins)
        change.entry.public_from = begins
        change.entry.state = State.PUBLIC
    _announce(change, begins)
    return change.finish()


def unpublish(
    session: Session,
    actor: Actor,
    entry_id: int,
    expected_version: int,
    *,
    now: datetime | None = None,
) -> Entry:
    """Takes an entry back from the public; it is a draft again."""
    return _leave(session, actor, entry_id, expected_version, Move.UNPUBLISH, State.DRAFT, now)


def archive(
    session: Session,
    actor: Actor,
    entry_id: int,
    expected_version: int,
    *,
    now: datetime | None = None,
) -> Entry:
    """Puts an entry away: the public no longer sees it."""
    return _leave(session, actor, entry_id, expected_version, Move.ARCHIVE, State.ARCHIVED, now)


def trash(
    session: Session,
    actor: Actor,
    entry_id: int,
    expected_version: int,
    *,
    now: datetime | None = None,
) -> Entry:
    """Throws an entry away; `restore` brings it back."""
    return _leave(session, actor, entry_id, expected_version, Move.TRASH, State.TRASHED, now)


def restore(
    session: Session,
    actor: Actor,
    entry_id: int,
    expected_version: int,
    *,
    now: datetime | None = None,
) -> Entry:
    """Back to the status it had in the trash's place; what was public comes back as a draft."""
    change = begin(session, actor, entry_id, expected_version, Move.RESTORE, now)
    archived = change.entry.trashed_from is State.ARCHIVED
    change.entry.trashed_from = None
    change.entry.state = State.ARCHIVED if archived else State.DRAFT
    return change.finish()


def begin(
    session: Session,
    actor: Actor,
    entry_id: int,
    expected_version: int,
    move: Move,
    now: datetime | None,
    kind: Kind | None = None,
) -> Change:
    """Opens a change that makes this move, of an entry of that kind; see changing.begin.

    Raises InvalidTransition if the entry's status does not allow it.
    """
    now = now or times.now()
    change = changing.begin(session, actor, entry_id, expected_version, ACTIONS[move], now)
    if kind is not None and change.kind.name != kind.name:
        raise NotFound("id", f"There is no {kind.name} with this id.")
    status = change.entry.status(now)
    if move not in MOVES[status]:
        raise InvalidTransition(status.value, move.value, MOVES[status])
    if move is not Move.UPDATE:
        change.before["status"] = status.value
    change.editions = settle(session, change.entry, now)
    return change


def settle(session: Session, entry: Entry, now: datetime) -> dict[Stage, Edition]:
    """Makes a scheduled edition whose time has come the public one; nobody sees a difference.

    Returns the editions as they are then.
    """
    assert entry.id is not None
    found = editions.load(session, KINDS[entry.kind], entry.id)
    scheduled = found.get(Stage.SCHEDULED)
    if scheduled is None or scheduled.visible_from is None or scheduled.visible_from > now:
        return found
    public = found[Stage.PUBLIC]
    editions.remove(session, public)
    scheduled.stage = Stage.PUBLIC
    scheduled.visible_from = public.visible_from  # no gap between the two: see make_public
    session.flush()
    return {Stage.WORKING: found[Stage.WORKING], Stage.PUBLIC: scheduled}


def make_public(change: Change) -> None:
    """Puts the working version in place of what the public sees, and drops what was planned."""
    entry, now = change.entry, change.now
    _drop_plan(change)
    _set_first_publication(change, now)
    # What is seen already stays visible without a gap: a reader's request, whose moment is a
    # little before this one, must not fall between the old edition and the new.
    shown = change.editions[Stage.PUBLIC].visible_from if entry.shown_by(now) else None
    change.copy_to(Stage.PUBLIC, shown or now)
    if shown is None:
        entry.public_from = now
    entry.state = State.PUBLIC
    _announce(change, now)


def _leave(
    session: Session,
    actor: Actor,
    entry_id: int,
    expected_version: int,
    move: Move,
    state: State,
    now: datetime | None,
) -> Entry:
    """Makes the move that ends in that state, where the public sees nothing of the entry."""
    change = begin(session, actor, entry_id, expected_version, move, now)
    entry = change.entry
    _drop_plan(change)
    change.remove(Stage.PUBLIC)
    entry.public_from = None
    entry.trashed_from = entry.state if state is State.TRASHED else None
    entry.state = state
    return change.finish()


def _drop_plan(change: Change) -> None:
    """Forgets a publication, or a change, that waits for its time."""
    entry, now = change.entry, change.now
    change.remove(Stage.SCHEDULED)
    slugs.unannounce(change.session, change.entry_id, now)
    planned = entry.state is State.PUBLIC and not entry.shown_by(now)
    if planned and change.row["published_at"] == entry.public_from:
        change.write({"published_at": None})  # it was the plan's own time: see schedule


def _set_first_publication(change: Change, moment: datetime) -> None:
    if change.row["published_at"] is None:
        change.write({"published_at": moment})


def _announce(change: Change, since: datetime) -> None:
    slugs.announce(change.session, change.entry_id, change.row["slug"], since)


def _time_ahead(moment: Any, now: datetime) -> datetime:
    begins = Moment()("publishAt", moment)
    if begins is None:
        raise Required("publishAt")
    if begins <= now:
        raise Invalid("publishAt", "This time has passed.")
    return begins
