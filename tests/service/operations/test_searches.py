"""Counting what readers search for: nothing that says who they are, within bounds."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.content.account import Role
from service.content.search_count import MAX_COUNTED, SearchCount
from service.errors import Forbidden, Unauthenticated
from service.operations import searches
from service.operations.searches import Asked, Counted, Statistics, countable, day_of
from service.permissions import PUBLIC, Actor
from tests.service.operations.desk import Desk

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
EDITOR = Actor(1, Role.EDITOR)


def add(desk: Desk, day: date = MONDAY, **asked: tuple[int, int]) -> None:
    counts = {query: Asked(*one) for query, one in asked.items()}
    desk.do(lambda session: searches.add(session, day, counts))


def statistics(desk: Desk, since: date = MONDAY, until: date = TUESDAY, **how: Any) -> Statistics:
    actor = how.pop("actor", EDITOR)
    how = {"first": 10, "least": 1} | how
    return desk.see(lambda session: searches.statistics(session, actor, since, until, **how))


@pytest.mark.parametrize(
    ("typed", "counted"),
    [
        ("  Chi  BỘ\n", "chi bộ"),
        ("chi bo\u0302\u0323", "chi bộ"),
        ("th\u00adủy", "thủy"),
        ("12-HD/BTCTW", "12-hd/btctw"),
        ("Nghị định 87/2015/NĐ-CP", "nghị định 87/2015/nđ-cp"),
        ("bầu cử 2021-2026", "bầu cử 2021-2026"),
        ("30/4/1975", "30/4/1975"),
        ("ngày 30.4.1975", "ngày 30.4.1975"),
        ("a" * MAX_COUNTED, "a" * MAX_COUNTED),
        ("", None),
        (" \u200b ", None),
        ("((((", None),
        ("a" * (MAX_COUNTED + 1), None),
        ("a" * 10**6, None),
        ("lan@toasoan.example", None),
        ("lan＠toasoan.example", None),
        ("0912345678", None),
        ("gọi 0912.345.678", None),
        ("0912 345 678", None),
        ("+84 (91) 234-5678", None),
        ("０９１２３４５６７８", None),
        ("cccd 001099012345", None),
        ("cmnd 012 345 678", None),
        ("C1234567", None),
        ("xe 29A-123.45", None),
        ("xe 59X3 12345", None),
        ("30K-1234", None),
        ("a\x00b", "ab"),
        ("a\ud800b", None),
        ("a\u202eb", None),
    ],
)
def test_a_query_is_counted_without_what_may_say_who_asks(typed: str, counted: str | None) -> None:
    """A reader's own name card would stand in a list; or one query would be many."""
    assert countable(typed) == counted


@given(st.text(st.characters(), max_size=120))
def test_any_query_can_be_counted(typed: str) -> None:
    """A strange query would stop the counting, or fail the search."""
    counted = countable(typed)
    if counted is not None:
        assert 0 < len(counted) <= MAX_COUNTED
        assert counted.encode()
        assert countable(counted) == counted


def test_a_day_is_that_of_vietnam() -> None:
    """What is asked in the morning would be yesterday's."""
    assert day_of(datetime(2026, 3, 1, 16, 59, tzinfo=UTC)) == date(2026, 3, 1)
    assert day_of(datetime(2026, 3, 1, 17, 0, tzinfo=UTC)) == MONDAY


def test_counts_add_up(desk: Desk) -> None:
    """Of two processes one would undo what the other has counted."""
    add(desk, xe=(3, 1), nhà=(1, 1))
    add(desk, xe=(2, 0), cá=(5, 5))
    add(desk, TUESDAY, xe=(4, 4))
    found = statistics(desk)
    assert found.frequent == [
        Counted("xe", 9, [(MONDAY, 5), (TUESDAY, 4)]),
        Counted("cá", 5, [(MONDAY, 5)]),
        Counted("nhà", 1, [(MONDAY, 1)]),
    ]
    assert found.nothing_found == [
        Counted("cá", 5, [(MONDAY, 5)]),
        Counted("xe", 5, [(MONDAY, 1), (TUESDAY, 4)]),
        Counted("nhà", 1, [(MONDAY, 1)]),
    ]
    assert [one.query for one in statistics(desk, first=1).frequent] == ["xe"]
    assert [one.count for one in statistics(desk, TUESDAY).frequent] == [4]
    assert statistics(desk, date(2020, 1, 1), date(2020, 1, 1)) == Statistics([], [])


def test_rare_queries_are_not_shown(desk: Desk) -> None:
    """What one reader asked once would be there to read."""
    add(desk, xe=(2, 1), nhà=(2, 2))
    add(desk, TUESDAY, xe=(3, 1))
    found = statistics(desk, least=3)
    assert found.frequent == [Counted("xe", 5, [(TUESDAY, 3)])]
    assert found.nothing_found == []


def test_a_day_holds_only_so_many(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anyone could fill the disk with made-up queries."""
    monkeypatch.setattr(searches, "MAX_A_DAY", 3)
    desk.do(
        lambda session: searches.add(
            session, MONDAY, {f"q{number}": Asked(1, 0) for number in range(1_200)}
        )
    )
    assert desk.count(SearchCount) == 3
    desk.do(
        lambda session: searches.add(
            session, MONDAY, {f"q{number}": Asked(1, 0) for number in range(1_200)}
        )
    )
    assert desk.count(SearchCount) == 3
    assert {one.count for one in statistics(desk).frequent} == {2}
    add(desk, TUESDAY, xe=(1, 0))
    assert desk.count(SearchCount) == 4


def test_old_days_are_forgotten(desk: Desk) -> None:
    """The counts would grow for ever."""
    for ago in range(5):
        add(desk, MONDAY - timedelta(days=ago), xe=(1, 0))
    desk.do(lambda session: searches.forget(session, MONDAY - timedelta(days=1)))
    assert desk.count(SearchCount) == 2


def test_only_editors_see_them(desk: Desk) -> None:
    """Anyone could read what others search for."""
    with pytest.raises(Unauthenticated):
        statistics(desk, actor=PUBLIC)
    for actor in (Actor(1, Role.WRITER), Actor(1, Role.ADMIN, frozenset({"tags"}))):
        with pytest.raises(Forbidden):
            statistics(desk, actor=actor)
