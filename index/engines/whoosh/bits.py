"""Sets of documents as one bit each, in words of 64."""

import numpy as np

from index.engines.whoosh.arrays import Array

_WORD = 64
_SPARSE = 4
"""Where fewer than one in so many words has a bit, only those are looked at."""
GATHER = 8
"""Fewer documents than one in so many are looked up one by one."""


def words(size: int) -> int:
    """Words that hold so many bits."""
    return -(-size // _WORD)


def none(size: int) -> Array:
    return np.zeros(words(size), np.uint64)


def of_mask(mask: Array) -> Array:
    """Of documents of which an array of booleans is true."""
    packed = np.zeros(words(len(mask)) * 8, np.uint8)
    packed[: -(-len(mask) // 8)] = np.packbits(mask, bitorder="little")
    return packed.view(np.uint64)


def of_documents(documents: Array, size: int) -> Array:
    mask = np.zeros(size, bool)
    mask[documents] = True
    return of_mask(mask)


def every(size: int) -> Array:
    return of_mask(np.ones(size, bool))


def mask(bits: Array, size: int) -> Array:
    """Booleans, one for each document."""
    return np.unpackbits(bits.view(np.uint8), count=size, bitorder="little").view(bool)


def documents(bits: Array, size: int) -> Array:
    """The documents whose bits are set, in order."""
    found = _scattered(bits)
    return mask(bits, size).nonzero()[0] if found is None else found


def _scattered(bits: Array) -> Array | None:
    """The documents whose bits are set, in order; None where too many words have one."""
    used = (bits != 0).nonzero()[0]
    if len(used) * _SPARSE > len(bits):
        return None
    own = np.unpackbits(bits.take(used).view(np.uint8), bitorder="little")
    places = own.view(bool).nonzero()[0]
    return (used.take(places >> 6) << 6) + (places & 63)


def count(bits: Array) -> int:
    return int(np.add.reduce(np.bitwise_count(bits), dtype=np.int64))


class Found:
    """What was found in a group of `size` documents: its bits, and how many are set."""

    def __init__(self, bits: Array, size: int) -> None:
        self.bits = bits
        self.size = size
        self._documents = _scattered(bits)
        self.total = count(bits) if self._documents is None else len(self._documents)

    @property
    def is_few(self) -> bool:
        """Whether it is better to look at each of its documents than at all of the group."""
        return self.total * GATHER <= self.size

    @property
    def documents(self) -> Array:
        """In order."""
        if self._documents is None:
            self._documents = mask(self.bits, self.size).nonzero()[0]
        return self._documents


def at_least(sets: list[Array], least: int) -> Array:
    """What is in at least so many of the sets.

    All documents are counted at once, in binary: plane i holds bit i of every count.
    """
    if least == 1:
        return np.bitwise_or.reduce(sets)
    planes: list[Array] = []
    for one in sets:
        carry = one
        for number, plane in enumerate(planes):
            planes[number], carry = plane ^ carry, plane & carry
        if carry.any():
            planes.append(carry)
    return _not_less(planes, least, len(sets[0]))


def _not_less(planes: list[Array], least: int, size: int) -> Array:
    """Where the number in the planes is at least this one: compared from the highest bit down."""
    greater, equal = np.zeros(size, np.uint64), ~np.zeros(size, np.uint64)
    if least >> len(planes):
        return greater
    for number in reversed(range(len(planes))):
        if least >> number & 1:
            equal = equal & planes[number]
        else:
            greater = greater | equal & planes[number]
            equal = equal & ~planes[number]
    return greater | equal
