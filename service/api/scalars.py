"""Values that are texts on the wire: moments, days and HTML."""

import re
from datetime import date, datetime, timedelta, timezone
from typing import NewType

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from service.content.fields import EARLIEST, LATEST
from service.content.times import VIETNAM, parse_moment
from service.errors import BadRequest

HTML = NewType("HTML", str)

MAX_SHOWN = 60
"""Characters of a refused value that its error repeats."""

_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)?", re.ASCII
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_PLAIN_OFFSET = timezone(timedelta(hours=7))


def shown(moment: datetime) -> str:
    """The moment in Vietnamese time, as RFC 3339."""
    local = moment.astimezone(VIETNAM)
    offset = local.utcoffset() or timedelta()
    if offset % timedelta(minutes=1):  # before 1911 it was local mean time, with seconds
        local = moment.astimezone(_PLAIN_OFFSET)
    return local.isoformat()


def _refuse(value: object, what: str) -> GraphQLError:
    text = repr(value)
    cut = text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"
    return GraphQLError(f"{cut} is no {what}.", extensions={"code": BadRequest.code})


def _parse_moment(value: object) -> datetime:
    what = "moment as RFC 3339 writes it, 2020-10-07T10:49:00+07:00"
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise _refuse(value, what)
    try:
        moment = parse_moment(value.upper())
    except ValueError as error:
        raise _refuse(value, what) from error
    if not EARLIEST < moment.year < LATEST:
        raise _refuse(value, f"moment between the years {EARLIEST + 1} and {LATEST - 1}")
    return moment


def _parse_date(value: object) -> date:
    what = "calendar day, 2020-10-07"
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise _refuse(value, what)
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise _refuse(value, what) from error


def _parse_html(value: object) -> str:
    if not isinstance(value, str):
        raise _refuse(value, "text of HTML")
    return value


SCALARS: dict[object, ScalarDefinition] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description="A moment as RFC 3339 writes it. It is shown in Vietnamese time with its"
        " offset; what comes without an offset is Asia/Ho_Chi_Minh.",
        serialize=shown,
        parse_value=_parse_moment,
    ),
    date: strawberry.scalar(
        name="Date",
        description="A calendar day, YYYY-MM-DD.",
        serialize=date.isoformat,
        parse_value=_parse_date,
    ),
    HTML: strawberry.scalar(
        name="HTML",
        description="HTML, sanitised on the way in by a list of what is allowed.",
        serialize=str,
        parse_value=_parse_html,
    ),
}
