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
