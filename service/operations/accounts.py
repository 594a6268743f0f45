"""Accounts of people, and tokens by which programs act."""

import re
import secrets as random
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_
from sqlmodel import Session, col, select

from service.content import times
from service.content.account import Account, ApiToken, LoginSession, Role
from service.content.fields import LARGEST_ID, FieldRule, Moment, Text, clean_text, clean_values
from service.errors import InUse, Invalid, NotFound, NotUnique, Required, TooLong
from service.operations import secrets
from service.operations.secrets import Prefix
from service.permissions import Action, Actor, require

INVITATION_DAYS = 7
MAX_TOKENS = 1_000
"""That work at the same time."""

_LOGIN = re.compile(r"[\w.@+-]+")


def clean_login(name: str, value: str | None) -> str:
    """A login as it is stored: NFC, in lower case, without spaces."""
    login = clean_text(name, value or "").lower()
    if not login:
        raise Required(name)
    if len(login) > 100:
        raise TooLong(name, 100)
    if _LOGIN.fullmatch(login) is None:
        raise Invalid(name, "A login holds letters, digits and . _ - @ + only.")
    return login


def _role(name: str, value: Any) -> Role:
    if value is None:
        raise Required(name)
    return Role(value)


def _password(name: str, value: str | None) -> str | None:
    if value is not None:
        secrets.check_password(value, name)
    return value


def _disabled(name: str, value: bool | None) -> bool:
    if value is None:
        raise Required(name)
    return value


_FIELDS: dict[str, FieldRule] = {
    "login": clean_login,
    "display_name": Text(200, required=True),
    "role": _role,
    "password": _password,
    "disabled": _disabled,
}
_TOKEN: dict[str, FieldRule] = {
    "name": Text(100, required=True),
    "role": _role,
    "expires_at": Moment(),
}


def create_account(
    session: Session,
    actor: Actor,
    *,
    login: str,
    display_name: str,
    role: Role,
    password: str | None = None,
) -> tuple[Account, str | None]:
    """A new account; without a password also an invitation, shown once, to choose one with."""
    require(actor, Action.ACCOUNTS)
    given = {"login": login, "display_name": display_name, "role": role, "password": password}
    values = clean_values(_FIELDS, given)
    password_hash = _hash(values.pop("password"))
    if session.exec(select(Account.id).where(Account.login == values["login"])).first():
        raise NotUnique("login", "There is an account with this login already.")
    now = times.now()
    account = Account(**values, password_hash=password_hash, created_at=now)
    invitation = None if password_hash is not None else _invite(account, now)
    session.add(account)
    session.flush()
    return account, invitation


def update_account(session: Session, actor: Actor, id: int, values: Mapping[str, Any]) -> Account:
    """Changes display_name, role, password and disabled, as far as given; it takes effect at once.

    A new password, or disabling, ends its sessions; disabling stops its tokens too. Raises InUse
    where nobody would be left who may do everything.
    """
    require(actor, Action.ACCOUNTS)
    cleaned = clean_values({**_FIELDS, "login": _unchangeable}, values)
    password_hash = _hash(cleaned.pop("password", None))
    account = _account(session, id)
    if password_hash is not None and _is_programs(session, id):
        raise Invalid("password", "The account of a token has no password.")
    was_needed = _may_do_everything(account)
    for field, value in cleaned.items():
        setattr(account, field, value)
    if password_hash is not None:
        account.password_hash = password_hash
        account.invitation_hash = account.invitation_expires_at = None
    session.flush()
    if was_needed and not _may_do_everything(account):
        _check_an_admin_remains(session, "role" if "role" in cleaned else "disabled")
    if password_hash is not None or account.disabled:
        session.execute(delete(LoginSession).where(col(LoginSession.account_id) == id))
    return account


def account_named(session: Session, login: str) -> Account:
    """The account with this login, however typed. Raises a Refusal of the field where none has."""
    cleaned = clean_login("login", login)
    account = session.exec(select(Account).where(Account.login == cleaned)).one_or_none()
    if account is None:
        raise NotFound("login", "There is no account with this login.")
    return account


def accept_invitation(
    session: Session, invitation: str, password: str, *, now: datetime | None = None
) -> Account:
    """Sets the password of the account that was invited. Raises Invalid for a used or old one."""
    secrets.check_password(password)
    password_hash = secrets.hash_password(password)  # before the database: see _hash
    now = now or times.now()
    invited = select(Account).where(
        Account.invitation_hash == secrets.token_hash(invitation),
        col(Account.invitation_expires_at) > now,
        col(Account.disabled).is_(False),
    )
    account = session.exec(invited).one_or_none()
    if account is None:
        raise Invalid("invitation", "This invitation has been used, or is too old.")
    account.password_hash = password_hash
    account.invitation_hash = account.invitation_expires_at = None
    session.flush()
    return account


def create_token(
    session: Session,
    actor: Actor,
    *,
    name: str,
    role: Role,
    scopes: Collection[str] | None = None,
    expires_at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """A token, which acts as an account of its own, and its secret, which is shown once."""
    require(actor, Action.TOKENS)
    given = {"name": name, "role": role, "expires_at": expires_at}
    values = clean_values(_TOKEN, given)
    now = times.now()
    _check_token(values["expires_at"], scopes, now)
    _check_count(session, now)
    account = Account(
        login=f"token:{random.token_hex(8)}",  # no login can be this: see clean_login
        display_name=values["name"],
        role=values["role"],
        created_at=now,
    )
    session.add(account)
    session.flush()
    secret = secrets.new_token(Prefix.KEY)
    token = ApiToken(
        name=values["name"],
        token_hash=secrets.token_hash(secret),
        account_id=account.id or 0,
        scopes=_completed(scopes),
        created_at=now,
        expires_at=values["expires_at"],
    )
    session.add(token)
    session.flush()
    return token, secret


def revoke_token(session: Session, actor: Actor, id: int) -> None:
    """Ends a token for good; what was done with it stays."""
    require(actor, Action.TOKENS)
    token = session.get(ApiToken, id) if 0 < id <= LARGEST_ID else None
    if token is None:
        raise NotFound("id", "There is no token with this id.")
    token.revoked_at = token.revoked_at or times.now()
    session.flush()


def working_tokens(session: Session, now: datetime | None = None) -> list[tuple[ApiToken, Account]]:
    """Those that have neither ended nor been revoked, with the accounts they act as; by id."""
    found = select(ApiToken, Account).join(Account, col(Account.id) == col(ApiToken.account_id))
    working = found.where(_works(now or times.now())).order_by(col(ApiToken.id))
    return list(session.exec(working))


def _check_token(
    expires_at: datetime | None, scopes: Collection[str] | None, now: datetime
) -> None:
    if expires_at is not None and expires_at <= now:
        raise Invalid("expiresAt", "This time has passed.")
    known = {action.value for action in Action}
    if scopes is not None and (not scopes or not known.issuperset(scopes)):
        names = ", ".join(sorted(known))
        raise Invalid("scopes", f"Name at least one of {names}; without scopes it may do all.")


def _completed(scopes: Collection[str] | None) -> list[str]:
    """Who writes or publishes has to see what it works on."""
    wanted = set(scopes or ())
    if wanted & {Action.WRITE.value, Action.PUBLISH.value}:
        wanted.add(Action.SEE_DRAFTS.value)
    return sorted(wanted)


def _check_count(session: Session, now: datetime) -> None:
    working = select(func.count()).select_from(ApiToken).where(_works(now))
    if session.exec(working).one() >= MAX_TOKENS:
        raise Invalid("", f"There are {MAX_TOKENS:,} tokens already; revoke those not in use.")


def _works(now: datetime) -> ColumnElement[bool]:
    ends = col(ApiToken.expires_at)
    return and_(col(ApiToken.revoked_at).is_(None), or_(ends.is_(None), ends > now))


def _hash(password: str | None) -> str | None:
    """To be called before the first statement, with which a transaction keeps others waiting."""
    return None if password is None else secrets.hash_password(password)


def _invite(account: Account, now: datetime) -> str:
    invitation = secrets.new_token(Prefix.INVITATION)
    account.invitation_hash = secrets.token_hash(invitation)
    account.invitation_expires_at = now + timedelta(days=INVITATION_DAYS)
    return invitation


def _unchangeable(name: str, value: Any) -> Any:
    raise Invalid(name, "A login cannot be changed.")


def _account(session: Session, id: int) -> Account:
    account = session.get(Account, id) if 0 < id <= LARGEST_ID else None
    if account is None:
        raise NotFound("id", "There is no account with this id.")
    return account


def _is_programs(session: Session, id: int) -> bool:
    own = select(ApiToken.id).where(ApiToken.account_id == id)
    return session.exec(own).first() is not None


def _may_do_everything(account: Account) -> bool:
    return account.role is Role.ADMIN and not account.disabled and bool(account.password_hash)


def _check_an_admin_remains(session: Session, field: str) -> None:
    """People only: a token can be lost."""
    left = select(Account.id).where(
        Account.role == Role.ADMIN,
        col(Account.disabled).is_(False),
        col(Account.password_hash).is_not(None),
    )
    if session.exec(left).first() is None:
        raise InUse(field, "One account that can log in must remain an enabled ADMIN.")
