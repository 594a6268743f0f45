"""Global ids: opaque to clients, they name a type and a row of it."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

import strawberry

MAX_LENGTH = 64
KEPT = 10_000
MAX_ROW = 2**63 - 1
"""The greatest id that a database can hold."""


@lru_cache(maxsize=KEPT)
def encode(type_name: str, row_id: int | None) -> strawberry.ID:
    text = urlsafe_b64encode(f"{type_name}:{row_id}".encode())
    return strawberry.ID(text.rstrip(b"=").decode())


def decode(text: str) -> tuple[str, int] | None:
    """The type's name and the row's id; None for what is no id of ours."""
    if len(text) > MAX_LENGTH:
        return None
    try:
        padded = text + "=" * (-len(text) % 4)
        type_name, _, number = urlsafe_b64decode(padded).decode("ascii").partition(":")
        row_id = int(number)
    except ValueError:
        return None
    known = 0 < row_id <= MAX_ROW and encode(type_name, row_id) == text
    return (type_name, row_id) if known else None


def row_of(text: str, type_name: str) -> int:
    """The row's id; 0, which no row has, where the text is no id of that type."""
    decoded = decode(text)
    return decoded[1] if decoded is not None and decoded[0] == type_name else 0
