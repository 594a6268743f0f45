"""The index's fields, and what a document becomes in them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from whoosh.columns import Column, FixedBytesColumn, NumericColumn, VarBytesColumn
from whoosh.fields import FieldType, Schema
from whoosh.formats import Existence, Format

from index.analysis import VERSION
from index.document import Document
from index.vietnamese.normalise import nfc

TEXT_FIELDS = ("title", "lead", "body", "byline", "keywords")
VALUE_FIELDS = ("owner", "kind", "tags", "categories", "byline_value", "document_numbers")
MOMENT_FIELDS = ("published_at", "visible_from", "visible_until")

LAYOUT = "4"
"""Changes with what this package writes, as analysis.VERSION does with the terms."""
MADE_BY = f"{VERSION}/{LAYOUT}"

DIGEST_BYTES = 16
NEVER = 2**63 - 1
"""The moment that is after all others."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """Whole microseconds since 1970 of an aware moment."""
    return (moment - _EPOCH) // _MICROSECOND


class Positions(Format):  # type: ignore[misc]
    """What Whoosh must know to read a text field's postings."""

    def decode_frequency(self, value: bytes) -> int:
        return len(value) // 4

    def decode_weight(self, value: bytes) -> float:
        return float(len(value) // 4)

    def decode_positions(self, value: bytes) -> list[int]:
        return list(np.frombuffer(value, np.uint32).tolist())


class TextField(FieldType):  # type: ignore[misc]
    """Text, as the terms of its syllables."""

    def __init__(self) -> None:
        super().__init__(Positions(), None, scorable=True)


class ValueField(FieldType):  # type: ignore[misc]
    """Exact values, of which a document may have several."""

    def __init__(self) -> None:
        super().__init__(Existence(), None)


class ColumnField(FieldType):  # type: ignore[misc]
    """A value that is kept for each document but not searched."""

    indexed = False

    def __init__(self, column: Column) -> None:
        super().__init__(None, None, sortable=column)

    def from_column_value(self, value: Any) -> Any:
        return value


class IndexSchema(Schema):  # type: ignore[misc]
    """The fields, and what is committed together with the documents."""

    def __init__(self, **fields: FieldType) -> None:
        super().__init__(**fields)
        self.made_by = MADE_BY
        self.watermarks: dict[str, int] = {}


def new_schema() -> IndexSchema:
    return IndexSchema(
        **{name: TextField() for name in TEXT_FIELDS},
        **{name: ValueField() for name in VALUE_FIELDS},
        **{name: ColumnField(NumericColumn("q", default=NEVER)) for name in MOMENT_FIELDS},
        id=ColumnField(VarBytesColumn()),
        digest=ColumnField(FixedBytesColumn(DIGEST_BYTES)),
    )


def encode(value: str) -> bytes:
    """A value as it is stored; half of a surrogate pair is no reason to fail."""
    return value.encode("utf-8", "surrogatepass")


def decode(value: bytes) -> str:
    return value.decode("utf-8", "surrogatepass")


class Values(NamedTuple):
    """What a document is filtered and sorted by."""

    values: Mapping[str, tuple[bytes, ...]]
    moments: Mapping[str, int]


def values_of(document: Document) -> Values:
    end = document.visible_until
    values = {
        "owner": (document.owner,),
        "kind": (document.kind,),
        "tags": document.tags,
        "categories": document.categories,
        "byline_value": (nfc(document.byline),) if document.byline else (),
        "document_numbers": document.document_numbers,
    }
    moments = {
        "published_at": micros(document.published_at),
        "visible_from": micros(document.visible_from),
        "visible_until": NEVER if end is None else micros(end),
    }
    encoded = {name: tuple(map(encode, dict.fromkeys(own))) for name, own in values.items()}
    return Values(encoded, moments)
