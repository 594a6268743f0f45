from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from service.content.account import Role
from service.content.article import Article
from service.content.base import Entry, Stage, State, Status
from service.content.change import Lane, Outbox, Subject
from service.content.history import Revision
from service.content.image import Image
from service.errors import (
    Conflict,
    Forbidden,
    InvalidTransition,
    NotFound,
    Refused,
    Unauthenticated,
)
from service.operations import lifecycle, tags
from service.permissions import PUBLIC, SYSTEM, Actor
from tests.service.operations.desk import Desk

NOW = datetime(2020, 10, 7, 3, 49, tzinfo=UTC)


def _refused(desk: Desk, **values: Any) -> list[tuple[str, tuple[str, ...]]]:
    with pytest.raises(Refused) as refused:
        desk.write(**values)
    return [(one.code, one.field) for one in refused.value.refusals]


def _picture(desk: Desk) -> int:
    def add(session: Session) -> int:
        image = Image(name="a.png", width=1, height=1, alt="", created_at=NOW)
        session.add(image)
        session.flush()
        return image.id or 0

    return desk.do(add)


def test_a_draft_is_not_public(desk: Desk) -> None:
    """Readers would see what nobody has published."""
    entry = desk.write(now=NOW)
    assert (entry.status(NOW), entry.version, entry.public_from) == (Status.DRAFT, 1, None)
    assert desk.public(NOW + timedelta(days=999)) == []
    assert desk.editions(entry).keys() == {Stage.WORKING}


def test_publishing_at_once_is_one_change(desk: Desk) -> None:
    """An article that is written and published in one step would not appear, or appear twice."""
    entry = desk.write(publish=True, now=NOW)
    assert (entry.status(NOW), entry.version) == (Status.PUBLISHED, 1)
    assert desk.public(NOW) == [(entry.id, "Bệnh viện")]
    assert len(desk.revisions(entry)) == 1
    assert [row.subject for row in desk.outbox()] == [Subject.ENTRY]
    editions = desk.editions(entry)
    working, public = editions[Stage.WORKING], editions[Stage.PUBLIC]
    assert working.digest == public.digest
    assert working.published_at == public.published_at == public.visible_from == NOW


def test_everything_is_kept_as_it_was_given(desk: Desk) -> None:
    """A part of what an editor typed would be lost."""
    picture = _picture(desk)
    words = desk.do(lambda session: tags.ids_for_names(session, ["Chi bộ", "Đảng"]))
    entry = desk.write(
        "  Sinh hoạt   chi bộ ",
        lead="Một\r\nhai",
        byline="PH",
        cover_id=picture,
        published_at=datetime(2020, 10, 7, 10, 49),
        tags=[(word,) for word in words],
        images=[(picture, " Ảnh "), (picture, None)],
        publish=True,
    )
    for stage in (Stage.WORKING, Stage.PUBLIC):
        assert desk.says(entry, stage) == {
            "title": "Sinh hoạt chi bộ",
            "slug": "sinh-hoat-chi-bo",
            "lead": "Một\nhai",
            "body": "<p>Thân bài</p>",
            "byline": "PH",
            "category_id": desk.category,
            "cover_id": picture,
            "published_at": NOW,
            "tags": [(word,) for word in words],
            "images": [(picture, "Ảnh"), (picture, None)],
        }
    assert desk.editions(entry)[Stage.PUBLIC].plain_text == "Thân bài"


def test_everything_wrong_is_reported_together(desk: Desk) -> None:
    """An editor would correct a form one field at a time."""
    desk.write(slug="co-roi")
    assert _refused(
        desk,
        title=" ",
        slug="co-roi",
        byline="x" * 300,
        category_id=99,
        cover_id=98,
        tags=[(97,)],
        images=[(96, None)],
    ) == [
        ("REQUIRED", ("title",)),
        ("NOT_UNIQUE", ("slug",)),
        ("TOO_LONG", ("byline",)),
        ("NOT_FOUND", ("category",)),
        ("NOT_FOUND", ("cover",)),
        ("NOT_FOUND", ("tags",)),
        ("NOT_FOUND", ("images",)),
    ]
    assert _refused(desk, category_id=None) == [("REQUIRED", ("category",))]


@pytest.mark.parametrize("slug", ["Bệnh viện", "a--b", "-a", "a_b", "A", "../a", "a/b"])
def test_a_slug_is_written_as_slugs_are(desk: Desk, slug: str) -> None:
    """An address would hold what addresses cannot."""
    assert _refused(desk, slug=slug) == [("INVALID", ("slug",))]


def test_articles_of_one_title_have_different_slugs(desk: Desk) -> None:
    """Two articles would have one address."""
    made = [desk.says(desk.write("Lịch công tác tuần"))["slug"] for _ in range(4)]
    assert made == ["lich-cong-tac-tuan", *(f"lich-cong-tac-tuan-{n}" for n in (2, 3, 4))]


def test_an_old_slug_is_given_to_no_other(desk: Desk) -> None:
    """An old address would show an article that it never belonged to."""
    entry = desk.write("Tin cũ")
    entry = desk.change(entry, {"slug": "tin-moi"})
    assert _refused(desk, slug="tin-cu") == [("NOT_UNIQUE", ("slug",))]
    assert desk.says(desk.write("Tin cũ"))["slug"] == "tin-cu-2"
    back = desk.change(entry, {"slug": "tin-cu"})
    assert desk.says(back)["slug"] == "tin-cu"


def test_a_cleared_slug_is_made_from_the_title(desk: Desk) -> None:
    """An editor could not return to the usual address."""
    entry = desk.change(desk.write("Tin cũ", slug="x"), {"title": "Tin mới", "slug": None})
    assert desk.says(entry)["slug"] == "tin-moi"
    again = desk.change(entry, {"slug": None})
    assert desk.says(again)["slug"] == "tin-moi"


def test_absent_is_kept_and_null_is_cleared(desk: Desk) -> None:
    """Saving one field would empty the others."""
    entry = desk.write(lead="Dẫn", byline="PH")
    entry = desk.change(entry, {"byline": None})
    says = desk.says(entry)
    assert (says["lead"], says["byline"], says["title"]) == ("Dẫn", None, "Bệnh viện")


def test_saving_a_published_article_changes_the_working_version_only(desk: Desk) -> None:
    """Readers would see a sentence that is still being written."""
    entry = desk.write("Một", publish=True, now=NOW)
    entry = desk.change(entry, {"title": "Hai"})
    assert desk.public(NOW) == [(entry.id, "Một")]
    editions = desk.editions(entry)
    assert editions[Stage.WORKING].digest != editions[Stage.PUBLIC].digest
    later = NOW + timedelta(hours=1)
    entry = desk.change(entry, {"lead": "Ba"}, publish=True, now=later)
    assert entry.version == 3
    assert desk.public(later) == [(entry.id, "Hai")]
    editions = desk.editions(entry)
    assert editions[Stage.WORKING].digest == editions[Stage.PUBLIC].digest
    assert editions[Stage.PUBLIC].published_at == NOW


def test_changing_back_leaves_nothing_pending(desk: Desk) -> None:
    """An editor would be told of a change that is none."""
    entry = desk.write("Một", publish=True)
    entry = desk.change(entry, {"title": "Hai", "slug": "hai"})
    entry = desk.change(entry, {"title": "Một", "slug": "mot"})
    editions = desk.editions(entry)
    assert editions[Stage.WORKING].digest == editions[Stage.PUBLIC].digest


def test_a_revision_says_how_it_was(desk: Desk) -> None:
    """What an editor overwrote could not be found again."""
    picture = _picture(desk)
    author = desk.person(Role.EDITOR)
    entry = desk.write("Một", images=[(picture, "Ảnh")], published_at=NOW)
    changes: dict[str, Any] = {"title": "Hai", "images": [], "published_at": None, "byline": None}
    entry = desk.change(entry, changes, actor=author, now=NOW)
    first, second = desk.revisions(entry)
    assert (first.version, first.before) == (1, {})
    assert "title" in first.changed_fields
    assert (second.version, second.by_id, second.at) == (2, author.account_id, NOW)
    assert set(second.changed_fields) == {"title", "images", "published_at"}
    assert second.before == {
        "title": "Một",
        "images": [[picture, "Ảnh"]],
        "published_at": "2020-10-07T03:49:00+00:00",
    }


def test_a_stale_version_is_refused(desk: Desk) -> None:
    """One editor would overwrite what another has just saved."""
    entry = desk.write()
    current = desk.change(entry, {"title": "Hai"})
    with pytest.raises(Conflict) as conflict:
        desk.change(entry, {"title": "Ba"})
    assert conflict.value.entry_id == entry.id
    assert "version is now 2" in conflict.value.message
    assert desk.says(current)["title"] == "Hai"
    assert len(desk.revisions(entry)) == 2


def test_a_refused_change_leaves_no_trace(desk: Desk) -> None:
    """A form that was refused would be half saved."""
    entry = desk.write()
    rows = desk.count(Outbox)
    with pytest.raises(Refused):
        desk.change(entry, {"title": "Hai", "category_id": 99})
    assert desk.entry(entry.id).version == 1
    assert desk.says(entry)["title"] == "Bệnh viện"
    assert (desk.count(Outbox), desk.count(Revision)) == (rows, 1)


@pytest.mark.parametrize("entry_id", [99, 0, -1, 2**63, 2**80])
def test_an_unknown_id_is_not_found(desk: Desk, entry_id: int) -> None:
    """A wrong id would be an error of the service."""
    with pytest.raises(NotFound) as error:
        desk.change(Entry(id=entry_id, kind="article", created_at=NOW, updated_at=NOW), {})
    assert error.value.field == ("id",)


def test_the_trash_cannot_be_edited(desk: Desk) -> None:
    """A change would be made where nobody looks."""
    entry = desk.move(lifecycle.trash, desk.write())
    with pytest.raises(
        InvalidTransition, match=r"TRASHED does not allow update. Allowed: restore\."
    ):
        desk.change(entry, {"title": "x"})


def test_the_public_and_narrow_tokens_cannot_write(desk: Desk) -> None:
    """Anybody could write on the portal."""
    with pytest.raises(Unauthenticated):
        desk.write(actor=PUBLIC)
    with pytest.raises(Forbidden, match="scopes"):
        desk.write(actor=Actor(None, Role.ADMIN, frozenset({"media"})))


def test_a_writer_works_on_their_own_drafts_only(desk: Desk) -> None:
    """A writer would publish, or change what others wrote or what readers already see."""
    writer = desk.person(Role.WRITER)
    entry = desk.change(desk.write(actor=writer), {"title": "Hai"}, actor=writer)
    entry = desk.move(lifecycle.trash, entry, actor=writer)
    entry = desk.move(lifecycle.restore, entry, actor=writer)
    assert (entry.state, entry.version) == (State.DRAFT, 4)
    for move in (lifecycle.publish, lifecycle.archive, lifecycle.unpublish):
        with pytest.raises(Forbidden):
            desk.move(move, entry, actor=writer)
    with pytest.raises(Forbidden):
        desk.change(entry, {}, publish=True, actor=writer)
    with pytest.raises(Forbidden):
        desk.write(publish=True, actor=writer)
    entry = desk.move(lifecycle.publish, entry)
    with pytest.raises(Forbidden):
        desk.change(entry, {"title": "Ba"}, actor=writer)
    entry = desk.move(lifecycle.trash, entry)
    with pytest.raises(Forbidden):
        desk.move(lifecycle.restore, entry, actor=writer)


def test_a_writer_does_not_learn_of_others_drafts(desk: Desk) -> None:
    """Whether there is a draft would show by the error that a writer gets."""
    writer = desk.person(Role.WRITER)
    draft, public = desk.write(), desk.write(publish=True)
    with pytest.raises(NotFound):
        desk.change(draft, {"title": "x"}, actor=writer)
    with pytest.raises(NotFound):
        desk.change(draft, {"title": "x"}, version=99, actor=writer)
    with pytest.raises(Forbidden):
        desk.change(public, {"title": "x"}, actor=writer)


def test_the_lane_is_what_was_asked_for(desk: Desk) -> None:
    """An import would make editors wait."""
    from service.content.article import ARTICLE
    from service.operations import drafting

    values = {"title": "x", "body": "", "category_id": desk.category}
    desk.do(lambda session: drafting.create(session, SYSTEM, ARTICLE, values, lane=Lane.BULK))
    assert [row.lane for row in desk.outbox()] == [Lane.BULK]
    assert desk.count(Article) == 1


def test_nothing_and_the_word_none_are_two_values(desk: Desk) -> None:
    """An editor would not be told of a change that the public does not see."""
    entry = desk.write(publish=True)
    for field, one, other in [("byline", None, "None"), ("lead", "[]", "None")]:
        digests = set()
        for value in (one, other):
            entry = desk.change(entry, {field: value})
            digests.add(desk.editions(entry)[Stage.WORKING].digest)
        assert len(digests) == 2


def test_a_key_that_may_not_see_drafts_learns_nothing_of_them(desk: Desk) -> None:
    """A key for writing would tell whether there is a draft, and how often it was changed."""
    entry = desk.write()
    key = Actor(None, Role.EDITOR, frozenset({"write"}))
    for version in (1, 99):
        with pytest.raises(NotFound) as error:
            desk.change(entry, {"title": "x"}, actor=key, version=version)
        assert error.value.field == ("id",)
