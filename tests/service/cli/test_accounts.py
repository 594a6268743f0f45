"""The first account and the first token can only come from the command line."""

import io

import pytest
from sqlmodel import select

from service.content.account import Account, Role
from service.content.times import now
from service.operations import sessions
from service.store import Store
from tests.service.cli.conftest import Run


@pytest.mark.parametrize("role", ["EDITOR", "editor", "Editor"])
def test_a_token_is_printed_alone_and_works(run: Run, store: Store, role: str) -> None:
    """Scripts take the last line as it is."""
    made = run("token", "create", "--role", role, "--name", "import-script")
    assert made.code == 0
    with store.snapshot() as session:
        actor = sessions.authenticate(session, made.last, now())
    assert actor is not None
    assert actor.role is Role.EDITOR


def test_a_token_that_has_expired_does_not_work(run: Run, store: Store) -> None:
    """--expires would be a promise only."""
    made = run("token", "create", "--role", "writer", "--name", "x", "--expires", "2100-01-31")
    with store.snapshot() as session:
        assert sessions.authenticate(session, made.last, now()) is not None
    refused = run("token", "create", "--role", "writer", "--name", "x", "--expires", "2001-01-31")
    assert refused.code == 1
    assert refused.err.count("\n") == 1


def test_an_account_gets_a_password_that_works(run: Run, store: Store) -> None:
    """Nobody could log in to a new portal."""
    made = run("account", "create", "--login", "lan", "--role", "admin", "--name", "Lan Anh")
    assert made.code == 0
    opened = sessions.login(store, "lan", made.last, hours=1)
    assert opened is not None
    with store.snapshot() as session:
        (account,) = session.exec(select(Account).where(Account.login == "lan"))
        assert (account.display_name, account.role) == ("Lan Anh", Role.ADMIN)


def test_a_password_can_be_given(run: Run, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """On stdin, never as an argument: other users of the machine see those."""
    monkeypatch.setattr("sys.stdin", io.StringIO("một mật khẩu khá dài\n"))
    made = run("account", "create", "--login", "lan", "--role", "editor", "--password")
    assert made.code == 0
    assert made.out == ""
    assert sessions.login(store, "lan", "một mật khẩu khá dài", hours=1) is not None


def test_the_same_login_twice_is_refused(run: Run) -> None:
    """The second must not take the first one's place."""
    arguments = ("account", "create", "--login", "lan", "--role", "editor")
    run(*arguments)
    refused = run(*arguments)
    assert refused.code == 1
    assert refused.err.startswith("toasoan: login: ")


def test_a_lost_password_is_replaced(run: Run, store: Store) -> None:
    """Whoever missed the one time that passwords were shown would have to begin anew."""
    old = run("account", "create", "--login", "lan", "--role", "admin").last
    opened = sessions.login(store, "lan", old, hours=1)
    assert opened is not None
    made = run("account", "password", "--login", " LAN ")
    assert made.code == 0
    assert made.out.splitlines() == [made.last]
    assert sessions.login(store, "lan", old, hours=1) is None
    assert sessions.login(store, "lan", made.last, hours=1) is not None
    with store.snapshot() as session:
        assert sessions.authenticate(session, opened[0], now()) is None


def test_a_new_password_can_be_given(
    run: Run, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On stdin, as with a new account."""
    run("account", "create", "--login", "lan", "--role", "editor")
    monkeypatch.setattr("sys.stdin", io.StringIO("một mật khẩu khá dài\n"))
    made = run("account", "password", "--login", "lan", "--password")
    assert (made.code, made.out) == (0, "")
    assert sessions.login(store, "lan", "một mật khẩu khá dài", hours=1) is not None


@pytest.mark.parametrize("login", ["minh", "", "a b"])
def test_a_password_for_nobody_is_refused(run: Run, login: str) -> None:
    """A misspelt name must not look as if it had worked."""
    refused = run("account", "password", "--login", login)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("toasoan: login: ")


def test_tokens_are_listed_and_revoked(run: Run, store: Store) -> None:
    """A key that has leaked could only be stopped by whoever wrote down its number."""
    assert run("token", "list").last == "0 tokens."
    made = ("token", "create", "--role", "writer", "--name")
    secret = run(*made, "agency [/]", "--expires", "2100-01-31").last
    kept = run(*made, "portal").last
    listed = run("token", "list")
    assert listed.last == "2 tokens."
    line = next(one for one in listed.out.splitlines() if "agency [/]" in one)
    assert "WRITER" in line
    assert "2100-01-31" in line
    number = line.split()[0]
    assert run("token", "revoke", number).code == 0
    with store.snapshot() as session:
        assert sessions.authenticate(session, secret, now()) is None
        assert sessions.authenticate(session, kept, now()) is not None
    assert run("token", "list").last == "1 tokens."
    assert secret not in listed.out


def test_a_token_that_is_not_there_cannot_be_revoked(run: Run) -> None:
    """A misspelt number must not look as if the key had been stopped."""
    refused = run("token", "revoke", "99")
    assert refused.code == 1
    assert refused.err.startswith("toasoan: id: ")
    assert run("token", "revoke", "x").code == 2
