"""The postings of one term in one segment, as arrays."""

import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

_HEADER = struct.Struct("<IIccc")  # documents, positions, and the type codes of the three arrays
_NONE = b"-"
_TYPES = {_NONE: ("B", 0), b"B": ("B", 1), b"H": ("H", 2), b"I": ("I", 4)}
"""The type code in an array, and the bytes of an item, for each code in a header."""


@dataclass
class Postings:
    """Where a term stands: the documents in order, how often in each, and all the positions.

    A term of values has no positions, and stands once in each of its documents.
    """

    documents: Sequence[int]
    frequencies: Sequence[int]
    positions: Sequence[int]

    @classmethod
    def of_values(cls, documents: Sequence[int]) -> "Postings":
        return cls(documents, (), ())

    @cached_property
    def starts(self) -> Sequence[int]:
        """Index in `positions` of each document's first one, and the end."""
        return array("I", accumulate(self.frequencies, initial=0))

    def place(self, document: int) -> int | None:
        """Index of a document in `documents`."""
        place = bisect_left(self.documents, document)
        found = place < len(self.documents) and self.documents[place] == document
        return place if found else None

    def positions_in(self, document: int) -> Sequence[int]:
        place = self.place(document)
        if place is None:
            return ()
        return self.positions[self.starts[place] : self.starts[place + 1]]

    def pack(self) -> bytes:
        arrays = [_narrowest(part) for part in self._parts()]
        codes = [_NONE if part is None else part.typecode.encode() for part in arrays]
        header = _HEADER.pack(len(self.documents), len(self.positions), *codes)
        return header + b"".join(b"" if part is None else _little(part) for part in arrays)

    @classmethod
    def unpack(cls, data: bytes) -> "Postings":
        count, places, *codes = _HEADER.unpack_from(data)
        first, second, third = map(_TYPES.__getitem__, codes)
        documents_end = _HEADER.size + count * first[1]
        frequencies_end = documents_end + count * second[1]
        return cls(
            _native(array(first[0], data[_HEADER.size : documents_end])),
            _native(array(second[0], data[documents_end:frequencies_end])),
            _native(array(third[0], data[frequencies_end : frequencies_end + places * third[1]])),
        )

    def _parts(self) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
        return self.documents, self.frequencies, self.positions


def _narrowest(values: Sequence[int]) -> "array[int] | None":
    """The values in as few bytes as the greatest needs; None where there are none."""
    if not values:
        return None
    greatest = max(values)
    return array("B" if greatest < 1 << 8 else "H" if greatest < 1 << 16 else "I", values)


def _little(values: "array[int]") -> bytes:
    return _native(values).tobytes()


def _native(values: "array[int]") -> "array[int]":
    """Turns little-endian values into the machine's order, or back."""
    if sys.byteorder == "big":
        values.byteswap()
    return values


def pack_positions(positions: Iterable[int]) -> bytes:
    """A posting's positions as Whoosh hands them around."""
    return array("I", positions).tobytes()


def unpack_positions(data: bytes) -> "array[int]":
    return array("I", data)
