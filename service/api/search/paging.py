"""Where a page of hits lies, and the cursors that say so."""

from service.api import cursors
from service.errors import BadRequest

MAX_REACH = 1_000
"""How far into the hits a page may lie."""


def cursor(place: int) -> str:
    """Of the hit in this place, from 1."""
    return cursors.write("search", place)


def offset_of(count: int, after: str | None, page: int | None) -> int:
    """How many hits come before a page of so many. Raises BadRequest."""
    if after is not None and page is not None:
        raise BadRequest("Either `page` or `after`, never both.")
    if page is not None and page < 1:
        raise BadRequest(f"`page` counts from 1; it is {page}.")
    offset = 0 if page is None else (page - 1) * count
    if after is not None:
        name, place = cursors.read(after, 2)
        if name != "search":
            raise cursors.foreign()
        offset = cursors.read_number(place, 1)
    if offset + count > MAX_REACH and (page is not None or offset >= MAX_REACH):
        raise BadRequest(f"A search reaches {MAX_REACH:,} hits; narrow it instead.")
    return offset
