from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from sqlalchemy import insert

from service.content.account import Role
from service.content.link import Link, LinkGroup
from service.errors import Forbidden, Invalid, NotFound, Refused
from service.operations import links
from service.permissions import SYSTEM, Actor
from tests.service.operations.desk import Desk

NOW = datetime(2022, 1, 1, tzinfo=UTC)
LATER = datetime(2022, 2, 1, tzinfo=UTC)


def _group(desk: Desk, name: str = "Báo chí") -> int:
    return desk.do(lambda session: links.create_group(session, SYSTEM, name=name).id or 0)


def _link(desk: Desk, group: int, title: str = "Báo", **options: Any) -> int:
    given = {"url": "https://bao.example"} | options
    return desk.do(
        lambda session: (
            links.create_link(session, SYSTEM, group_id=group, title=title, **given).id or 0
        )
    )


def _change(desk: Desk, id: int, **values: Any) -> Link:
    return desk.do(lambda session: links.update_link(session, SYSTEM, id, values))


def _titles(desk: Desk, group: int) -> list[str]:
    found = desk.see(lambda session: links.links(session, group))
    assert [link.position for link in found] == list(range(len(found)))
    return [link.title for link in found]


def _names(desk: Desk) -> list[str]:
    found = desk.see(links.groups)
    assert [group.position for group in found] == list(range(len(found)))
    return [group.name for group in found]


def test_groups_keep_their_order(desk: Desk) -> None:
    """The boxes of links would change places by themselves."""
    made = [_group(desk, name) for name in "abc"]
    desk.do(lambda session: links.update_group(session, SYSTEM, made[2], {"position": 0}))
    assert _names(desk) == ["c", "a", "b"]
    changes = {"name": "x", "position": 99}
    desk.do(lambda session: links.update_group(session, SYSTEM, made[0], changes))
    assert _names(desk) == ["c", "b", "x"]
    desk.do(lambda session: links.delete_group(session, SYSTEM, made[1]))
    assert _names(desk) == ["c", "x"]
    with pytest.raises(Invalid):
        desk.do(lambda session: links.update_group(session, SYSTEM, made[0], {"position": -1}))


def test_links_keep_their_order(desk: Desk) -> None:
    """The links of a box would change places by themselves."""
    group, other = _group(desk), _group(desk)
    made = [_link(desk, group, title) for title in "abc"]
    order = [made[2], made[0], made[1]]
    desk.do(lambda session: links.reorder_links(session, SYSTEM, group, order))
    assert _titles(desk, group) == ["c", "a", "b"]
    _link(desk, other, "z")
    _change(desk, made[2], group_id=other, title="x")
    assert (_titles(desk, group), _titles(desk, other)) == (["a", "b"], ["z", "x"])
    desk.do(lambda session: links.delete_link(session, SYSTEM, made[0]))
    assert _titles(desk, group) == ["b"]


def test_an_order_names_each_link_once(desk: Desk) -> None:
    """Two editors who sort at once would lose a link from the order."""
    group, other = _group(desk), _group(desk)
    one, two, foreign = _link(desk, group), _link(desk, group), _link(desk, other)
    for order in ([one], [one, one], [one, two, foreign], [one, foreign], [], [one, two, two]):
        with pytest.raises(Invalid) as error:
            desk.do(partial(links.reorder_links, actor=SYSTEM, group_id=group, ids=order))
        assert error.value.field == ("links",)


def test_a_group_takes_its_links_along(desk: Desk) -> None:
    """Links that stand nowhere would pile up."""
    group = _group(desk)
    _link(desk, group)
    desk.do(lambda session: links.delete_group(session, SYSTEM, group))
    assert desk.count(Link) == 0


@pytest.mark.parametrize("url", ["javascript:alert(1)", "mailto:a@b.example", "/x", "", "https://"])
def test_a_link_leads_to_a_web_page(desk: Desk, url: str) -> None:
    """A link of the portal would run a program in the reader's browser."""
    with pytest.raises(Refused) as refused:
        _link(desk, _group(desk), url=url)
    assert [one.field for one in refused.value.refusals] == [("url",)]


def test_a_link_is_visible_for_some_time(desk: Desk) -> None:
    """A link that can never be seen would be saved without a word."""
    group = _group(desk)
    link = _link(desk, group, visible_from=NOW, visible_until=LATER)
    assert _change(desk, link, title="x").visible_from == NOW
    for window in ({"visible_until": NOW}, {"visible_from": LATER}):
        with pytest.raises(Invalid) as error:
            _change(desk, link, **window)
        assert error.value.field == ("visibleUntil",)
    opened = _change(desk, link, visible_until=None)
    assert opened.shown_at(LATER)
    with pytest.raises(Invalid):
        _link(desk, group, visible_from=NOW, visible_until=NOW)


def test_what_is_missing_is_not_found(desk: Desk) -> None:
    """A wrong id would be an error of the service."""
    link = _link(desk, _group(desk))
    with pytest.raises(NotFound) as error:
        _link(desk, 99)
    assert error.value.field == ("group",)
    with pytest.raises(NotFound):
        _change(desk, link, group_id=99)
    for id_ in (99, 0, 2**70):
        with pytest.raises(NotFound):
            _change(desk, id_)
        with pytest.raises(NotFound):
            desk.do(partial(links.delete_group, actor=SYSTEM, id=id_))


def test_groups_are_bounded(desk: Desk) -> None:
    """A page could be made of a million links."""
    group = _group(desk)
    rows = [
        {"group_id": group, "title": "x", "url": "https://a.example", "position": position}
        for position in range(links.MAX_LINKS)
    ]
    desk.do(lambda session: session.execute(insert(Link), rows))
    with pytest.raises(Invalid):
        _link(desk, group)
    names = [{"name": "x", "position": position} for position in range(1, links.MAX_GROUPS)]
    desk.do(lambda session: session.execute(insert(LinkGroup), names))
    with pytest.raises(Invalid):
        _group(desk)


def test_editors_only(desk: Desk) -> None:
    """A writer could put any link on the portal."""
    group = _group(desk)
    link = _link(desk, group)
    writer = Actor(1, Role.WRITER)
    for change in (
        lambda session: links.create_group(session, writer, name="x"),
        lambda session: links.update_group(session, writer, group, {}),
        lambda session: links.delete_group(session, writer, group),
        lambda session: links.update_link(session, writer, link, {}),
        lambda session: links.reorder_links(session, writer, group, [link]),
        lambda session: links.delete_link(session, writer, link),
    ):
        with pytest.raises(Forbidden):
            desk.do(change)
