"""Link groups with the links that a view shows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from service.content.link import Link, LinkGroup
from service.content.visibility import View

MAX_GROUPS = 200


def all_groups(
    session: Session, view: View, keys: Sequence[None]
) -> Mapping[None, list[LinkGroup]]:
    """In their order."""
    statement = select(LinkGroup).order_by(col(LinkGroup.position), col(LinkGroup.id))
    return {None: list(session.exec(statement.limit(MAX_GROUPS)))}


def groups_by_id(session: Session, view: View, keys: Sequence[int]) -> Mapping[int, LinkGroup]:
    rows = session.exec(select(LinkGroup).where(col(LinkGroup.id).in_(keys)))
    return {group.id or 0: group for group in rows}


def links_of_groups(session: Session, view: View, keys: Sequence[int]) -> Mapping[int, list[Link]]:
    """Those visible now, in their order; editors see all."""
    rows = session.exec(
        select(Link)
        .where(col(Link.group_id).in_(keys))
        .order_by(col(Link.group_id), col(Link.position), col(Link.id))
    )
    links: dict[int, list[Link]] = defaultdict(list)
    for link in rows:
        if view.editor or link.shown_at(view.now):
            links[link.group_id].append(link)
    return links


def links_by_id(session: Session, view: View, keys: Sequence[int]) -> Mapping[int, Link]:
    rows = session.exec(select(Link).where(col(Link.id).in_(keys)))
    return {link.id or 0: link for link in rows if view.editor or link.shown_at(view.now)}
