"""Who sees which edition. Every query of editions goes through the one condition made here."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Integer, and_, bindparam, not_, or_, select
from sqlmodel import col

from service.content.account import Role
from service.content.base import Edition, Entry, Stage
from service.content.times import UtcDateTime

_NOW: Any = bindparam("now", type_=UtcDateTime)
_ACCOUNT: Any = bindparam("account_id", type_=Integer)


class Posted(Protocol):
    """An entry, or as much of it as says whose it is."""

    @property
    def posted_by_id(self) -> int | None: ...


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

    @property
    def shape(self) -> object:
        """Alike for views whose conditions differ in nothing but their values."""
        return self.role, self.account_id is None

    def opened(self) -> "View":
        """The same view for a statement that is made once: its `values` are given to each run."""
        return replace(self, now=_NOW, account_id=None if self.account_id is None else _ACCOUNT)

    @property
    def values(self) -> dict[str, Any]:
        """The parameters of a statement that was made for the opened view."""
        return {"now": self.now, "account_id": self.account_id}

    def sees(self, edition: type[Edition]) -> ColumnElement[bool]:
        """The condition on `edition` under which a row is what this view shows of its entry."""
        if self.role is None:
            return public_at(edition, self.now)
        working = col(edition.stage) == Stage.WORKING
        if self.editor:
            return working
        own = col(edition.entry_id).in_(self._own_entries())
        return or_(and_(working, own), and_(public_at(edition, self.now), not_(own)))

    def sees_working(self, entry: Posted) -> bool:
        """Whether the fields for editors of this entry are shown."""
        return self.editor or (self.role is not None and entry.posted_by_id == self.account_id)

    def _own_entries(self) -> Any:
        return select(col(Entry.id)).where(col(Entry.posted_by_id) == self.account_id)
