"""Web links and the groups they stand in."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from service.content.addresses import WebAddress
from service.content.fields import LARGEST_ID, FieldRule, Moment, Text, clean_values
from service.content.link import Link, LinkGroup
from service.errors import Invalid, NotFound, Required
from service.permissions import Action, Actor, require

MAX_GROUPS = 100
MAX_LINKS = 500
"""In one group."""


_GROUP: dict[str, FieldRule] = {"name": Text(200, required=True)}
_LINK: dict[str, FieldRule] = {
    "title": Text(300, required=True),
    "url": WebAddress(2_000, required=True),
    "visible_from": Moment(),
    "visible_until": Moment(),
}


def create_group(session: Session, actor: Actor, *, name: str) -> LinkGroup:
    """A new group, after the others."""
    require(actor, Action.LINKS)
    values = clean_values(_GROUP, {"name": name})
    count = session.exec(select(func.count()).select_from(LinkGroup)).one()
    if count >= MAX_GROUPS:
        raise Invalid("", f"There are {MAX_GROUPS} groups already.")
    group = LinkGroup(**values, position=count)
    session.add(group)
    session.flush()
    return group


def update_group(session: Session, actor: Actor, id: int, values: Mapping[str, Any]) -> LinkGroup:
    """Changes name and position (from 0; beyond the last is the last), as far as given."""
    require(actor, Action.LINKS)
    group = _group(session, id)
    given = dict(values)
    position = given.pop("position", None)
    for field, value in clean_values(_GROUP, given).items():
        setattr(group, field, value)
    if position is not None:
        if position < 0:
            raise Invalid("position", "A position counts from 0.")
        others = [one for one in groups(session) if one is not group]
        _number([*others[:position], group, *others[position:]])
    session.flush()
    return group


def delete_group(session: Session, actor: Actor, id: int) -> None:
    """Removes a group with its links."""
    require(actor, Action.LINKS)
    group = _group(session, id)
    _number(one for one in groups(session) if one is not group)
    session.delete(group)
    session.flush()


def create_link(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    title: str,
    url: str,
    visible_from: datetime | None = None,
    visible_until: datetime | None = None,
) -> Link:
    """A new link, the last of its group."""
    require(actor, Action.LINKS)
    given: dict[str, Any] = {"title": title, "url": url}
    given |= {"visible_from": visible_from, "visible_until": visible_until}
    values = clean_values(_LINK, given)
    _group(session, group_id, "group")
    link = Link(**values, group_id=group_id)
    _check_window(link)
    _append(session, link, group_id)
    session.add(link)
    session.flush()
    return link


def update_link(session: Session, actor: Actor, id: int, values: Mapping[str, Any]) -> Link:
    """Changes title, url, visible_from, visible_until and group_id, as far as given."""
    require(actor, Action.LINKS)
    link = _link(session, id)
    given = dict(values)
    group_id = given.pop("group_id", link.group_id)
    if group_id is None:
        raise Required("group")
    for field, value in clean_values(_LINK, given).items():
        setattr(link, field, value)
    _check_window(link)
    if group_id != link.group_id:
        _group(session, group_id, "group")
        _number(one for one in links(session, link.group_id) if one is not link)
        _append(session, link, group_id)
    session.flush()
    return link


def reorder_links(session: Session, actor: Actor, group_id: int, ids: Sequence[int]) -> LinkGroup:
    """Puts the links of a group in this order; it must name each of them once."""
    require(actor, Action.LINKS)
    group = _group(session, group_id, "group")
    by_id = {link.id: link for link in links(session, group_id)}
    if len(ids) != len(by_id) or set(ids) != by_id.keys():
        raise Invalid("links", "The order must name each link of the group once, and no other.")
    _number(by_id[id_] for id_ in ids)
    session.flush()
    return group


def delete_link(session: Session, actor: Actor, id: int) -> None:
    """Removes a link; those after it move up."""
    require(actor, Action.LINKS)
    link = _link(session, id)
    _number(one for one in links(session, link.group_id) if one is not link)
    session.delete(link)
    session.flush()


def groups(session: Session) -> Sequence[LinkGroup]:
    """All groups in order."""
    return session.exec(
        select(LinkGroup).order_by(col(LinkGroup.position), col(LinkGroup.id))
    ).all()


def links(session: Session, group_id: int) -> Sequence[Link]:
    """The links of a group in order, visible or not."""
    own = select(Link).where(Link.group_id == group_id)
    return session.exec(own.order_by(col(Link.position), col(Link.id))).all()


def _number(rows: Iterable[Link] | Iterable[LinkGroup]) -> None:
    for position, row in enumerate(rows):
        row.position = position


def _append(session: Session, link: Link, group_id: int) -> None:
    with session.no_autoflush:
        count = len(links(session, group_id))
    if count >= MAX_LINKS:
        raise Invalid("group", f"The group has {MAX_LINKS} links already.")
    link.group_id, link.position = group_id, count


def _check_window(link: Link) -> None:
    if link.visible_from and link.visible_until and link.visible_from >= link.visible_until:
        raise Invalid("visibleUntil", "A link must be visible for some time before it is not.")


def _group(session: Session, id: int, field: str = "id") -> LinkGroup:
    group = session.get(LinkGroup, id) if 0 < id <= LARGEST_ID else None
    if group is None:
        raise NotFound(field, "There is no link group with this id.")
    return group


def _link(session: Session, id: int) -> Link:
    link = session.get(Link, id) if 0 < id <= LARGEST_ID else None
    if link is None:
        raise NotFound("id", "There is no link with this id.")
    return link
