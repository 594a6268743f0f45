"""Who works in the demo newsroom: one account of each role."""

from typing import NamedTuple

from sqlmodel import select

from service.content.account import Account, Role
from service.operations.accounts import create_account
from service.operations.secrets import new_password
from service.permissions import SYSTEM
from service.store import Store

_PEOPLE = (
    ("admin", "Quản trị", Role.ADMIN),
    ("bientap", "Ban Biên tập", Role.EDITOR),
    ("phongvien", "Phóng viên", Role.WRITER),
)


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
        made = [DemoAccount(login, new_password(), role) for login, _, role in _PEOPLE]
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
