from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from service.content import times
from service.content.base import Entry
from service.errors import Refusal, Refused
from service.operations import lifecycle
from tests.service.operations.transfer.newsroom import Desk, moved
from tests.service.operations.transfers import Services

MOVES = (
    lifecycle.publish,
    lifecycle.unpublish,
    lifecycle.archive,
    lifecycle.trash,
    lifecycle.restore,
)
TEXTS = st.text(
    st.one_of(
        st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxy AĐ Ự\u0301\u0323<>&\"'-./"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=30,
)
HTML = st.lists(
    st.one_of(
        TEXTS,
        st.sampled_from(
            ["<p>", "</p>", "<b>", "</b>", "<h1>", "<ul><li>", "<table><tr><td>", "<br>"]
        ),
        st.sampled_from(
            ['<a href="https://a.vn/?b=1&amp;c=2">', "</a>", "<script>", "&nbsp;", "<!--"]
        ),
    ),
    max_size=8,
).map("".join)
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(times.VIETNAM))
STEPS = st.one_of(
    st.sampled_from(MOVES),
    st.fixed_dictionaries(
        {},
        optional={
            "title": TEXTS,
            "slug": st.sampled_from(["a", "b", "c", None]),
            "lead": st.none() | TEXTS,
            "body": HTML,
            "byline": st.none() | TEXTS,
            "published_at": st.none() | MOMENTS,
            "category": st.booleans(),
            "tags": st.lists(st.booleans(), max_size=3),
            "images": st.lists(st.tuples(st.booleans(), st.none() | TEXTS), max_size=3),
            "cover": st.none() | st.booleans(),
        },
    ),
    st.timedeltas(timedelta(minutes=1), timedelta(days=500)),
)


def _values(desk: Desk, step: dict[str, Any]) -> dict[str, Any]:
    """The step with ids in place of what it chooses."""
    images = {True: desk.image, False: desk.cover, None: None}
    values = dict(step)
    if "category" in values:
        values["category_id"] = desk.category if values.pop("category") else desk.other
    if "tags" in values:
        values["tags"] = [(desk.tag if one else desk.plain_tag,) for one in values["tags"]]
    if "images" in values:
        values["images"] = [(images[one], caption) for one, caption in values["images"]]
    if "cover" in values:
        values["cover_id"] = images[values.pop("cover")]
    return values


def _take(desk: Desk, entry: Entry, step: Any) -> None:
    try:
        with desk.session.begin_nested():
            if isinstance(step, timedelta):
                desk.move(lifecycle.schedule, entry, times.now() + step)
            elif isinstance(step, dict):
                desk.change(entry, **_values(desk, step))
            else:
                desk.move(step, entry)
    except (Refusal, Refused):
        desk.session.refresh(entry)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 2), STEPS), max_size=12))
def test_whatever_editors_have_done_moves(
    tmp_path_factory: pytest.TempPathFactory,
    empty_database: Path,
    steps: list[tuple[int, Any]],
) -> None:
    """Some rare course of events would make a newsroom impossible to move."""
    services = Services(tmp_path_factory.mktemp("moving"), empty_database)
    old = services()
    with old.store.transaction() as session:
        desk = Desk(old, session)
        entries = [desk.new(f"Bài {number}") for number in range(3)]
        for place, step in steps:
            _take(desk, entries[place], step)
    moved(services, old)
    services.close()


LINES = st.fixed_dictionaries(
    {"title": TEXTS},
    optional={
        "slug": st.sampled_from(["a", "b", "c-1"]),
        "lead": st.none() | TEXTS,
        "body": HTML | st.lists(TEXTS, max_size=3),
        "byline": TEXTS,
        "publishedAt": MOMENTS.map(lambda moment: moment.isoformat()),
        "status": st.sampled_from(["draft", "PUBLISHED", "Archived", "trashed", "scheduled"]),
        "category": st.sampled_from([{"slug": "x", "name": "X"}, {"name": "Ý tế"}]),
        "tags": st.lists(TEXTS, max_size=3),
        "viewCount": st.integers(0, 2**53 - 1),
        "pending": st.fixed_dictionaries({"lead": st.none() | TEXTS, "body": HTML}),
        "scheduled": st.fixed_dictionaries(
            {"visibleFrom": MOMENTS.map(lambda moment: moment.isoformat()), "title": TEXTS},
            optional={"visibleUntil": MOMENTS.map(lambda moment: moment.isoformat())},
        ),
        "visibleFrom": MOMENTS.map(lambda moment: moment.isoformat()),
        "visibleUntil": MOMENTS.map(lambda moment: moment.isoformat()),
        "publicFrom": MOMENTS.map(lambda moment: moment.isoformat()),
        "version": st.integers(1, 5),
        "slugs": st.lists(
            st.fixed_dictionaries({"slug": st.sampled_from(["a", "b", "c-1", "d"])}), max_size=2
        ),
    },
)


@settings(max_examples=20, deadline=None)
@given(st.lists(LINES, max_size=4))
def test_whatever_is_imported_moves(
    tmp_path_factory: pytest.TempPathFactory, empty_database: Path, lines: list[dict[str, Any]]
) -> None:
    """What came from another system could not go on to a third, or would change at each import."""
    services = Services(tmp_path_factory.mktemp("lines"), empty_database)
    old = services()
    first = old.load(*lines)
    exported = old.export()
    # A refused line whose slug a later article has had is, the second time, about that article.
    refused = {lines[number - 1].get("slug") for number, _ in first.bad}
    assume(refused.isdisjoint(used["slug"] for line in lines for used in line.get("slugs", ())))
    second = old.load(*lines)
    assert (second.created, second.updated) == (0, 0)
    assert second.unchanged == first.created
    # By number: a line refused for its content may now be about the article of another line.
    assert [number for number, _ in second.bad] == [number for number, _ in first.bad]
    assert old.export() == exported
    moved(services, old)
    services.close()
