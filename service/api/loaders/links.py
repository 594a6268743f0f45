"""Link groups with the links that a view shows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from service.api.loaders.prepared import Prepared, given
from service.content.link import Link, LinkGroup
from service.content.visibility import View

MAX_GROUPS = 200


_GROUPS = Prepared(
    lambda view: (
        select_columns(*LinkGroup.__table__.columns)  # type: ignore[attr-defined]
        .order_by(col(LinkGroup.position), col(LinkGroup.id))
        .limit(MAX_GROUPS)
    )
)
_LINKS = Prepared(
    lambda view: (
        select_columns(*Link.__table__.columns)  # type: ignore[attr-defined]
        .where(col(Link.group_id).in_(given()))
        .order_by(col(Link.group_id), col(Link.position), col(Link.id))
    )
)


def all_groups(session: Session, view: View, keys: Sequence[None]) -> Mapping[None, list[Any]]:
    """Rows of groups in their order."""
    return {None: list(_GROUPS.rows(session, view))}


def groups_by_id(session: Session, view: View, keys: Sequence[int]) -> Mapping[int, LinkGroup]:
    rows = session.exec(select(LinkGroup).where(col(LinkGroup.id).in_(keys)))
    return {group.id or 0: group for group in rows}


def links_of_groups(session: Session, view: View, keys: Sequence[int]) -> Mapping[int, list[Any]]:
    """Rows of those visible now, in their order; editors see all."""
    links: dict[int, list[Any]] = defaultdict(list)
    for row in _LINKS.rows(session, view, keys=keys):
        if view.editor or Link.shown_at(row, view.now):
            links[row.group_id].append(row)
    return links


def links_by_id(session: Session, view: View, keys: Sequence[int]) -> Mapping[int, Link]:
    rows = session.exec(select(Link).where(col(Link.id).in_(keys)))
    return {link.id or 0: link for link in rows if view.editor or link.shown_at(view.now)}
