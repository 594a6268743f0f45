"""One change of an entry, from the version that was read to the note for the search index."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from service import outbox
from service.content import KINDS
from service.content.base import Edition, Entry, Kind, Stage
from service.content.change import Subject
from service.content.fields import LARGEST_ID
from service.content.history import Revision
from service.errors import Conflict, NotFound
from service.operations import editions
from service.operations.editions import Row
from service.permissions import Action, Actor, require, require_entry


@dataclass
class Change:
    """An entry that is being changed, with its editions as they are now."""

    session: Session
    actor: Actor
    entry: Entry
    kind: Kind
    now: datetime
    before: dict[str, Any] = field(default_factory=dict)
    """What has been changed so far, and how it was."""

    @property
    def entry_id(self) -> int:
        assert self.entry.id is not None
        return self.entry.id

    @cached_property
    def editions(self) -> dict[Stage, Edition]:
        return editions.load(self.session, self.kind, self.entry_id)

    @cached_property
    def row(self) -> Row:
        """What the working version says."""
        working = self.editions[Stage.WORKING]
        return editions.complete(self.kind, editions.content(self.session, self.kind, [working])[0])

    def write(self, values: Row) -> None:
        """Writes fields of the working version, and remembers how those that differ were."""
        changed = {name for name, value in values.items() if self.row[name] != value}
        if not changed:
            return
        for name in changed:
            self.before.setdefault(name, self.row[name])
        self.row = editions.complete(self.kind, {**self.row, **values})
        working = self.editions[Stage.WORKING]
        working.version = self.entry.version
        working.updated_at = self.now
        editions.rewrite(self.session, self.kind, working, self.row, changed)

    def copy_to(
        self, stage: Stage, visible_from: datetime, visible_until: datetime | None = None
    ) -> None:
        """Puts what the working version says in place of that stage's edition."""
        self.remove(stage)
        row = {**self.row, "entry_id": self.entry_id, "stage": stage}
        row |= {"version": self.entry.version, "updated_at": self.now}
        row |= {"visible_from": visible_from, "visible_until": visible_until}
        editions.insert_editions(self.session, self.kind, [row])
        self.__dict__.pop("editions")  # to be read again

    def remove(self, stage: Stage) -> None:
        edition = self.editions.pop(stage, None)
        if edition is not None:
            editions.remove(self.session, edition)

    def finish(self) -> Entry:
        """Notes the change: a revision, and a row of the outbox."""
        self.session.add(
            Revision(
                entry_id=self.entry_id,
                version=self.entry.version,
                at=self.now,
                by_id=self.actor.account_id,
                changed_fields=[*self.before],
                before={name: as_json(value) for name, value in self.before.items()},
            )
        )
        outbox.record(self.session, Subject.ENTRY, self.entry_id)
        return self.entry


def as_json(value: Any) -> Any:
    """A field's value as it is kept in a revision: moments as ISO 8601 text, rows as lists."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [as_json(one) for one in value]
    return value


def begin(
    session: Session,
    actor: Actor,
    entry_id: int,
    expected_version: int,
    action: Action,
    now: datetime,
) -> Change:
    """Opens a change and counts the version up.

    Raises NotFound or Forbidden by what the actor may see and do; Conflict if the entry is no
    longer the version that was read.
    """
    require(actor, action)  # before a look: the public cannot tell which ids there are
    entry = session.get(Entry, entry_id) if 0 < entry_id <= LARGEST_ID else None
    if entry is None:
        raise NotFound("id", "There is nothing with this id.")
    require_entry(actor, entry, action, now)
    _count_up(session, actor, entry_id, expected_version, now)
    session.refresh(entry)
    return Change(session, actor, entry, KINDS[entry.kind], now)


def _count_up(
    session: Session, actor: Actor, entry_id: int, expected_version: int, now: datetime
) -> None:
    version = col(Entry.version)
    counted = session.execute(
        update(Entry)
        .where(col(Entry.id) == entry_id, version == expected_version)
        .values(version=version + 1, updated_at=now, updated_by_id=actor.account_id)
        .returning(version)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if counted is None:
        raise Conflict(entry_id, session.exec(select(version).where(Entry.id == entry_id)).one())
