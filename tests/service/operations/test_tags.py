from functools import partial

import pytest
from sqlmodel import select

from service.content.account import Role
from service.content.base import Stage
from service.content.change import Lane, Subject
from service.content.tag import Tag
from service.errors import Forbidden, Invalid, NotFound, NotUnique, Refused, Required, TooLong
from service.operations import tags
from service.permissions import SYSTEM, Actor
from tests.service.operations.desk import Desk


def _ids(desk: Desk, *names: str) -> list[int]:
    return desk.do(lambda session: tags.ids_for_names(session, names))


def test_tags_are_known_by_their_slug(desk: Desk) -> None:
    """One word in two spellings would be two tags, each with half of the articles."""
    first = _ids(desk, "Giáo dục", "Y tế")
    again = _ids(desk, "y tế", "Gia\u0301o du\u0323c", "Mới", "MỚI")
    assert again == [first[1], first[0], again[2]]
    names = desk.see(lambda session: set(session.exec(select(Tag.name))))
    assert names == {"Giáo dục", "Y tế", "Mới"}
    assert _ids(desk) == []


@pytest.mark.parametrize(
    ("name", "error"), [(" ", Required), ("x" * 101, TooLong), ("\0", Invalid)]
)
def test_names_of_tags_are_checked(desk: Desk, name: str, error: type[Exception]) -> None:
    """A tag would have no name, or one that no list can show."""
    with pytest.raises(error):
        _ids(desk, "a", name)


def test_a_tag_is_made_once(desk: Desk) -> None:
    """Two tags would have one address."""
    tag = desk.do(lambda session: tags.create(session, SYSTEM, name="Giáo dục"))
    assert (tag.slug, tag.name) == ("giao-duc", "Giáo dục")
    for name, slug, field in [("Giáo  Dục", None, "name"), ("x", "giao-duc", "slug")]:
        with pytest.raises(NotUnique) as error:
            desk.do(partial(tags.create, actor=SYSTEM, name=name, slug=slug))
        assert error.value.field == (field,)
    with pytest.raises(Refused):
        desk.do(lambda session: tags.create(session, SYSTEM, name=""))
    with pytest.raises(Invalid):
        desk.do(lambda session: tags.create(session, SYSTEM, name="x", slug="Giáo dục"))


def test_renaming_reaches_the_index_in_the_bulk_lane(desk: Desk) -> None:
    """Search would find articles by a tag's old name only."""
    (tag,) = _ids(desk, "Giáo dục")
    changed = desk.do(lambda session: tags.update(session, SYSTEM, tag, {"name": "Đào tạo"}))
    assert (changed.slug, changed.name) == ("giao-duc", "Đào tạo")
    assert changed.name_key.startswith("d{")
    changed = desk.do(lambda session: tags.update(session, SYSTEM, tag, {"slug": None}))
    assert changed.slug == "dao-tao"
    assert {(row.lane, row.subject, row.subject_id) for row in desk.outbox()} == {
        (Lane.BULK, Subject.TAG, tag)
    }


def test_a_deleted_tag_leaves_its_articles(desk: Desk) -> None:
    """Articles would keep a word that editors have struck out, or be lost with it."""
    one, other = _ids(desk, "Một", "Hai")
    entry = desk.write(tags=[(one,), (other,)], publish=True)
    desk.write(tags=[(other,)])
    desk.do(lambda session: tags.delete(session, SYSTEM, one))
    for stage in (Stage.WORKING, Stage.PUBLIC):
        assert desk.says(entry, stage)["tags"] == [(other,)]
    last = desk.outbox()[-1]
    assert (last.lane, last.subject, last.subject_id) == (Lane.BULK, Subject.ENTRY, entry.id)
    assert len(desk.outbox()) == 3
    assert desk.entry(entry.id).version == 1
    entry = desk.change(entry, {"tags": [(other,)]})
    editions = desk.editions(entry)
    assert editions[Stage.WORKING].digest == editions[Stage.PUBLIC].digest
    with pytest.raises(NotFound):
        desk.do(lambda session: tags.delete(session, SYSTEM, one))


def test_editors_only(desk: Desk) -> None:
    """A writer could delete every tag."""
    (tag,) = _ids(desk, "Một")
    writer = Actor(1, Role.WRITER)
    for change in (
        lambda session: tags.create(session, writer, name="x"),
        lambda session: tags.update(session, writer, tag, {}),
        lambda session: tags.delete(session, writer, tag),
    ):
        with pytest.raises(Forbidden):
            desk.do(change)
