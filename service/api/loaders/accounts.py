"""Accounts: those who made something, and those that a view shows."""

from collections.abc import Mapping, Sequence

from sqlalchemy import or_, true
from sqlmodel import Session, col, select

from service.content.account import Account
from service.content.usage import posted
from service.content.visibility import View


def makers(session: Session, view: View, keys: Sequence[int]) -> Mapping[int, Account]:
    """By their ids, for things that were found to be visible."""
    rows = session.exec(select(Account).where(col(Account.id).in_(keys)))
    return {account.id or 0: account for account in rows}


def accounts_by_id(session: Session, view: View, keys: Sequence[int]) -> Mapping[int, Account]:
    """Editors see every account, others their own and those that posted something they see."""
    own = col(Account.id) == view.account_id
    shown = true() if view.editor else or_(own, posted(view, col(Account.id)))
    rows = session.exec(select(Account).where(col(Account.id).in_(keys), shown))
    return {account.id or 0: account for account in rows}
