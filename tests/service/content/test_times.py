from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from service.content.image import Image
from service.content.times import as_utc, parse_moment
from service.store import Store

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=OFFSETS)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2020-10-07T10:49:00", datetime(2020, 10, 7, 3, 49, tzinfo=UTC)),
        ("2020-10-07T10:49:00+07:00", datetime(2020, 10, 7, 3, 49, tzinfo=UTC)),
        ("2020-10-07T10:49:00Z", datetime(2020, 10, 7, 10, 49, tzinfo=UTC)),
        ("2020-10-07", datetime(2020, 10, 6, 17, tzinfo=UTC)),
    ],
)
def test_what_has_no_offset_is_vietnamese(text: str, moment: datetime) -> None:
    """Every imported article would stand at the wrong hour."""
    assert parse_moment(text) == moment


@pytest.mark.parametrize("text", ["", "yesterday", "0001-01-01T00:00:00", "2020-13-01"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    """A mistyped date would stop the service instead of being reported."""
    with pytest.raises(ValueError, match=r"."):
        parse_moment(text)


def _image(name: str, moment: datetime) -> Image:
    return Image(name=name, width=1, height=1, alt="", created_at=moment)


def test_the_database_gives_back_the_same_moment(store: Store) -> None:
    """Times would shift, or lose their microseconds, on their way through the database."""
    moments = [
        datetime(2020, 10, 7, 10, 49, 0, 123456, tzinfo=timezone(timedelta(hours=7))),
        datetime(2020, 10, 7, 10, 49, 0, tzinfo=UTC),
        datetime(1975, 4, 30, 11, 30, 0, 1, tzinfo=UTC),
    ]
    with store.transaction() as session:
        session.add_all(_image(str(place), moment) for place, moment in enumerate(moments))
    with store.snapshot() as session:
        kept = session.exec(select(Image.created_at).order_by(col(Image.id))).all()
    assert list(kept) == moments
    assert all(moment.utcoffset() == timedelta(0) for moment in kept)


def test_the_database_compares_moments_of_any_offset(store: Store) -> None:
    """A scheduled article would appear seven hours early or late."""
    moment = datetime(2020, 10, 7, 10, 0, 0, 1, tzinfo=UTC)
    with store.transaction() as session:
        session.add(_image("a", moment))
    hanoi = moment.astimezone(timezone(timedelta(hours=7)))
    with store.snapshot() as session:
        created = col(Image.created_at)
        for condition, holds in [
            (created <= hanoi, True),
            (created < hanoi, False),
            (created == hanoi, True),
            (created < hanoi + timedelta(microseconds=1), True),
            (created > hanoi.replace(microsecond=0), True),
        ]:
            assert (session.exec(select(Image).where(condition)).first() is not None) is holds


@given(MOMENTS, MOMENTS)
@settings(deadline=None)
def test_utc_keeps_the_order(one: datetime, other: datetime) -> None:
    """Newer articles would stand below older ones."""
    assert as_utc(one) == one
    assert (as_utc(one) < as_utc(other)) == (one.astimezone(UTC) < other.astimezone(UTC))
