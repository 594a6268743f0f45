"""Logging in and out, and who a request comes from."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlmodel import Session, col, select

from service.content import times
from service.content.account import Account, ApiToken, LoginSession
from service.errors import Refusal
from service.operations import secrets
from service.operations.accounts import clean_login
from service.operations.secrets import LONGEST, Prefix, hash_password
from service.operations.secrets import verify_password as verify
from service.permissions import Actor
from service.store import Store

__all__ = ["authenticate", "hash_password", "known_as", "login", "logout", "verify"]

MAX_SESSIONS = 50
"""Of one account; the oldest ends when there would be more."""


def login(
    store: Store, login: str, password: str, *, hours: int, now: datetime | None = None
) -> tuple[str, datetime, Account] | None:
    """A new session: its token, when it ends, and the account. None if anything is wrong.

    What is wrong is not told, and takes as long as what is right. The password is compared outside
    any transaction, so that others need not wait.
    """
    with store.snapshot() as reading:
        known = _by_login(reading, login)
        password_hash = None if known is None else known.password_hash
    if not verify(password[: LONGEST + 1], password_hash) or known is None:
        return None
    with store.transaction() as session:
        account = session.get(Account, known.id)
        # It may have been disabled, or its password changed, while this one was being compared.
        if account is None or account.disabled or account.password_hash != password_hash:
            return None
        token, expires_at = _open(session, account, hours, now or times.now())
        return token, expires_at, account


def logout(session: Session, token: str) -> None:
    """Ends the session of this token; a token of another kind, or none, is left alone."""
    hashed = secrets.token_hash(token)
    session.execute(delete(LoginSession).where(col(LoginSession.token_hash) == hashed))


def authenticate(session: Session, token: str, now: datetime) -> Actor | None:
    """Who a session's or a program's token stands for, as the account is now; None if nobody."""
    if token.startswith(Prefix.SESSION):
        return _by_session(session, token, now)
    if token.startswith(Prefix.KEY):
        return _by_key(session, token, now)
    return None


def known_as(login: str) -> str | None:
    """The one spelling of a login, however it was typed; None where no account can have it."""
    try:
        return clean_login("login", login[:1_000])
    except Refusal:
        return None


def _by_login(session: Session, login: str) -> Account | None:
    enabled = select(Account).where(
        Account.login == known_as(login), col(Account.disabled).is_(False)
    )
    return session.exec(enabled).one_or_none()


def _open(session: Session, account: Account, hours: int, now: datetime) -> tuple[str, datetime]:
    session.execute(delete(LoginSession).where(col(LoginSession.expires_at) <= now))
    _end_the_oldest(session, account)
    token, expires_at = secrets.new_token(Prefix.SESSION), now + timedelta(hours=hours)
    opened = LoginSession(
        token_hash=secrets.token_hash(token),
        account_id=account.id or 0,
        created_at=now,
        expires_at=expires_at,
    )
    session.add(opened)
    session.flush()
    return token, expires_at


def _end_the_oldest(session: Session, account: Account) -> None:
    kept = (
        select(LoginSession.id)
        .where(LoginSession.account_id == account.id)
        .order_by(col(LoginSession.id).desc())
        .limit(MAX_SESSIONS - 1)
    )
    session.execute(
        delete(LoginSession).where(
            col(LoginSession.account_id) == account.id, col(LoginSession.id).not_in(kept)
        )
    )


def _by_session(session: Session, token: str, now: datetime) -> Actor | None:
    found = session.exec(
        select(Account)
        .join(LoginSession, col(LoginSession.account_id) == col(Account.id))
        .where(
            LoginSession.token_hash == secrets.token_hash(token),
            col(LoginSession.expires_at) > now,
            col(Account.disabled).is_(False),
        )
    ).one_or_none()
    return None if found is None else _actor(found, [])


def _by_key(session: Session, token: str, now: datetime) -> Actor | None:
    ends = col(ApiToken.expires_at)
    found = session.exec(
        select(Account, ApiToken)
        .join(ApiToken, col(ApiToken.account_id) == col(Account.id))
        .where(
            ApiToken.token_hash == secrets.token_hash(token),
            col(ApiToken.revoked_at).is_(None),
            or_(ends.is_(None), ends > now),
            col(Account.disabled).is_(False),
        )
    ).one_or_none()
    return None if found is None else _actor(found[0], found[1].scopes)


def _actor(account: Account, scopes: Sequence[str]) -> Actor:
    return Actor(account.id, account.role, frozenset(scopes), account.login, account.display_name)
