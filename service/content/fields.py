"""How a value is checked and cleaned on its way into a content field.

A rule takes the field's name and a value, and returns what is to be kept or raises a Refusal.
None means nothing; a required field refuses it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from index.vietnamese.normalise import visible
from service.content.html import MAX_LENGTH, HTMLTooComplex, sanitise
from service.content.times import as_utc
from service.errors import Invalid, NotFound, Refusal, Refused, Required, TooLong

EARLIEST, LATEST = 1, 9998
"""The year of a moment lies between these, and is neither: so any offset can be applied to it."""


LARGEST_ID = 2**63 - 1

_SURROGATE = re.compile("[\ud800-\udfff]")


class FieldRule(Protocol):
    def __call__(self, name: str, value: Any) -> Any: ...


def client_name(name: str) -> str:
    """A column's name as clients know the field: publishedAt, category."""
    first, *others = name.removesuffix("_id").split("_")
    return first + "".join(map(str.capitalize, others))


def clean_text(name: str, value: str) -> str:
    """NFC, without what nobody sees; refuses what no database or browser can carry."""
    if "\x00" in value:
        raise Invalid(name, "The text holds a NUL character.")
    if _SURROGATE.search(value):
        raise Invalid(name, "The text holds half of a surrogate pair.")
    return visible(value).strip()


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text of at most `limit` characters; on one line unless `lines`."""

    limit: int
    required: bool = False
    lines: bool = False

    def __call__(self, name: str, value: str | None) -> str | None:
        text = "" if value is None else self._clean(name, value)
        if len(text) > self.limit:
            raise TooLong(name, self.limit)
        if not text and self.required:
            raise Required(name)
        return text or None

    def _clean(self, name: str, value: str) -> str:
        if len(value) > 16 * self.limit:  # not worth normalising
            raise TooLong(name, self.limit)
        text = clean_text(name, value)
        return "\n".join(text.splitlines()) if self.lines else " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Html:
    """HTML, sanitised."""

    required: bool = False

    def __call__(self, name: str, value: str | None) -> str:
        if value is not None and len(value) > MAX_LENGTH:
            raise TooLong(name, MAX_LENGTH)
        try:
            html = sanitise(clean_text(name, value or ""))
        except HTMLTooComplex as error:
            raise Invalid(name, str(error)) from error
        if not html and self.required:
            raise Required(name)
        return html


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, as an aware datetime in UTC."""

    def __call__(self, name: str, value: datetime | None) -> datetime | None:
        if value is None:
            return None
        if not EARLIEST < value.year < LATEST:
            raise Invalid(name, "The year is out of range.")
        return as_utc(value)


@dataclass(frozen=True, slots=True)
class Reference:
    """The id of something; whether it exists is for the operation to check."""

    required: bool = False

    def __call__(self, name: str, value: int | None) -> int | None:
        if value is None and self.required:
            raise Required(name)
        if value is not None and not 0 < value <= LARGEST_ID:
            raise NotFound(name, "There is nothing with this id.")
        return value


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a part, each a tuple of its columns with a rule for each; at most `limit`."""

    limit: int
    unit: str
    columns: tuple[FieldRule, ...]
    unique: bool = False
    """Whether a row that says the same as an earlier one is left out."""

    def __call__(self, name: str, value: list[tuple[Any, ...]] | None) -> list[tuple[Any, ...]]:
        rows = list(value or ())
        if len(rows) > self.limit:
            raise TooLong(name, self.limit, self.unit)
        cleaned = [
            tuple(rule(name, cell) for rule, cell in zip(self.columns, row, strict=True))
            for row in rows
        ]
        return list(dict.fromkeys(cleaned)) if self.unique else cleaned


def clean_each(
    rules: Mapping[str, FieldRule], values: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Refusal]]:
    """Every value by its field's rule: those that pass, and a refusal for each that does not.

    The refusals name fields as clients do.
    """
    cleaned: dict[str, Any] = {}
    refusals: list[Refusal] = []
    for name, value in values.items():
        try:
            cleaned[name] = rules[name](client_name(name), value)
        except Refusal as refusal:
            refusals.append(refusal)
    return cleaned, refusals


def clean_values(rules: Mapping[str, FieldRule], values: Mapping[str, Any]) -> dict[str, Any]:
    """Every value by its field's rule. Raises Refused with all that was wrong, not just one."""
    cleaned, refusals = clean_each(rules, values)
    if refusals:
        raise Refused(refusals)
    return cleaned
