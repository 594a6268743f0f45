"""Sets of documents as one bit each, in words of 64."""

import numpy as np

from index.engines.whoosh.arrays import Array

_WORD = 64
_SPARSE = 4
"""Where fewer than one in so many words has a bit, only those are looked at."""


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
    used = bits.nonzero()[0]
    if len(used) * _SPARSE > len(bits):
        return mask(bits, size).nonzero()[0]
    places = np.unpackbits(bits[used].view(np.uint8), bitorder="little").nonzero()[0]
    return (used[places >> 6] << 6) + (places & 63)


def count(bits: Array) -> int:
    return int(np.add.reduce(np.bitwise_count(bits), dtype=np.int64))


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
