"""The fields of one line, checked one by one; what is wrong with them is reported together."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

import orjson

from service.content.fields import FieldRule, Moment, Text
from service.content.times import parse_moment
from service.errors import Invalid, Refusal, Refused, Required

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Reader = Callable[[str, Any], T]
"""Takes a field's name and what the line says; returns what that means or raises a Refusal."""

MAX_COUNT = 2**53 - 1
"""What JSON can say exactly everywhere."""
MAX_VERSION = 1_000_000_000
_IN_RANGE = Moment()


class Given:
    """What an object says, field by field; `at` is the path to it, as "cover."."""

    def __init__(self, values: Mapping[str, Any], at: str = "") -> None:
        self._values = values
        self._at = at
        self._asked: set[str] = set()
        self._refusals: list[Refusal] = []

    def __contains__(self, name: str) -> bool:
        """Whether it is said at all, be it that it is null."""
        return name in self._values

    def says(self, name: str) -> bool:
        """Whether it is said and not null."""
        return self._values.get(name) is not None

    def take(self, name: str, read: Reader[T]) -> T | None:
        """The field's value; None where it is null, not given or wrong."""
        self._asked.add(name)
        value = self._values.get(name)
        if value is None:
            return None
        try:
            return read(self._at + name, value)
        except Refusal as refusal:
            self._refusals.append(refusal)
        except Refused as refused:
            self._refusals.extend(refused.refusals)
        return None

    def need(self, name: str, read: Reader[T], otherwise: T) -> T:
        """As `take`, of a field that must be given."""
        if not self.says(name):
            self.refuse(Required(self._at + name))
        value = self.take(name, read)
        return otherwise if value is None else value

    def refuse(self, refusal: Refusal) -> None:
        self._refusals.append(refusal)

    def finish(self) -> list[str]:
        """The names of the fields that nobody asked for. Raises Refused if any was wrong."""
        if self._refusals:
            raise Refused(self._refusals)
        return [name for name in self._values if name not in self._asked]


def read_object(line: bytes) -> dict[str, Any]:
    """The JSON object that is a line; raises Invalid."""
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise Invalid("", f"It is not valid JSON: {error.msg} at character {error.pos}.") from error
    if not isinstance(value, dict):
        raise Invalid("", "It is no JSON object.")
    return value


def text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Invalid(name, "It must be a text.")
    return value


def cleaned(rule: FieldRule) -> Reader[Any]:
    """A text, cleaned by a field's own rule."""
    return lambda name, value: rule(name, text(name, value))


def line_of(limit: int) -> Reader[str]:
    """A text that is not empty, on one line."""
    return cleaned(Text(limit, required=True))


def choice(names: type[E]) -> Reader[E]:
    """One of the names, in any case."""

    def read(name: str, value: Any) -> E:
        try:
            return names(text(name, value).strip().upper())
        except ValueError as error:
            raise Invalid(name, f"It must be one of {', '.join(names)}.") from error

    return read


def count(name: str, value: Any) -> int:
    return _whole(name, value, 0, MAX_COUNT)


def version(name: str, value: Any) -> int:
    return _whole(name, value, 1, MAX_VERSION)


def _whole(name: str, value: Any, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise Invalid(name, f"It must be a whole number, {least} to {most}.")
    return value


def moment(name: str, value: Any) -> datetime:
    """RFC 3339; one without an offset, or a day alone, is Vietnamese time."""
    try:
        found = parse_moment(text(name, value).strip())
    except ValueError as error:
        raise Invalid(name, "It must be a time, as 2020-10-07T10:49:00+07:00.") from error
    _IN_RANGE(name, found)
    return found


def within(read: Callable[[Given], T]) -> Reader[T]:
    """An object, read by its fields."""

    def read_fields(name: str, value: Any) -> T:
        if not isinstance(value, dict):
            raise Invalid(name, "It must be an object.")
        given = Given(value, f"{name}.")
        found = read(given)
        given.finish()
        return found

    return read_fields


def list_of(read: Reader[T], limit: int) -> Reader[list[T]]:
    """A list of at most `limit`, each read by `read`."""

    def read_all(name: str, value: Any) -> list[T]:
        if not isinstance(value, list):
            raise Invalid(name, "It must be a list.")
        if len(value) > limit:
            raise Invalid(name, f"At most {limit:,} are allowed.")
        return [read(f"{name}.{number}", one) for number, one in enumerate(value)]

    return read_all
