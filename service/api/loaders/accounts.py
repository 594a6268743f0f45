"""Accounts: those who made something, and those that a view shows."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, true
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from service.api.loaders.prepared import Prepared, given
from service.content.account import Account
from service.content.usage import posted
from service.content.visibility import View

_MAKERS = Prepared(
    lambda view: select_columns(col(Account.id), col(Account.display_name)).where(
        col(Account.id).in_(given())
    )
)


def makers(session: Session, view: View, keys: Sequence[int]) -> Mapping[int, Any]:
    """Rows of ids and names by the ids, for things that were found to be visible."""
    return {row.id: row for row in _MAKERS.rows(session, view, keys=keys)}


def accounts_by_id(session: Session, view: View, keys: Sequence[int]) -> Mapping[int, Account]:
    """Editors see every account, others their own and those that posted something they see."""
    own = col(Account.id) == view.account_id
    shown = true() if view.editor else or_(own, posted(view, col(Account.id)))
    rows = session.exec(select(Account).where(col(Account.id).in_(keys), shown))
    return {account.id or 0: account for account in rows}
