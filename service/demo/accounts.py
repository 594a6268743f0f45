"""Who works in the demo newsroom: one account of each role."""

import secrets
from typing import NamedTuple

from sqlmodel import select

from service.content.account import Account, Role
from service.operations.accounts import create_account
from service.permissions import SYSTEM
from service.store import Store

_PEOPLE = (
    ("admin", "Quản trị", Role.ADMIN),
    ("bientap", "Ban Biên tập", Role.EDITOR),
    ("phongvien", "Phóng viên", Role.WRITER),
)
# Nothing that looks like something else when it is copied from a screen.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _LONG = 3, 5


class DemoAccount(NamedTuple):
    login: str
    password: str
    role: Role


def make_accounts(store: Store) -> list[DemoAccount]:
    """An account of each role, with new passwords that are told this once.

    Where there is any account already it makes none: a newsroom in use gets no keys by this.
    """
    with store.transaction() as session:
        if session.exec(select(Account.id).limit(1)).first() is not None:
            return []
        made = [DemoAccount(login, _password(), role) for login, _, role in _PEOPLE]
        for (login, name, role), account in zip(_PEOPLE, made, strict=True):
            create_account(
                session,
                SYSTEM,
                login=login,
                display_name=name,
                role=role,
                password=account.password,
            )
    return made


def _password() -> str:
    """Some 74 random bits, in groups that are easy to type."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_LONG)) for _ in range(_GROUPS))
    return "-".join(groups)
