from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlmodel import Session, select

from service.content.base import Entry, Stage, State, Status
from service.content.history import SlugHistory
from service.errors import Invalid, InvalidTransition, NotFound, Required
from service.operations import lifecycle
from service.operations.lifecycle import MOVES, Move
from service.permissions import SYSTEM
from tests.service.operations.desk import Desk

NOW = datetime(2021, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
SOON = NOW + DAY
AFTER = NOW + 2 * DAY

# The contract's table, row by row.
TABLE = {
    Status.DRAFT: {
        Move.PUBLISH: Status.PUBLISHED,
        Move.SCHEDULE: Status.SCHEDULED,
        Move.ARCHIVE: Status.ARCHIVED,
        Move.TRASH: Status.TRASHED,
        Move.UPDATE: Status.DRAFT,
    },
    Status.SCHEDULED: {
        Move.PUBLISH: Status.PUBLISHED,
        Move.SCHEDULE: Status.SCHEDULED,
        Move.UNPUBLISH: Status.DRAFT,
        Move.ARCHIVE: Status.ARCHIVED,
        Move.TRASH: Status.TRASHED,
        Move.UPDATE: Status.SCHEDULED,
    },
    Status.PUBLISHED: {
        Move.PUBLISH: Status.PUBLISHED,
        Move.SCHEDULE: Status.PUBLISHED,
        Move.UNPUBLISH: Status.DRAFT,
        Move.ARCHIVE: Status.ARCHIVED,
        Move.TRASH: Status.TRASHED,
        Move.UPDATE: Status.PUBLISHED,
    },
    Status.ARCHIVED: {
        Move.PUBLISH: Status.PUBLISHED,
        Move.SCHEDULE: Status.SCHEDULED,
        Move.TRASH: Status.TRASHED,
        Move.RESTORE: Status.DRAFT,
        Move.UPDATE: Status.ARCHIVED,
    },
    Status.TRASHED: {Move.RESTORE: Status.DRAFT},
}


def _reach(desk: Desk, status: Status) -> Entry:
    """An article with that status at NOW."""
    entry = desk.write(publish=status is Status.PUBLISHED, now=NOW)
    if status is Status.SCHEDULED:
        return desk.move(lifecycle.schedule, entry, SOON, now=NOW)
    if status is Status.ARCHIVED:
        return desk.move(lifecycle.archive, entry, now=NOW)
    if status is Status.TRASHED:
        return desk.move(lifecycle.trash, entry, now=NOW)
    return entry


def _make(desk: Desk, move: Move, entry: Entry) -> Entry:
    if move is Move.UPDATE:
        return desk.change(entry, {"title": "Khác"}, now=NOW)
    if move is Move.SCHEDULE:
        return desk.move(lifecycle.schedule, entry, AFTER, now=NOW)
    function: Callable[..., Entry] = getattr(lifecycle, move.value)
    return desk.move(function, entry, now=NOW)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("move", Move)
def test_moves_are_those_of_the_contract(desk: Desk, status: Status, move: Move) -> None:
    """A button would do something else than its label says, or nothing."""
    entry = _reach(desk, status)
    assert entry.status(NOW) is status
    becomes = TABLE[status].get(move)
    if becomes is None:
        with pytest.raises(InvalidTransition) as refused:
            _make(desk, move, entry)
        for allowed in MOVES[status]:
            assert allowed.value in refused.value.message
        assert desk.entry(entry.id).version == entry.version
        return
    moved = _make(desk, move, entry)
    assert (moved.status(NOW), moved.version) == (becomes, entry.version + 1)
    assert [revision.version for revision in desk.revisions(moved)] == [
        *range(1, moved.version + 1)
    ]
    assert len(desk.outbox()) == moved.version
    shown = desk.public(NOW)
    assert (len(shown) == 1) is (becomes is Status.PUBLISHED)


def test_a_scheduled_article_appears_at_its_time(desk: Desk) -> None:
    """It would appear early, late or never, when no program runs at that moment."""
    entry = _reach(desk, Status.SCHEDULED)
    assert desk.public(SOON - timedelta(microseconds=1)) == []
    assert desk.public(SOON) == [(entry.id, "Bệnh viện")]
    assert desk.entry(entry.id).status(SOON) is Status.PUBLISHED
    assert desk.editions(entry)[Stage.PUBLIC].published_at == SOON


def test_a_scheduled_change_replaces_what_is_public_at_its_time(desk: Desk) -> None:
    """Readers would see both texts, or none, around that moment."""
    entry = desk.change(_reach(desk, Status.PUBLISHED), {"title": "Mới"}, now=NOW)
    entry = desk.move(lifecycle.schedule, entry, SOON, now=NOW)
    assert desk.public(SOON - timedelta(microseconds=1)) == [(entry.id, "Bệnh viện")]
    assert desk.public(SOON) == [(entry.id, "Mới")]
    entry = desk.change(entry, {"title": "Mới hơn"}, now=AFTER)
    assert desk.editions(entry).keys() == {Stage.WORKING, Stage.PUBLIC}
    assert desk.public(AFTER) == [(entry.id, "Mới")]
    assert desk.editions(entry)[Stage.PUBLIC].published_at == NOW


def test_publishing_drops_a_scheduled_change(desk: Desk) -> None:
    """What an editor has replaced would come back at a time that everybody forgot."""
    entry = desk.change(_reach(desk, Status.PUBLISHED), {"title": "Mới"}, now=NOW)
    entry = desk.move(lifecycle.schedule, entry, SOON, now=NOW)
    entry = desk.change(entry, {"title": "Mới hơn"}, publish=True, now=NOW)
    for moment in (NOW, SOON, AFTER):
        assert desk.public(moment) == [(entry.id, "Mới hơn")]


@pytest.mark.parametrize("move", [lifecycle.unpublish, lifecycle.archive, lifecycle.trash])
def test_what_is_taken_back_stays_away(desk: Desk, move: Callable[..., Entry]) -> None:
    """A text that had to disappear would appear again."""
    entry = desk.change(_reach(desk, Status.PUBLISHED), {"title": "Mới"}, now=NOW)
    entry = desk.move(lifecycle.schedule, entry, SOON, now=NOW)
    entry = desk.move(move, entry, now=NOW)
    assert [desk.public(moment) for moment in (NOW, SOON, AFTER)] == [[], [], []]
    assert desk.editions(entry).keys() == {Stage.WORKING}
    assert entry.public_from is None


def test_the_first_publication_is_kept(desk: Desk) -> None:
    """A corrected article would jump to the top of the front page."""
    entry = _reach(desk, Status.PUBLISHED)
    entry = desk.move(lifecycle.unpublish, entry, now=SOON)
    entry = desk.move(lifecycle.publish, entry, now=AFTER)
    assert desk.editions(entry)[Stage.PUBLIC].published_at == NOW
    assert entry.public_from == AFTER
    again = desk.move(lifecycle.publish, entry, now=AFTER + DAY)
    assert again.public_from == AFTER


@pytest.mark.parametrize(
    "move",
    [
        partial(lifecycle.publish, now=NOW + DAY / 2),
        partial(lifecycle.schedule, publish_at=NOW + DAY / 2, now=NOW),
    ],
)
def test_a_plan_that_is_dropped_leaves_no_date(desk: Desk, move: Callable[..., Entry]) -> None:
    """An article would carry the date of a publication that never was."""
    entry = desk.move(move, _reach(desk, Status.SCHEDULED))
    editions = desk.editions(entry)
    assert editions[Stage.PUBLIC].published_at == NOW + DAY / 2
    assert editions[Stage.PUBLIC].digest == editions[Stage.WORKING].digest
    back = desk.move(lifecycle.unpublish, _reach(desk, Status.SCHEDULED), now=NOW)
    assert desk.says(back)["published_at"] is None


def test_a_date_that_was_given_is_kept(desk: Desk) -> None:
    """An article would lose the date that its editor gave it."""
    given = datetime(2020, 10, 7, tzinfo=UTC)
    entry = desk.write(published_at=given, now=NOW)
    entry = desk.move(lifecycle.schedule, entry, SOON, now=NOW)
    entry = desk.move(lifecycle.unpublish, entry, now=NOW)
    entry = desk.move(lifecycle.publish, entry, now=NOW)
    assert desk.editions(entry)[Stage.PUBLIC].published_at == given


@pytest.mark.parametrize("at", [NOW, NOW - DAY, datetime(9999, 1, 1, tzinfo=UTC)])
def test_a_time_that_cannot_come_is_refused(desk: Desk, at: datetime) -> None:
    """An article would wait for a time that never comes."""
    with pytest.raises(Invalid) as error:
        desk.move(lifecycle.schedule, desk.write(), at, now=NOW)
    assert error.value.field == ("publishAt",)
    with pytest.raises(Required):
        desk.move(lifecycle.schedule, desk.write(), None, now=NOW)


def test_what_was_archived_comes_back_archived(desk: Desk) -> None:
    """Restoring from the trash would bring an archived article among the drafts."""
    entry = desk.move(lifecycle.trash, _reach(desk, Status.ARCHIVED), now=NOW)
    entry = desk.move(lifecycle.restore, entry, now=NOW)
    assert (entry.state, entry.trashed_from) == (State.ARCHIVED, None)


def _found_by(desk: Desk, now: datetime) -> list[str]:
    """The slugs by which the public finds something."""

    def known(session: Session) -> list[str]:
        rows = session.exec(select(SlugHistory).where(SlugHistory.kind == "article"))
        return sorted(row.slug for row in rows if row.public_from and row.public_from <= now)

    return desk.see(known)


def test_the_public_finds_by_slugs_that_were_public(desk: Desk) -> None:
    """The address of a draft would tell its title; an old public address would be dead."""
    entry = desk.write("Một", now=NOW)
    entry = desk.change(entry, {"slug": "hai"}, now=NOW)
    assert _found_by(desk, AFTER) == []
    entry = desk.move(lifecycle.publish, entry, now=NOW)
    entry = desk.change(entry, {"slug": "ba"}, now=NOW)
    assert _found_by(desk, AFTER) == ["hai"]
    entry = desk.move(lifecycle.schedule, entry, SOON, now=NOW)
    assert _found_by(desk, NOW) == ["hai"]
    assert _found_by(desk, SOON) == ["ba", "hai"]
    entry = desk.move(lifecycle.schedule, entry, AFTER, now=NOW)
    assert _found_by(desk, SOON) == ["hai"]
    desk.move(lifecycle.unpublish, entry, now=NOW)
    assert _found_by(desk, AFTER) == ["hai"]


def test_settling_changes_nothing_that_is_seen(desk: Desk) -> None:
    """Tidying up would show as a change."""
    entry = desk.change(_reach(desk, Status.PUBLISHED), {"title": "Mới"}, now=NOW)
    entry = desk.move(lifecycle.schedule, entry, SOON, now=NOW)
    before = desk.public(AFTER)

    def settle(session: Session) -> None:
        lifecycle.settle(session, session.get_one(Entry, entry.id), AFTER)

    desk.do(settle)
    assert desk.public(AFTER) == before
    assert desk.editions(entry).keys() == {Stage.WORKING, Stage.PUBLIC}
    assert desk.entry(entry.id).version == entry.version


def test_an_unknown_entry_is_not_found(desk: Desk) -> None:
    """A wrong id would be an error of the service."""
    with pytest.raises(NotFound):
        desk.do(lambda session: lifecycle.publish(session, SYSTEM, 99, 1))
