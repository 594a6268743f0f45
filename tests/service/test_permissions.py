from datetime import UTC, datetime, timedelta

import pytest

from service.content.account import Role
from service.content.base import Entry, State
from service.content.visibility import View
from service.errors import Forbidden, NotFound, Unauthenticated
from service.permissions import PUBLIC, ROLES, SYSTEM, Action, Actor, require, require_entry

NOW = datetime(2022, 1, 1, tzinfo=UTC)

ALLOWED = {
    None: "",
    Role.WRITER: "see_drafts write media introspect",
    Role.EDITOR: "see_drafts write media introspect publish categories tags links search",
    Role.ADMIN: "see_drafts write media introspect publish categories tags links search site import"
    " accounts tokens metrics",
}


@pytest.mark.parametrize("role", [None, *Role])
def test_roles_may_do_what_is_written_here(role: Role | None) -> None:
    """A role would be widened by accident."""
    actor = Actor(None, role)
    assert {action.value for action in Action if actor.may(action)} == set(ALLOWED[role].split())


def test_every_role_has_a_row() -> None:
    """A new role would stop the service."""
    assert ROLES.keys() == set(Role)


def test_who_may_not_is_told_why() -> None:
    """A form could not say whether to log in or to ask for more rights."""
    with pytest.raises(Unauthenticated):
        require(PUBLIC, Action.WRITE)
    with pytest.raises(Forbidden, match="WRITER does not allow publish"):
        require(Actor(1, Role.WRITER), Action.PUBLISH)
    with pytest.raises(Forbidden, match="scopes"):
        require(Actor(1, Role.EDITOR, frozenset({"write"})), Action.PUBLISH)
    require(SYSTEM, Action.TOKENS)


def test_views_are_the_roles_own() -> None:
    """A draft would be shown to who may not see it."""
    assert PUBLIC.view(NOW) == View(NOW)
    assert Actor(1, Role.EDITOR).view(NOW) == View(NOW, Role.EDITOR, 1)
    assert Actor(1, Role.EDITOR, frozenset({"write"})).view(NOW).public
    assert not Actor(1, Role.WRITER, frozenset({"see_drafts"})).view(NOW).public


def _entry(
    state: State,
    owner: int | None,
    trashed_from: State | None = None,
    public_from: datetime | None = None,
) -> Entry:
    return Entry(
        kind="article",
        state=state,
        trashed_from=trashed_from,
        public_from=public_from,
        posted_by_id=owner,
        created_at=NOW,
        updated_at=NOW,
    )


@pytest.mark.parametrize(
    ("entry", "error"),
    [
        (_entry(State.DRAFT, 1), None),
        (_entry(State.TRASHED, 1, State.DRAFT), None),
        (_entry(State.TRASHED, 1, State.PUBLIC), Forbidden),
        (_entry(State.ARCHIVED, 1), Forbidden),
        (_entry(State.PUBLIC, 1, public_from=NOW), Forbidden),
        (_entry(State.DRAFT, 2), NotFound),
        (_entry(State.DRAFT, None), NotFound),
        (_entry(State.PUBLIC, 2, public_from=NOW), Forbidden),
        (_entry(State.PUBLIC, 2, public_from=NOW + timedelta(seconds=1)), NotFound),
        (_entry(State.TRASHED, 2, State.DRAFT), NotFound),
    ],
)
def test_a_writer_is_confined_to_own_drafts(entry: Entry, error: type[Exception] | None) -> None:
    """A writer would change what others wrote, or learn of their drafts."""
    writer = Actor(1, Role.WRITER)
    if error is None:
        require_entry(writer, entry, Action.WRITE, NOW)
    else:
        with pytest.raises(error):
            require_entry(writer, entry, Action.WRITE, NOW)
    require_entry(Actor(3, Role.EDITOR), entry, Action.WRITE, NOW)


@pytest.mark.parametrize("role", list(Role))
def test_who_may_not_see_drafts_may_not_change_them(role: Role) -> None:
    """A key for writing would change drafts that it must not know of, and learn their versions."""
    actor = Actor(1, role, frozenset({"write"}))
    for hidden in (
        _entry(State.DRAFT, 1),
        _entry(State.ARCHIVED, 1),
        _entry(State.TRASHED, 1, State.DRAFT),
        _entry(State.PUBLIC, 1, public_from=NOW + timedelta(seconds=1)),
    ):
        with pytest.raises(NotFound):
            require_entry(actor, hidden, Action.WRITE, NOW)
    shown = _entry(State.PUBLIC, 1, public_from=NOW)
    if role is Role.WRITER:
        with pytest.raises(Forbidden):
            require_entry(actor, shown, Action.WRITE, NOW)
    else:
        require_entry(actor, shown, Action.WRITE, NOW)
