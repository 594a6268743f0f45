"""Cursors: a place in an order, opaque to clients and checked when it comes back."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any

import orjson

from service.api.ids import MAX_ROW
from service.errors import BadRequest

MAX_LENGTH = 8_000
"""Characters; a title's sort key is the longest thing in one."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where an entry stands in an order: by its key (None comes last), then by its id."""

    key: Any
    entry_id: int


def foreign() -> BadRequest:
    return BadRequest("A foreign cursor: this one comes from another list or order, or from none.")


def write(*parts: Any) -> str:
    return urlsafe_b64encode(orjson.dumps(parts)).rstrip(b"=").decode()


def read(cursor: str, length: int) -> list[Any]:
    """The parts that `write` was given; BadRequest where there are not `length` of them."""
    if len(cursor) > MAX_LENGTH:
        raise foreign()
    try:
        parts = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise foreign() from error
    if not isinstance(parts, list) or len(parts) != length:
        raise foreign()
    return parts


def read_number(value: Any, least: int = 0, most: int = MAX_ROW) -> int:
    """The value, where it is a whole number in these bounds."""
    if type(value) is not int or not least <= value <= most:
        raise foreign()
    return value
