from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from service.content.account import Role
from service.content.article import ARTICLE, Article
from service.content.base import Entry, Stage, State, Status
from service.content.change import Lane
from service.errors import Forbidden, NotUnique
from service.operations import lifecycle, tags
from service.operations.bulk import BulkDraft, add_entries
from service.permissions import SYSTEM, Actor
from tests.service.operations.desk import Desk

NOW = datetime(2022, 1, 1, tzinfo=UTC)
LONG_AGO = datetime(2015, 5, 5, tzinfo=UTC)


def _draft(desk: Desk, title: str, state: State = State.PUBLIC, **options: Any) -> BulkDraft:
    values = dict.fromkeys(ARTICLE.fields) | {"title": title, "body": "<p>a</p>"}
    values |= {"category_id": desk.category, "tags": [], "images": []}
    given = {name: options.pop(name) for name in list(options) if name in values}
    return BulkDraft(values | given, state, **options)


def _add(desk: Desk, *drafts: BulkDraft, actor: Actor = SYSTEM) -> list[Entry]:
    return desk.do(lambda session: add_entries(session, actor, ARTICLE, drafts, now=NOW))


def test_entries_are_what_the_drafts_say(desk: Desk) -> None:
    """An import would lose dates, views or the status of articles."""
    word = desk.do(lambda session: tags.ids_for_names(session, ["Chi bộ"]))[0]
    published, draft, archived, trashed, scheduled = _add(
        desk,
        _draft(
            desk,
            "Một",
            published_at=LONG_AGO,
            tags=[(word,)],
            view_count=4710,
            import_key="k",
            created_at=LONG_AGO,
        ),
        _draft(desk, "Hai", State.DRAFT),
        _draft(desk, "Ba", State.ARCHIVED),
        _draft(desk, "Bốn", State.TRASHED, trashed_from=State.ARCHIVED),
        _draft(desk, "Năm", visible_from=NOW + timedelta(days=1)),
    )
    assert (published.view_count, published.import_key) == (4710, "k")
    assert published.created_at == LONG_AGO
    assert desk.says(published, Stage.PUBLIC)["tags"] == [(word,)]
    assert desk.says(published, Stage.PUBLIC)["published_at"] == LONG_AGO
    assert [one.status(NOW) for one in (published, draft, archived, trashed, scheduled)] == [
        Status.PUBLISHED,
        Status.DRAFT,
        Status.ARCHIVED,
        Status.TRASHED,
        Status.SCHEDULED,
    ]
    assert desk.public(NOW) == [(published.id, "Một")]
    assert len(desk.public(NOW + timedelta(days=1))) == 2


def test_an_imported_entry_lives_like_any_other(desk: Desk) -> None:
    """What was imported could not be edited or taken back."""
    (entry,) = _add(desk, _draft(desk, "Một"))
    editions = desk.editions(entry)
    assert editions[Stage.WORKING].digest == editions[Stage.PUBLIC].digest
    entry = desk.change(entry, {"title": "Hai"}, publish=True, now=NOW)
    entry = desk.move(lifecycle.unpublish, entry, now=NOW)
    entry = desk.move(lifecycle.trash, entry, now=NOW)
    entry = desk.move(lifecycle.restore, entry, now=NOW)
    assert (entry.version, entry.state) == (5, State.DRAFT)


def test_the_outbox_has_them_in_order_in_the_bulk_lane(desk: Desk) -> None:
    """An import would make editors wait for the index."""
    entries = _add(desk, *(_draft(desk, f"Bài {n}") for n in range(1_200)))
    rows = desk.outbox()
    assert [row.subject_id for row in rows] == [entry.id for entry in entries]
    assert {row.lane for row in rows} == {Lane.BULK}
    assert desk.count(Article) == 2_400


def test_a_thousand_of_one_title(desk: Desk) -> None:
    """An import of weekly programmes would take hours."""
    desk.write("Lịch tuần 7")
    made = [*_add(desk, *[_draft(desk, "Lịch tuần", State.DRAFT)] * 500)]
    made += _add(desk, *[_draft(desk, "Lịch tuần", State.DRAFT)] * 500)
    slugs = {
        edition.slug for entry in (made[0], made[-1]) for edition in desk.editions(entry).values()
    }
    assert slugs == {"lich-tuan", "lich-tuan-1001"}


def test_a_given_slug_that_is_taken_is_refused(desk: Desk) -> None:
    """Two articles would have one address."""
    desk.write("Một")
    with pytest.raises(NotUnique):
        _add(desk, _draft(desk, "x", slug="mot"))
    with pytest.raises(NotUnique):
        _add(desk, _draft(desk, "x", slug="hai"), _draft(desk, "y", slug="hai"))
    assert desk.count(Entry) == 1


def test_a_writer_cannot_publish_in_bulk(desk: Desk) -> None:
    """A role's limits would not hold for many articles at once."""
    writer = desk.person(Role.WRITER)
    assert _add(desk, _draft(desk, "a", State.DRAFT), actor=writer)[0].posted_by_id
    with pytest.raises(Forbidden):
        _add(desk, _draft(desk, "b"), actor=writer)
