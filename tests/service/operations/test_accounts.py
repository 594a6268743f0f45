import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from service.content.account import Account, ApiToken, Role
from service.content.times import now
from service.errors import Forbidden, InUse, Invalid, NotFound, NotUnique, Refused
from service.operations import accounts, secrets, sessions
from service.operations.secrets import hash_password
from service.permissions import SYSTEM, Action, Actor
from tests.service.operations.desk import Desk

PASSWORD = "mật khẩu dài"


def _make(desk: Desk, login: str, role: Role = Role.ADMIN, **options: Any) -> Account:
    given: dict[str, Any] = {"display_name": "Lan", "password": PASSWORD} | options
    return desk.do(
        lambda session: accounts.create_account(session, SYSTEM, login=login, role=role, **given)
    )[0]


def _change(desk: Desk, account: Account, **values: Any) -> Account:
    return desk.do(
        lambda session: accounts.update_account(session, SYSTEM, account.id or 0, values)
    )


def _token(desk: Desk, role: Role = Role.EDITOR, **options: Any) -> tuple[ApiToken, str]:
    return desk.do(
        lambda session: accounts.create_token(session, SYSTEM, name="cổng", role=role, **options)
    )


def _actor(desk: Desk, token: str, at: datetime | None = None) -> Actor | None:
    return desk.see(lambda session: sessions.authenticate(session, token, at or now()))


def test_logins_are_known_however_typed(desk: Desk) -> None:
    """A person could not log in from another keyboard, or would have two accounts."""
    account = _make(desk, " Ánh.Lê ")
    assert account.login == "ánh.lê"
    with pytest.raises(NotUnique) as error:
        _make(desk, "A\u0301NH.LE\u0302")
    assert error.value.field == ("login",)
    assert sessions.login(desk.store, "A\u0301nh.le\u0302", PASSWORD, hours=1)


@pytest.mark.parametrize(
    ("options", "fields"),
    [
        ({"login": ""}, {"login"}),
        ({"login": "a b"}, {"login"}),
        ({"login": "token:1"}, {"login"}),
        ({"login": "x" * 101}, {"login"}),
        ({"password": "ngắn"}, {"password"}),
        ({"password": "x" * 201}, {"password"}),
        ({"login": "", "display_name": " ", "password": ""}, {"login", "displayName", "password"}),
    ],
)
def test_accounts_are_checked(desk: Desk, options: dict[str, str], fields: set[str]) -> None:
    """An account would be made that nobody can use, or anybody."""
    with pytest.raises(Refused) as refused:
        _make(desk, **({"login": "lan"} | options))  # type: ignore[arg-type]
    assert {one.field[0] for one in refused.value.refusals} == fields


def test_passwords_are_stored_as_hashes(desk: Desk) -> None:
    """Whoever reads a backup would have everybody's password."""
    account = _make(desk, "lan")
    assert account.password_hash is not None
    assert account.password_hash.startswith("$argon2id$")
    assert PASSWORD not in account.password_hash


def test_an_invitation_is_used_once_and_in_time(desk: Desk) -> None:
    """An old mail would open an account to whoever finds it."""
    account, invitation = desk.do(
        lambda session: accounts.create_account(
            session, SYSTEM, login="lan", display_name="Lan", role=Role.WRITER
        )
    )
    assert invitation is not None
    assert account.password_hash is None
    assert invitation not in str(account)
    assert sessions.login(desk.store, "lan", "", hours=1) is None

    def accept(given: str, at: datetime | None = None) -> None:
        desk.do(lambda session: accounts.accept_invitation(session, given, PASSWORD, now=at))

    for given, at in [("tsi_x", None), (invitation, now() + timedelta(days=8))]:
        with pytest.raises(Invalid):
            accept(given, at)
    accept(invitation)
    assert sessions.login(desk.store, "lan", PASSWORD, hours=1)
    with pytest.raises(Invalid):
        accept(invitation)


def test_one_administrator_remains(desk: Desk) -> None:
    """Nobody could manage the portal any more."""
    first = _make(desk, "lan")
    _token(desk, Role.ADMIN)
    for values in ({"role": Role.EDITOR}, {"disabled": True}):
        with pytest.raises(InUse):
            _change(desk, first, **values)
    second = _make(desk, "minh")
    _change(desk, first, disabled=True)
    with pytest.raises(InUse):
        _change(desk, second, role=Role.WRITER)


def test_disabling_takes_effect_at_once(desk: Desk) -> None:
    """Someone who has left would go on publishing."""
    _make(desk, "minh")
    account = _make(desk, "lan")
    opened = sessions.login(desk.store, "lan", PASSWORD, hours=1)
    assert opened is not None
    assert _actor(desk, opened[0]) is not None
    _change(desk, account, disabled=True)
    assert _actor(desk, opened[0]) is None
    assert sessions.login(desk.store, "lan", PASSWORD, hours=1) is None
    _change(desk, account, disabled=False)
    assert _actor(desk, opened[0]) is None


def test_a_new_role_and_password_take_effect_at_once(desk: Desk) -> None:
    """A stolen session would outlive the change of the password."""
    _make(desk, "minh")
    account = _make(desk, "lan")
    opened = sessions.login(desk.store, "lan", PASSWORD, hours=1)
    assert opened is not None
    _change(desk, account, role=Role.WRITER, display_name="Lan")
    actor = _actor(desk, opened[0])
    assert actor is not None
    assert (actor.role, actor.display_name, actor.account_id) == (Role.WRITER, "Lan", account.id)
    _change(desk, account, password="một mật khẩu khác")
    assert _actor(desk, opened[0]) is None
    assert sessions.login(desk.store, "lan", PASSWORD, hours=1) is None
    assert sessions.login(desk.store, "lan", "một mật khẩu khác", hours=1)


def test_what_cannot_be_changed_is_refused(desk: Desk) -> None:
    """A change would be lost without a word."""
    account = _make(desk, "lan")
    for values in ({"login": "minh"}, {"role": None}, {"disabled": None}, {"display_name": None}):
        with pytest.raises(Refused):
            _change(desk, account, **values)
    with pytest.raises(NotFound):
        desk.do(lambda session: accounts.update_account(session, SYSTEM, 99, {}))


def test_a_token_acts_as_an_account_of_its_own(desk: Desk) -> None:
    """What a program did would stand under a person's name."""
    token, secret = _token(desk)
    assert secret.startswith("tsk_")
    actor = _actor(desk, secret)
    assert actor is not None
    assert (actor.account_id, actor.role, actor.display_name) == (
        *(token.account_id, Role.EDITOR, "cổng"),
    )
    assert secret not in str(token)
    stored = desk.see(lambda session: session.exec(select(ApiToken.token_hash)).one())
    assert stored not in secret
    assert len(stored) == 64


def test_a_token_does_not_log_in(desk: Desk) -> None:
    """A password could be guessed for an account that nobody watches."""
    token, _ = _token(desk)
    account = desk.see(lambda session: session.get_one(Account, token.account_id))
    assert sessions.login(desk.store, account.login, "", hours=1) is None
    with pytest.raises(Invalid):
        _change(desk, account, password=PASSWORD)


def test_a_token_ends(desk: Desk) -> None:
    """A lost token would work for ever."""
    soon = now() + timedelta(hours=1)
    token, secret = _token(desk, expires_at=soon)
    assert _actor(desk, secret) is not None
    assert _actor(desk, secret, soon) is None
    desk.do(lambda session: accounts.revoke_token(session, SYSTEM, token.id or 0))
    assert _actor(desk, secret) is None
    other, secret = _token(desk)
    account = desk.see(lambda session: session.get_one(Account, other.account_id))
    _change(desk, account, disabled=True)
    assert _actor(desk, secret) is None
    with pytest.raises(NotFound):
        desk.do(lambda session: accounts.revoke_token(session, SYSTEM, 99))


def test_a_token_is_confined_to_its_scopes(desk: Desk) -> None:
    """A token for reading drafts could publish."""
    _, secret = _token(desk, Role.EDITOR, scopes=["see_drafts", "write", "accounts"])
    actor = _actor(desk, secret)
    assert actor is not None
    assert actor.may(Action.WRITE)
    assert not actor.may(Action.PUBLISH)
    assert not actor.may(Action.ACCOUNTS)


@pytest.mark.parametrize(
    "options",
    [{"scopes": ["everything"]}, {"expires_at": datetime(2020, 1, 1, tzinfo=UTC)}],
)
def test_tokens_are_checked(desk: Desk, options: dict[str, Any]) -> None:
    """A token would be handed out that does not do what it was made for."""
    with pytest.raises(Invalid):
        _token(desk, **options)


def test_administrators_only(desk: Desk) -> None:
    """An editor could make themselves an administrator."""
    editor = Actor(1, Role.EDITOR)
    for change in (
        lambda session: accounts.create_account(
            session, editor, login="x", display_name="x", role=Role.ADMIN
        ),
        lambda session: accounts.update_account(session, editor, 1, {"role": Role.ADMIN}),
        lambda session: accounts.create_token(session, editor, name="x", role=Role.ADMIN),
        lambda session: accounts.revoke_token(session, editor, 1),
    ):
        with pytest.raises(Forbidden):
            desk.do(change)


def test_tokens_that_have_ended_make_room(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A portal that makes a token for each deployment could one day make none."""
    monkeypatch.setattr(accounts, "MAX_TOKENS", 2)
    old, _ = _token(desk, expires_at=now() + timedelta(hours=1))
    _token(desk)
    with pytest.raises(Invalid):
        _token(desk)

    def end(session: Session) -> None:
        session.get_one(ApiToken, old.id).expires_at = now()

    desk.do(end)
    _token(desk)
    with pytest.raises(Invalid):
        _token(desk)


def test_nobody_waits_while_a_password_is_hashed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hashing takes long on purpose: it would hold up every editor who saves."""
    hashed: list[str] = []

    def hash_beside_a_writer(password: str) -> str:
        path = desk.store.engine.url.database
        writer = sqlite3.connect(path or "", timeout=0, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")  # an error if another transaction is writing
        writer.close()
        hashed.append(password)
        return hash_password(password)

    monkeypatch.setattr(secrets, "hash_password", hash_beside_a_writer)
    account = _make(desk, "lan")
    _change(desk, account, password="một mật khẩu khác")
    invitation = desk.do(
        lambda session: accounts.create_account(
            session, SYSTEM, login="minh", display_name="Minh", role=Role.WRITER
        )
    )[1]
    desk.do(lambda session: accounts.accept_invitation(session, invitation or "", PASSWORD))
    assert len(hashed) == 3
