"""Moments: stored in UTC, shown with an offset; what comes without one is Asia/Ho_Chi_Minh."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    return datetime.now(UTC)


def as_utc(moment: datetime) -> datetime:
    """The same moment in UTC; a naive one is taken for Vietnamese time.

    Raises OverflowError for a moment that UTC cannot hold (year 1 or 9999).
    """
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=VIETNAM)
    return moment.astimezone(UTC)


def parse_moment(text: str) -> datetime:
    """An RFC 3339 text as a moment in UTC; ValueError where it is none."""
    try:
        return as_utc(datetime.fromisoformat(text))
    except OverflowError as error:
        raise ValueError("out of range") from error


class UtcDateTime(TypeDecorator[datetime]):
    """A column of aware datetimes, kept in the database as naive UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else as_utc(value).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)
