"""The index's fields, and what a document becomes in them."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from whoosh.columns import Column, FixedBytesColumn, NumericColumn, VarBytesColumn
from whoosh.fields import FieldType, Schema
from whoosh.formats import Existence, Format

from index.analysis import VERSION, terms
from index.document import Document
from index.engines.whoosh.postings import pack_positions, unpack_positions
from index.vietnamese.normalise import nfc

TEXT_FIELDS = ("title", "lead", "body", "byline", "keywords")
VALUE_FIELDS = ("owner", "kind", "tags", "categories", "byline_value")
MOMENT_FIELDS = ("published_at", "visible_from", "visible_until")

LAYOUT = "1"
"""Changes with what this package writes, as analysis.VERSION does with the terms."""
MADE_BY = f"{VERSION}/{LAYOUT}"

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
        return len(unpack_positions(value))

    def decode_weight(self, value: bytes) -> float:
        return float(len(unpack_positions(value)))

    def decode_positions(self, value: bytes) -> list[int]:
        return list(unpack_positions(value))


class TextField(FieldType):  # type: ignore[misc]
    """Text, as the terms of its syllables."""

    def __init__(self) -> None:
        super().__init__(Positions(), None, scorable=True)

    def index(self, value: str, **_: Any) -> list[tuple[bytes, int, float, bytes]]:
        """Term, frequency, weight and positions of each different syllable."""
        places: dict[bytes, list[int]] = defaultdict(list)
        for place, term in enumerate(terms(value)):
            places[term].append(place)
        return [(term, len(at), float(len(at)), pack_positions(at)) for term, at in places.items()]


class ValueField(FieldType):  # type: ignore[misc]
    """Exact values, of which a document may have several."""

    def __init__(self, column: Column | None = None) -> None:
        super().__init__(Existence(), None, sortable=column)

    def index(
        self, value: str | tuple[str, ...], **_: Any
    ) -> list[tuple[bytes, int, float, bytes]]:
        values = (value,) if isinstance(value, str) else value
        return [(encode(one), 1, 1.0, b"") for one in set(values)]

    def to_column_value(self, value: str) -> bytes:
        return encode(value)


class ColumnField(FieldType):  # type: ignore[misc]
    """A value that is kept for each document but not searched."""

    indexed = False

    def __init__(self, column: Column) -> None:
        super().__init__(None, None, sortable=column)

    def to_column_value(self, value: Any) -> Any:
        return value

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
        **{name: ValueField() for name in VALUE_FIELDS if name != "owner"},
        **{name: ColumnField(NumericColumn("q", default=NEVER)) for name in MOMENT_FIELDS},
        owner=ValueField(VarBytesColumn()),
        id=ColumnField(VarBytesColumn()),
        digest=ColumnField(FixedBytesColumn(16)),
    )


def encode(value: str) -> bytes:
    """A value as it is stored; half of a surrogate pair is no reason to fail."""
    return value.encode("utf-8", "surrogatepass")


def decode(value: bytes) -> str:
    return value.decode("utf-8", "surrogatepass")


def fields_of(document: Document) -> Mapping[str, Any]:
    """The document's value in each field that holds one."""
    values = {
        "id": encode(document.id),
        "owner": document.owner,
        "kind": document.kind,
        "digest": bytes.fromhex(document.digest),
        "title": document.title,
        "lead": document.lead,
        "body": document.body,
        "byline": document.byline,
        "byline_value": nfc(document.byline),
        "keywords": document.keywords,
        "tags": document.tags,
        "categories": document.categories,
        "published_at": micros(document.published_at),
        "visible_from": micros(document.visible_from),
        "visible_until": NEVER if (end := document.visible_until) is None else micros(end),
    }
    return {name: value for name, value in values.items() if value not in {"", ()}}
