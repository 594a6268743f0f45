"""Makes an article that is there say what a line says, by the same moves that editors make."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from service.content.article import ARTICLE
from service.content.base import Entry, Stage, Status
from service.operations import drafting, lifecycle
from service.operations.editions import Row
from service.operations.transfer.matching import Known
from service.operations.transfer.references import References
from service.operations.transfer.shapes import ArticleLine
from service.permissions import Actor


@dataclass(frozen=True, slots=True)
class Plan:
    """What an article is to be."""

    status: Status
    begin: datetime | None
    """When it is to appear, for Status.SCHEDULED."""
    shown: Row
    working: Row
    scheduled: tuple[datetime, Row] | None
    view_count: int
    moves: bool
    """Whether anything but the count of views differs."""


def plan(known: Known, line: ArticleLine, references: References, now: datetime) -> Plan | None:
    """What the line changes; None for nothing.

    What it does not say stays, its status too. The slug is by what the article is known, and stays
    what editors have made of it. Views only grow. What is in the trash is left there, unless the
    line says another status. A change whose time has come counts as made, here and in the line.
    """
    own = {**known.rows[known.shown], **references.given(line.content, known.images)}
    known = _settled(known, now)
    current, status = known.entry.status(now), _status(known, line, now)
    if current is Status.TRASHED and status is Status.TRASHED:
        return None
    base = known.rows[known.shown]
    public = status in {Status.PUBLISHED, Status.SCHEDULED}
    planned = line.scheduled if public else None
    due = planned is not None and planned.visible_from <= now
    changed = {} if planned is None else references.given(planned.content, known.images)
    said = references.given(line.content, known.images) | (changed if due else {})
    shown = {**base, **said, "slug": base["slug"]}
    same = shown == base
    working = known.rows[Stage.WORKING] if same else shown
    if line.pending is not None and public:
        working = {**own, "slug": base["slug"], **references.given(line.pending, known.images)}
    now_scheduled = _scheduled(known)
    scheduled = now_scheduled if same else None
    if planned is not None and not due:
        scheduled = planned.visible_from, {**shown, **changed}
    begin = _begin(known, line) if status is Status.SCHEDULED else None
    moves = (
        not same
        or status is not current
        or working != known.rows[Stage.WORKING]
        or scheduled != now_scheduled
        or (begin is not None and begin != known.editions[Stage.PUBLIC].visible_from)
    )
    views = max(known.entry.view_count, line.view_count or 0)
    if not moves and views == known.entry.view_count:
        return None
    return Plan(status, begin, shown, working, scheduled, views, moves)


def carry_out(session: Session, actor: Actor, known: Known, plan: Plan, now: datetime) -> None:
    """Raises a Refusal where a move is refused; the caller then takes all of it back."""
    known.entry.view_count = plan.view_count
    session.flush()
    if plan.moves:
        _Moves(session, actor, _settled(known, now), now).make(plan)


class _Moves:
    """The moves of one article, each from the version that the one before it made."""

    def __init__(self, session: Session, actor: Actor, known: Known, now: datetime) -> None:
        self._session = session
        self._actor = actor
        self._now = now
        self._entry = known.entry
        self._working = known.rows[Stage.WORKING]
        self._shown = known.rows.get(Stage.PUBLIC)
        self._scheduled = _scheduled(known)

    def make(self, plan: Plan) -> None:
        while self._status() is Status.TRASHED and plan.status is not Status.TRASHED:
            self._move(lifecycle.restore)
        self._reach(plan)
        if plan.scheduled is not None and plan.scheduled != self._scheduled:
            begin, row = plan.scheduled
            self._write(row)
            self._appear(begin)
        self._write(plan.working)

    def _reach(self, plan: Plan) -> None:
        status = self._status()
        if plan.status is Status.PUBLISHED:
            if status is not Status.PUBLISHED or plan.shown != self._shown:
                self._write(plan.shown)
                self._move(lifecycle.publish)
                self._scheduled = None
        elif plan.status is Status.SCHEDULED and plan.begin is not None:
            if status is Status.PUBLISHED:  # else it would stay public until then
                self._move(lifecycle.unpublish)
            self._write(plan.shown)
            self._appear(plan.begin)
        else:
            self._leave(plan, status)

    def _leave(self, plan: Plan, status: Status) -> None:
        """Out of the public's sight."""
        if plan.status is Status.DRAFT and status is not Status.DRAFT:
            self._move(lifecycle.restore if status is Status.ARCHIVED else lifecycle.unpublish)
        self._write(plan.shown)
        if plan.status is Status.ARCHIVED and status is not Status.ARCHIVED:
            self._move(lifecycle.archive)
        if plan.status is Status.TRASHED:
            self._move(lifecycle.trash)

    def _appear(self, begin: datetime) -> None:
        if begin <= self._now:
            self._move(lifecycle.publish)
        else:
            self._move(lifecycle.schedule, begin)

    def _write(self, row: Row) -> None:
        if row == self._working:
            return
        entry, version = self._entry.id or 0, self._entry.version
        drafting.update(self._session, self._actor, ARTICLE, entry, version, row, now=self._now)
        self._working = row

    def _move(self, move: Callable[..., Entry], *arguments: Any) -> None:
        entry, version = self._entry.id or 0, self._entry.version
        move(self._session, self._actor, entry, version, *arguments, now=self._now)

    def _status(self) -> Status:
        return self._entry.status(self._now)


def _settled(known: Known, now: datetime) -> Known:
    """As the next move will find it: see lifecycle.settle."""
    waiting = known.editions.get(Stage.SCHEDULED)
    if waiting is None or waiting.visible_from is None or waiting.visible_from > now:
        return known
    editions, rows = dict(known.editions), dict(known.rows)
    editions[Stage.PUBLIC], rows[Stage.PUBLIC] = waiting, rows.pop(Stage.SCHEDULED)
    del editions[Stage.SCHEDULED]
    return Known(known.entry, editions, rows)


def _status(known: Known, line: ArticleLine, now: datetime) -> Status:
    """What is published from a moment to come on is scheduled until then, as in a new article."""
    if line.status is Status.PUBLISHED and line.visible_from and line.visible_from > now:
        return Status.SCHEDULED
    status = line.status or known.entry.status(now)
    begin = _begin(known, line)
    if status is Status.SCHEDULED and begin is not None and begin <= now:
        return Status.PUBLISHED
    return status


def _begin(known: Known, line: ArticleLine) -> datetime | None:
    public = known.editions.get(Stage.PUBLIC)
    planned = public.visible_from if public is not None else None
    return line.visible_from or line.content.values.get("published_at") or planned


def _scheduled(known: Known) -> tuple[datetime, Row] | None:
    edition = known.editions.get(Stage.SCHEDULED)
    if edition is None or edition.visible_from is None:
        return None
    return edition.visible_from, known.rows[Stage.SCHEDULED]
