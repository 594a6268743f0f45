from datetime import timedelta

import pytest

from service.content.account import LoginSession, Role
from service.content.times import now
from service.operations import accounts, sessions
from service.permissions import SYSTEM
from tests.service.operations.desk import Desk

PASSWORD = "mật khẩu dài"


@pytest.fixture
def newsroom(desk: Desk) -> Desk:
    desk.do(
        lambda session: accounts.create_account(
            session, SYSTEM, login="lan", display_name="Lan", role=Role.EDITOR, password=PASSWORD
        )
    )
    return desk


def test_a_session_says_who_it_is_until_it_ends(newsroom: Desk) -> None:
    """An editor would be logged out at once, or never."""
    opened = sessions.login(newsroom.store, " LAN ", PASSWORD, hours=12)
    assert opened is not None
    token, expires_at, account = opened
    assert token.startswith("tss_")
    assert timedelta(hours=11) < expires_at - now() < timedelta(hours=12)

    def who(given: str, at: timedelta = timedelta(0)) -> str | None:
        actor = newsroom.see(lambda session: sessions.authenticate(session, given, expires_at + at))
        return None if actor is None else actor.login

    assert account.login == "lan"
    assert who(token, timedelta(microseconds=-1)) == "lan"
    assert who(token) is None
    for wrong in ("", "tss_", "tsk_" + token[4:], token + "x", "\ud800", "tss_\x00"):
        assert who(wrong, timedelta(hours=-1)) is None


@pytest.mark.parametrize(
    ("login", "password"),
    [
        *(("lan", "mật khẩu sai"), ("minh", PASSWORD), ("", ""), ("lan", ""), ("\0", PASSWORD)),
        *(("lan", PASSWORD * 1_000), ("lan", "\ud800" * 10), ("x" * 1_000_000, PASSWORD)),
    ],
)
def test_what_is_wrong_opens_nothing(newsroom: Desk, login: str, password: str) -> None:
    """Anybody could come in; or a strange password would be an error of the service."""
    assert sessions.login(newsroom.store, login, password, hours=1) is None
    assert newsroom.count(LoginSession) == 0


def test_a_password_is_known_however_it_is_composed(newsroom: Desk) -> None:
    """A Vietnamese password would work on one telephone and not on another."""
    decomposed = "ma\u0323\u0302t kha\u0302\u0309u da\u0300i"
    assert sessions.login(newsroom.store, "lan", decomposed, hours=1)


def test_logging_out_ends_one_session(newsroom: Desk) -> None:
    """A token left on a shared computer would go on working."""
    first = sessions.login(newsroom.store, "lan", PASSWORD, hours=1)
    second = sessions.login(newsroom.store, "lan", PASSWORD, hours=1)
    assert first is not None
    assert second is not None
    newsroom.do(lambda session: sessions.logout(session, first[0]))
    newsroom.do(lambda session: sessions.logout(session, "tsk_x"))

    def works(token: str) -> bool:
        actor = newsroom.see(lambda session: sessions.authenticate(session, token, now()))
        return actor is not None

    assert [works(first[0]), works(second[0])] == [False, True]


def test_sessions_of_one_account_are_bounded(
    newsroom: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that logs in again and again would fill the database."""
    monkeypatch.setattr(sessions, "MAX_SESSIONS", 3)
    opened = [sessions.login(newsroom.store, "lan", PASSWORD, hours=1) for _ in range(5)]
    assert newsroom.count(LoginSession) == 3
    newest = opened[-1]
    assert newest is not None
    assert newsroom.see(lambda session: sessions.authenticate(session, newest[0], now()))


def test_ended_sessions_are_cleared_away(newsroom: Desk) -> None:
    """The database would grow with every log-in of years."""
    sessions.login(newsroom.store, "lan", PASSWORD, hours=1, now=now() - timedelta(hours=2))
    sessions.login(newsroom.store, "lan", PASSWORD, hours=1)
    assert newsroom.count(LoginSession) == 1
