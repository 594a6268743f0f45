from functools import partial
from typing import Any

import pytest
from sqlalchemy import event
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


def _slugs(desk: Desk) -> dict[str, str]:
    return desk.see(lambda session: dict(session.exec(select(Tag.name, Tag.slug)).all()))


def _update(desk: Desk, id: int, **values: str | None) -> Tag:
    return desk.do(lambda session: tags.update(session, SYSTEM, id, values))


def test_tags_are_known_by_their_name(desk: Desk) -> None:
    """One word in two spellings would be two tags, each with half of the articles."""
    first = _ids(desk, "Giáo dục", "Y tế")
    again = _ids(desk, "y tế", "Gia\u0301o du\u0323c", "Mới", "MỚI")
    assert again == [first[1], first[0], again[2]]
    assert set(_slugs(desk)) == {"Giáo dục", "Y tế", "Mới"}
    assert _ids(desk) == []


def test_words_that_differ_in_their_marks_are_different_tags(desk: Desk) -> None:
    """One of two places would vanish from the articles that name both."""
    first, second = _ids(desk, "Hải Dương", "Hải Đường")
    assert first != second
    assert _slugs(desk) == {"Hải Dương": "hai-duong", "Hải Đường": "hai-duong-2"}
    made = desk.do(lambda session: tags.create(session, SYSTEM, name="Hai Duong"))
    assert made.slug == "hai-duong-3"
    assert _update(desk, second, slug=None).slug == "hai-duong-2"
    assert _update(desk, second, name="Hải Đương", slug=None).slug == "hai-duong-2"


def test_a_renamed_tag_gives_its_old_name_back(desk: Desk) -> None:
    """An article about one thing would be filed under another."""
    (tag,) = _ids(desk, "Giáo dục")
    _update(desk, tag, name="Đào tạo")
    (other,) = _ids(desk, "Giáo dục")
    assert other != tag
    assert _slugs(desk) == {"Đào tạo": "giao-duc", "Giáo dục": "giao-duc-2"}
    assert _ids(desk, "đào tạo") == [tag]


def test_a_tag_with_a_slug_of_another_word_is_known_by_its_name(desk: Desk) -> None:
    """There would be two tags of one name, which nobody could tell apart."""
    tag = desk.do(lambda session: tags.create(session, SYSTEM, name="Y tế", slug="suc-khoe"))
    assert _ids(desk, "Y tế", "y  TẾ") == [tag.id]
    assert _slugs(desk) == {"Y tế": "suc-khoe"}


def test_many_tags_take_few_statements(desk: Desk) -> None:
    """Saving an article with many tags would keep every other editor waiting."""
    _ids(desk, *(f"日{number}本" for number in range(40)), *("中" * n for n in range(1, 90)))
    names = [f"{letter}{word}" for letter in "国語" for word in "人口山川"]
    names += [f"Hải {word}" for word in ("Dương", "Đường", "Đương", "Dưỡng", "Duống")]
    statements: list[str] = []

    def note(*arguments: Any) -> None:
        statements.append(arguments[2])

    event.listen(desk.store.engine, "before_cursor_execute", note)
    try:
        found = _ids(desk, *names)
    finally:
        event.remove(desk.store.engine, "before_cursor_execute", note)
    assert len(set(found)) == len(names)
    assert len([one for one in statements if not one.startswith(("BEGIN", "COMMIT"))]) <= 8
    assert _slugs(desk)["Hải Duống"] == "hai-duong-5"


@pytest.mark.parametrize(
    ("name", "error"), [(" ", Required), ("x" * 101, TooLong), ("\0", Invalid)]
)
def test_names_of_tags_are_checked(desk: Desk, name: str, error: type[Exception]) -> None:
    """A tag would have no name, or one that no list can show."""
    with pytest.raises(error):
        _ids(desk, "a", name)


def test_a_tag_is_made_once(desk: Desk) -> None:
    """Two tags would have one address, or one name."""
    tag = desk.do(lambda session: tags.create(session, SYSTEM, name="Giáo dục"))
    assert (tag.slug, tag.name) == ("giao-duc", "Giáo dục")
    for name, slug, field in [("Giáo  Dục", None, "name"), ("x", "giao-duc", "slug")]:
        with pytest.raises(NotUnique) as error:
            desk.do(partial(tags.create, actor=SYSTEM, name=name, slug=slug))
        assert error.value.field == (field,)
    other = desk.do(lambda session: tags.create(session, SYSTEM, name="Y tế")).id or 0
    for values in ({"name": "GIÁO dục"}, {"slug": "giao-duc"}):
        with pytest.raises(NotUnique) as error:
            _update(desk, other, **values)
        assert error.value.field == tuple(values)
    assert _update(desk, other, name="Y  TẾ", slug="y-te").name == "Y TẾ"
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
