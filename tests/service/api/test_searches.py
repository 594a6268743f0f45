"""What readers search for: counted beside the searches, and shown to editors."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from service.app import create_app
from service.content.times import now
from service.operations import searches
from service.operations.searches import Asked, day_of
from service.settings import Settings
from tests.asking import Asking, AskingAs
from tests.service.api.desk import Desk

STATISTICS = """query ($from: Date!, $until: Date!, $first: Int! = 20) {
  searchStatistics(from: $from, until: $until, first: $first) {
    counting frequent { query count days { day count } } nothingFound { query count } } }"""
TODAY = day_of(now()).isoformat()


def test_editors_see_what_is_searched(desk: Desk, query_as: AskingAs) -> None:
    """A newsroom would not learn what its readers look for in vain."""
    counting = desk.services.searches
    for query, total in (("Học phí", 12), ("học  phí", 0), ("HỌC PHÍ", 0), ("xe", 1)):
        counting.record(query, total)
    counting.record("học phí", 0)
    counting.flush()
    asked = query_as("EDITOR", STATISTICS, **{"from": TODAY, "until": TODAY})
    assert asked["searchStatistics"] == {
        "counting": True,
        "frequent": [{"query": "học phí", "count": 4, "days": [{"day": TODAY, "count": 4}]}],
        "nothingFound": [{"query": "học phí", "count": 3}],
    }
    before = {"from": "2020-01-01", "until": "2020-12-31"}
    assert query_as("ADMIN", STATISTICS, **before)["searchStatistics"]["frequent"] == []


def test_others_do_not(query: Asking, query_as: AskingAs) -> None:
    """Anyone could read what others search for."""
    days = {"from": TODAY, "until": TODAY}
    assert query(STATISTICS, **days) == {"searchStatistics": None}
    assert query_as("WRITER", STATISTICS, **days) == {"searchStatistics": None}


@pytest.mark.parametrize(
    "wrong",
    [
        {"from": "2020-01-02", "until": "2020-01-01"},
        {"from": "2020-01-01", "until": "2020-01-01", "first": 0},
        {"from": "2020-01-01", "until": "2020-01-01", "first": 101},
        {"from": "2020-1-1", "until": "2020-01-01"},
        {"from": "2020-02-30", "until": "2020-03-01"},
        {"from": "2020-01-01T00:00:00", "until": "2020-01-02"},
        {"from": 20200101, "until": "2020-01-02"},
    ],
)
def test_days_that_are_none_are_a_bad_request(query_as: AskingAs, wrong: dict[str, Any]) -> None:
    """A slip in a client would be an internal error."""
    editor = query_as.role("EDITOR")
    body = {"query": STATISTICS, "variables": wrong}
    response = editor.client.post("/graphql", json=body, headers=editor.headers)
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


def test_it_costs_few_statements(desk: Desk, query_as: AskingAs) -> None:
    """A long list would cost a statement for every query on it."""
    asked = {f"từ {number}": Asked(5, 5) for number in range(50)}
    desk.do(lambda session: searches.add(session, date(2026, 1, 5), asked))
    days = {"from": "2026-01-01", "until": "2026-01-31"}
    query_as("EDITOR", STATISTICS, **days)
    with desk.counting() as statements:
        found = query_as("EDITOR", STATISTICS, **days, first=50)["searchStatistics"]
    assert len(found["frequent"]) == len(found["nothingFound"]) == 50
    assert len([one for one in statements if "search_count" in one]) == 2


def test_nothing_is_counted_when_turned_off(settings: Settings) -> None:
    """A newsroom that promised its readers not to count would do so."""
    off = Settings(data_dir=settings.data_dir, search_analytics=False)
    with TestClient(create_app(off)) as client:
        desk = Desk(client)
        desk.services.searches.record("chưa ai hỏi", 1)
        desk.services.searches.flush()
        days = {"from": TODAY, "until": TODAY}
        assert (
            AskingAs(client)("EDITOR", STATISTICS, **days)["searchStatistics"]["counting"] is False
        )
        wanted = text("SELECT count(*) FROM search_count WHERE query = 'chưa ai hỏi'")
        with desk.store.snapshot() as session:
            assert session.execute(wanted).scalar_one() == 0


def test_what_a_filter_left_out_is_not_missing(desk: Desk, query: Asking) -> None:
    """The list of what is missing would be full of what the newsroom has."""
    searching = """query ($where: SearchFilter) {
      search(query: "quynh quỳnh lạc", where: $where) { totalCount } }"""
    for where in (None, {"year": [1999]}, {"year": [1999]}):
        assert query(searching, where=where)["search"]["totalCount"] == 0
    desk.services.searches.flush()
    with desk.store.snapshot() as session:
        wanted = text("SELECT asked, nothing_found FROM search_count WHERE query LIKE 'quynh%'")
        assert session.execute(wanted).one() == (3, 1)
