from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert
from sqlmodel import Session, select

from service.content.account import Role
from service.content.base import Stage
from service.content.category import MAX_CATEGORIES, MAX_DEPTH, Category, CategoryTree
from service.content.change import Lane, Subject
from service.content.history import Revision, SlugHistory
from service.errors import Forbidden, InUse, Invalid, NotFound, NotUnique, Refusal, Refused
from service.operations import categories, site
from service.permissions import SYSTEM, Actor
from service.store import Store
from tests.service.operations.desk import Desk


def _slugs(tree: CategoryTree, parent: int | None) -> list[str]:
    return [one.slug for one in tree.children(parent)]


def _tree(desk: Desk) -> CategoryTree:
    return desk.see(categories.tree)


def _move(desk: Desk, id: int, parent: int | None, position: int | None = None) -> None:
    desk.do(lambda session: categories.move(session, SYSTEM, id, parent, position))


def _update(desk: Desk, id: int, values: dict[str, Any]) -> Category:
    return desk.do(lambda session: categories.update(session, SYSTEM, id, values))


def _delete(desk: Desk, id: int, move_to: int | None = None) -> None:
    desk.do(lambda session: categories.delete(session, SYSTEM, id, move_to))


def test_a_new_category_stands_last(desk: Desk) -> None:
    """The menu would be shuffled by every new category."""
    society = desk.add_category("Xã hội")
    desk.add_category("Giáo dục", society)
    desk.add_category("Y tế", society)
    tree = _tree(desk)
    assert _slugs(tree, None) == ["thoi-su", "xa-hoi"]
    assert _slugs(tree, society) == ["giao-duc", "y-te"]
    assert [one.position for one in tree.children(society)] == [0, 1]


def test_names_and_slugs_are_checked(desk: Desk) -> None:
    """Two categories would have one address."""
    assert _slugs(_tree(desk), None) == ["thoi-su"]
    desk.add_category("Thời sự")
    assert _slugs(_tree(desk), None) == ["thoi-su", "thoi-su-2"]
    for slug, error in [("thoi-su", NotUnique), ("Thời sự", Invalid)]:
        with pytest.raises(error):
            desk.do(partial(categories.create, actor=SYSTEM, name="x", slug=slug))
    with pytest.raises(Refused):
        desk.do(lambda session: categories.create(session, SYSTEM, name=" ", slug="x" * 200))
    with pytest.raises(NotFound) as missing:
        desk.add_category("x", 99)
    assert missing.value.field == ("parent",)


def test_a_renamed_category_keeps_its_old_slug(desk: Desk) -> None:
    """Links to the category would be dead, or lead to another."""
    renamed = _update(desk, desk.category, {"name": "Tin tức", "slug": None, "description": "a"})
    assert (renamed.slug, renamed.name, renamed.description) == ("tin-tuc", "Tin tức", "a")
    assert desk.add_category("Thời sự") != desk.category
    assert _slugs(_tree(desk), None) == ["tin-tuc", "thoi-su-2"]
    assert _update(desk, desk.category, {"slug": "thoi-su"}).slug == "thoi-su"
    assert desk.count(SlugHistory) == 3


def test_a_loop_is_refused(desk: Desk) -> None:
    """The menu would never end."""
    child = desk.add_category("Con", desk.category)
    grandchild = desk.add_category("Cháu", child)
    for below in (desk.category, child, grandchild):
        with pytest.raises(Invalid) as error:
            _move(desk, desk.category, below)
        assert error.value.field == ("parent",)


def test_the_tree_is_bounded(desk: Desk) -> None:
    """A tree without bounds would make every page slow."""
    path = [desk.category]
    while len(path) < MAX_DEPTH:
        path.append(desk.add_category("x", path[-1]))
    with pytest.raises(Invalid):
        desk.add_category("x", path[-1])
    other = desk.add_category("a")
    desk.add_category("b", other)
    with pytest.raises(Invalid):
        _move(desk, other, path[-2])
    _move(desk, other, path[-3])
    rows = [{"slug": f"s-{n}", "name": "x", "position": n} for n in range(MAX_CATEGORIES)]
    desk.do(lambda session: session.execute(insert(Category), rows))
    with pytest.raises(Invalid):
        desk.add_category("x")


def test_moving_numbers_both_groups_of_siblings(desk: Desk) -> None:
    """The menu's order would be left to chance."""
    roots = [desk.category, *(desk.add_category(name) for name in ("b", "c", "d"))]
    _move(desk, roots[3], None, 1)
    assert _slugs(_tree(desk), None) == ["thoi-su", "d", "b", "c"]
    _move(desk, roots[3], None)
    assert _slugs(_tree(desk), None) == ["thoi-su", "b", "c", "d"]
    _move(desk, roots[1], roots[0])
    _move(desk, roots[2], roots[0], 0)
    tree = _tree(desk)
    assert _slugs(tree, roots[0]) == ["c", "b"]
    assert [one.position for one in tree.children(None)] == [0, 1]
    with pytest.raises(Invalid):
        _move(desk, roots[1], None, -1)
    _move(desk, roots[1], None, 10**9)
    assert _slugs(_tree(desk), None) == ["thoi-su", "d", "b"]


def test_a_change_reaches_the_index_behind_editors_changes(desk: Desk) -> None:
    """Search by category would find the articles where they were."""
    other = desk.add_category("Xã hội")
    entry = desk.write()
    _move(desk, desk.category, other)
    _update(desk, desk.category, {"name": "Tin"})
    _delete(desk, desk.category, other)
    notes = [(row.lane, row.subject, row.subject_id) for row in desk.outbox()[1:]]
    assert notes == [
        (Lane.BULK, Subject.CATEGORY, desk.category),
        (Lane.BULK, Subject.CATEGORY, desk.category),
        (Lane.BULK, Subject.CATEGORY, other),
    ]
    assert desk.entry(entry.id).version == 1
    assert desk.count(Revision) == 1


def test_a_used_category_is_not_deleted(desk: Desk) -> None:
    """Articles would be in no category."""
    draft = desk.add_category("Nháp")
    parent = desk.add_category("Cha")
    child = desk.add_category("Con", parent)
    desk.write(category_id=draft)
    for used in (draft, parent):
        with pytest.raises(InUse) as error:
            _delete(desk, used)
        assert error.value.field == ("moveTo",)
    for target, refusal in [(parent, Invalid), (child, Invalid), (99, NotFound)]:
        with pytest.raises(refusal):
            _delete(desk, parent, target)
    _delete(desk, child)
    _delete(desk, parent)
    assert _slugs(_tree(desk), None) == ["thoi-su", "nhap"]


def test_articles_and_children_move_when_a_category_is_deleted(desk: Desk) -> None:
    """A category could not be given up without losing what is in it."""
    old = desk.add_category("Cũ")
    child = desk.add_category("Con", old)
    desk.add_category("Sẵn", desk.category)
    entry = desk.write("Một", category_id=old, publish=True)
    entry = desk.change(entry, {"title": "Hai"})
    _delete(desk, old, desk.category)
    tree = _tree(desk)
    assert [one.id for one in tree.children(desk.category)][1] == child
    for stage in (Stage.WORKING, Stage.PUBLIC):
        assert desk.says(entry, stage)["category_id"] == desk.category
    entry = desk.change(entry, {"title": "Một", "slug": "mot"})
    editions = desk.editions(entry)
    assert editions[Stage.WORKING].digest == editions[Stage.PUBLIC].digest
    assert desk.add_category("Cũ")


def _by_slug(desk: Desk) -> dict[str, int | None]:
    owned = select(SlugHistory.slug, SlugHistory.category_id)
    return desk.see(lambda session: dict(session.exec(owned).all()))


def test_the_addresses_of_a_deleted_category_lead_to_its_successor(desk: Desk) -> None:
    """A printed address would be dead, and later show another category's articles."""
    old = desk.add_category("Nông thôn")
    _update(desk, old, {"slug": "nong-thon-moi"})
    _delete(desk, old, desk.category)
    assert _by_slug(desk) == dict.fromkeys(("thoi-su", "nong-thon", "nong-thon-moi"), desk.category)
    again = desk.add_category("Nông thôn")
    assert _by_slug(desk)["nong-thon-2"] == again
    with pytest.raises(NotUnique):
        _update(desk, again, {"slug": "nong-thon-moi"})
    assert _update(desk, desk.category, {"slug": "nong-thon"}).slug == "nong-thon"


def test_an_empty_category_leaves_its_slugs_free(desk: Desk) -> None:
    """A category made by mistake would keep its name's address from the right one."""
    _delete(desk, desk.add_category("Nông thôn"))
    assert _by_slug(desk) == {"thoi-su": desk.category}
    again = desk.add_category("Nông thôn")
    assert _by_slug(desk)["nong-thon"] == again


def test_the_default_category_follows(desk: Desk) -> None:
    """An import would put articles into a category that is gone."""
    old, new = desk.add_category("Cũ"), desk.add_category("Mới")
    desk.do(lambda session: site.update(session, SYSTEM, {"default_category_id": old}))
    _delete(desk, old, new)
    assert desk.see(site.get).default_category_id == new
    _delete(desk, new)
    assert desk.see(site.get).default_category_id is None


def test_editors_only(desk: Desk) -> None:
    """A writer could take the portal's menu apart."""
    writer = Actor(1, Role.WRITER)
    for change in (
        lambda session: categories.create(session, writer, name="x"),
        lambda session: categories.update(session, writer, desk.category, {}),
        lambda session: categories.move(session, writer, desk.category, None),
        lambda session: categories.delete(session, writer, desk.category),
    ):
        with pytest.raises(Forbidden):
            desk.do(change)


MOVES = st.lists(
    st.tuples(st.integers(1, 8), st.one_of(st.none(), st.integers(1, 8)), st.integers(0, 4)),
    max_size=15,
)


@given(moves=MOVES)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # every example is rolled back
)
def test_moves_keep_a_tree_in_order(store: Store, moves: list[tuple[int, int | None, int]]) -> None:
    """After some turn a category would be nowhere, or twice in the menu."""
    with Session(store.engine) as session:
        for _ in range(8):
            categories.create(session, SYSTEM, name="x")
        for id_, parent, position in moves:
            _try(session, id_, parent, position)
        tree = categories.tree(session)
        reached = [id_ for root in tree.children(None) for id_ in tree.subtree(root.id or 0)]
        assert sorted(reached) == list(range(1, 9))
        for parent_id in (None, *reached):
            children = tree.children(parent_id)
            assert [one.position for one in children] == list(range(len(children)))


def _try(session: Session, id_: int, parent: int | None, position: int) -> None:
    try:
        categories.move(session, SYSTEM, id_, parent, position)
    except Refusal:
        return
    session.flush()
