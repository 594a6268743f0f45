"""Between two public versions of an article there is no moment without one."""

from datetime import UTC, datetime, timedelta

from service.operations import lifecycle
from tests.service.operations.desk import Desk

NOW = datetime(2021, 1, 1, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
INSTANT = timedelta(milliseconds=1)


def test_who_asked_just_before_a_new_version_still_gets_the_article(desk: Desk) -> None:
    """A reader whose request began a little before the editor's would be told there is none."""
    entry = desk.write("Bản một", publish=True, now=NOW)
    desk.change(entry, {"title": "Bản hai"}, publish=True, now=LATER)
    assert desk.public(LATER - INSTANT) == [(entry.id, "Bản hai")]
    assert desk.public(NOW - INSTANT) == []


def test_who_asked_just_before_a_planned_version_still_gets_the_article(desk: Desk) -> None:
    """A reader would be told there is none when an editor saves a text whose time just came."""
    entry = desk.write("Bản một", publish=True, now=NOW)
    entry = desk.change(entry, {"title": "Bản hai"}, now=NOW)
    entry = desk.move(lifecycle.schedule, entry, LATER, now=NOW)
    desk.change(entry, {"title": "Bản ba"}, now=LATER)  # settles the planned one
    assert desk.public(LATER - INSTANT) == [(entry.id, "Bản hai")]
