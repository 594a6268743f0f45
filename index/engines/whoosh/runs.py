"""Runs of numbers one after the other in long arrays, and the small numbers in as few bytes.

A run is what belongs to one term: run i of an array is values[starts[i]:starts[i + 1]].
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from index.engines.whoosh.arrays import Array

_WIDE = 255
"""The byte that says: the number is among the wide ones."""


def starts_of(counts: Array) -> Array:
    """Where runs of these lengths start, and where the last one ends."""
    starts = np.zeros(len(counts) + 1, np.uint32)
    np.cumsum(counts, out=starts[1:])
    return starts


def sizes_of(starts: Array) -> Array:
    """The lengths of the runs that start there."""
    sizes: Array = np.diff(starts.astype(np.int64))
    return sizes


def firsts(sorted_values: Array) -> Array:
    """Where each different value comes first."""
    is_first = np.ones(len(sorted_values), bool)
    np.not_equal(sorted_values[1:], sorted_values[:-1], out=is_first[1:])
    return is_first.nonzero()[0]


def within(counts: Array) -> Array:
    """0, 1, 2 ... for each run of these lengths."""
    ends = np.cumsum(counts)
    found = np.arange(int(ends[-1]) if len(ends) else 0, dtype=np.uint32)
    found -= np.repeat((ends - counts).astype(np.uint32), counts)
    return found


class Packed(NamedTuple):
    """Numbers as bytes; those above 254 stand among the wide ones, in order."""

    small: Any
    """An array, or the pieces of one."""
    wide: Array
    wide_starts: Array
    """Where the wide ones of each run start."""

    @classmethod
    def pack(cls, values: Array, starts: Array, wide_type: type) -> "Packed":
        is_wide = values >= _WIDE
        small = values.astype(np.uint8)
        small[is_wide] = _WIDE
        return cls(small, values[is_wide].astype(wide_type), starts_of(is_wide)[starts])

    def unpack(self, first: int, start: int, last: int, end: int) -> Array:
        """The numbers start:end, which are those of the runs first:last."""
        values: Array = self.small[start:end]
        wide = self.wide[self.wide_starts[first] : self.wide_starts[last]]
        if len(wide):
            at = (values == _WIDE).nonzero()[0]
            values = values.astype(np.int64)
            values[at] = wide
        return values


def strings(name: str, values: Sequence[bytes]) -> dict[str, Array]:
    """Strings as one array of bytes and one of where each starts."""
    lengths = np.fromiter(map(len, values), np.uint32, len(values))
    return {
        name: np.frombuffer(b"".join(values), np.uint8),
        f"{name}.starts": starts_of(lengths),
    }


class Strings(Sequence[bytes]):
    """Strings one after the other."""

    def __init__(self, content: Array, starts: Array) -> None:
        self._content = content.data
        self._starts = starts.data

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, place: int) -> bytes:  # type: ignore[override]
        return bytes(self._content[self._starts[place] : self._starts[place + 1]])

    def text(self, place: int) -> str:
        piece = self._content[self._starts[place] : self._starts[place + 1]]
        return str(piece, "utf-8", "surrogatepass")

    def find(self, value: bytes) -> int | None:
        """The place of a string among sorted ones."""
        place = bisect_left(self, value)
        return place if place < len(self) and self[place] == value else None
