"""Who may do what: one table, and the questions that are asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from service.content.account import Role
from service.content.base import Entry, State
from service.content.visibility import View
from service.errors import Forbidden, NotFound, Unauthenticated


class Action(StrEnum):
    """What a role may allow, and a token's scopes may name."""

    SEE_DRAFTS = "see_drafts"
    WRITE = "write"
    PUBLISH = "publish"
    CATEGORIES = "categories"
    TAGS = "tags"
    LINKS = "links"
    SEARCH = "search"
    """Synonyms, and what readers search for; to search needs no permission."""
    MEDIA = "media"
    SITE = "site"
    IMPORT = "import"
    ACCOUNTS = "accounts"
    TOKENS = "tokens"
    METRICS = "metrics"
    INTROSPECT = "introspect"


_WRITER = frozenset({Action.SEE_DRAFTS, Action.WRITE, Action.MEDIA, Action.INTROSPECT})
_EDITOR = _WRITER | {Action.PUBLISH, Action.CATEGORIES, Action.TAGS, Action.LINKS, Action.SEARCH}

ROLES: Final[Mapping[Role, frozenset[Action]]] = {
    # A writer sees and changes drafts of their own only: see require_entry.
    Role.WRITER: _WRITER,
    Role.EDITOR: _EDITOR,
    Role.ADMIN: frozenset(Action),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: an account with its role, or nobody in particular."""

    account_id: int | None
    role: Role | None
    scopes: frozenset[str] = frozenset()
    """Names of actions that it is confined to, of those its role allows; empty: not confined."""
    login: str = ""
    display_name: str = ""

    def may(self, action: Action) -> bool:
        if self.role is None or action not in ROLES[self.role]:
            return False
        return not self.scopes or action.value in self.scopes

    def view(self, now: datetime) -> View:
        """What this actor is shown at that moment."""
        if not self.may(Action.SEE_DRAFTS):
            return View(now)
        return View(now, self.role, self.account_id)


PUBLIC: Final = Actor(None, None)
SYSTEM: Final = Actor(None, Role.ADMIN)
"""Who acts when a command does: an operator of the machine may do everything."""


def require(actor: Actor, action: Action) -> None:
    """Raises Unauthenticated for the public, Forbidden for a role or token without the action."""
    if actor.may(action):
        return
    if actor.role is None:
        raise Unauthenticated("Log in first.")
    if action in ROLES[actor.role]:
        raise Forbidden(f"This token's scopes do not include {action.value}.")
    raise Forbidden(f"The role {actor.role.value} does not allow {action.value}.")


def require_entry(actor: Actor, entry: Entry, action: Action, now: datetime) -> None:
    """As `require`, for one entry: a writer is confined to drafts of their own.

    Raises NotFound for an entry that the actor must not know of.
    """
    require(actor, action)
    shown = entry.state is State.PUBLIC and entry.shown_by(now)
    own = actor.role is not Role.WRITER or entry.posted_by_id == actor.account_id
    if not shown and not (own and actor.may(Action.SEE_DRAFTS)):
        raise NotFound("id", "There is nothing with this id.")
    if not own:
        raise Forbidden("A writer may change drafts of their own only.")
    if actor.role is Role.WRITER and State.DRAFT not in {entry.state, entry.trashed_from}:
        raise Forbidden("A writer may not change what has left the draft stage.")
