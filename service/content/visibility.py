"""Who sees which edition. Every query of editions goes through the one condition made here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, or_, select
from sqlmodel import col

from service.content.account import Role
from service.content.base import Edition, Entry, Stage


def public_at(edition: type[Edition], now: datetime) -> ColumnElement[bool]:
    """The editions that the public sees at that moment: at most one of each entry."""
    until = col(edition.visible_until)
    return and_(
        col(edition.stage) != Stage.WORKING,
        col(edition.visible_from) <= now,
        or_(until.is_(None), until > now),
    )


@dataclass(frozen=True, slots=True)
class View:
    """What one request may see, at one moment. Without a role it is the public's.

    Editors see the working version of everything; a writer that of their own entries and the
    public version of the others.
    """

    now: datetime
    role: Role | None = None
    account_id: int | None = None

    @property
    def public(self) -> bool:
        return self.role is None

    @property
    def editor(self) -> bool:
        """Whether the working version of everything is seen."""
        return self.role in {Role.EDITOR, Role.ADMIN}

    def sees(self, edition: type[Edition]) -> ColumnElement[bool]:
        """The condition on `edition` under which a row is what this view shows of its entry."""
        if self.role is None:
            return public_at(edition, self.now)
        working = col(edition.stage) == Stage.WORKING
        if self.editor:
            return working
        own = col(edition.entry_id).in_(self._own_entries())
        return or_(and_(working, own), and_(public_at(edition, self.now), not_(own)))

    def sees_working(self, entry: Entry) -> bool:
        """Whether the fields for editors of this entry are shown."""
        return self.editor or (self.role is not None and entry.posted_by_id == self.account_id)

    def _own_entries(self) -> Any:
        return select(col(Entry.id)).where(col(Entry.posted_by_id) == self.account_id)
