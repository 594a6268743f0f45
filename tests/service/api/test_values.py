"""Scalars, ids and cursors: what goes out comes back the same, and rubbish is told apart."""

import string
from datetime import UTC, datetime, timedelta, timezone

import pytest
from graphql import GraphQLError
from hypothesis import given
from hypothesis import strategies as st

from service.api import cursors, ids
from service.api.scalars import _parse_moment, shown
from service.errors import BadRequest

MOMENTS = st.datetimes(datetime(3, 1, 1), datetime(9996, 1, 1), timezones=st.just(UTC))


@given(MOMENTS)
def test_moments_come_back(moment: datetime) -> None:
    """A client that sends back what it read would move an article in time."""
    assert _parse_moment(shown(moment)) == moment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-10-07T10:49:00+07:00", "2020-10-07T10:49:00+07:00"),
        ("2020-10-07T10:49", "2020-10-07T10:49:00+07:00"),
        ("2020-10-07 10:49:00", "2020-10-07T10:49:00+07:00"),
        ("2020-10-07T03:49:00Z", "2020-10-07T10:49:00+07:00"),
        ("2020-10-07t03:49:00z", "2020-10-07T10:49:00+07:00"),
        ("1900-01-01T00:00:00Z", "1900-01-01T07:00:00+07:00"),
    ],
)
def test_moments(text: str, expected: str) -> None:
    """A time without an offset would be taken for another country's."""
    assert shown(_parse_moment(text)) == expected


@pytest.mark.parametrize(
    "value",
    [
        *("", "x", "2020-10-07", "20201007T1049", "2020-13-01T00:00:00", "2020-10-07T25:00:00"),
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "２０２０-10-07T10:49:00"),
        *("2020-10-07T10:49:00+99:00", "2020-W01-1T00:00", "x" * 100_000, 1, None, True),
        "0001-06-01T00:00:00Z",
    ],
)
def test_what_is_no_moment(value: object) -> None:
    """Rubbish would be an internal error, or be repeated at full length."""
    with pytest.raises(GraphQLError) as caught:
        _parse_moment(value)
    assert caught.value.extensions == {"code": "BAD_REQUEST"}
    assert len(caught.value.message) < 200


def test_an_offset_of_seconds_is_not_shown() -> None:
    """A client could not read what no standard knows."""
    odd = datetime(1850, 1, 1, tzinfo=timezone(timedelta(hours=7, seconds=3)))
    assert shown(odd).endswith("+07:00")


@given(st.text(string.ascii_letters, min_size=1, max_size=20), st.integers(1, ids.MAX_ROW))
def test_ids_come_back(type_name: str, row_id: int) -> None:
    """A client could not ask again for what it was given."""
    assert ids.decode(ids.encode(type_name, row_id)) == (type_name, row_id)
    assert ids.row_of(ids.encode(type_name, row_id), type_name) == row_id
    assert ids.row_of(ids.encode(type_name, row_id), "Other") == 0


@given(st.text(max_size=80))
def test_what_is_no_id(text: str) -> None:
    """Rubbish would be an internal error, or two ids would name one thing."""
    decoded = ids.decode(text)
    assert decoded is None or ids.encode(*decoded) == text


@given(st.text(max_size=200) | st.binary(max_size=100).map(lambda one: cursors.write(one.hex())))
def test_what_is_no_cursor(text: str) -> None:
    """Rubbish would be an internal error."""
    with pytest.raises(BadRequest):
        cursors.read(text, 3)


@given(st.lists(st.none() | st.integers(0, 2**62) | st.text(max_size=50), min_size=2, max_size=3))
def test_cursors_come_back(parts: list[object]) -> None:
    """A reader could not go on to the next page."""
    assert cursors.read(cursors.write(*parts), len(parts)) == parts
