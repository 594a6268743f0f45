"""What a word or a pair is worth in each document, computed once and remembered as arrays."""

from dataclasses import dataclass

import numpy as np

from index.engines.whoosh import bits
from index.engines.whoosh.arrays import Array

DENSE = 8
"""A word is kept as an array over all documents where it stands in more than one of so many."""
STEP = 1 / 16_384
"""What a word is worth is rounded to a multiple of this, and so takes two bytes: at most 4, which
is more than saturation allows. Equal texts score alike whatever else is in the index."""
_GREATEST = 65_535
_FEW = 500
_OBJECTS = 1_000  # bytes of all that holds the arrays


@dataclass(frozen=True)
class Impacts:
    """What it is worth in some documents, in STEPs: `values[i]` in `documents[i]`, in order.

    `documents` is None where there is a value for every document, 0 where the word does not stand.
    """

    size: int
    documents: Array | None
    values: Array
    bits: Array
    """The documents in which it stands."""

    @classmethod
    def of(cls, documents: Array, worth: Array, size: int) -> "Impacts":
        """Of a few documents, in order."""
        found = bits.of_documents(documents, size)
        return cls(size, documents.astype(np.int32), _steps(worth), found)

    @classmethod
    def of_all(cls, worth: Array) -> "Impacts":
        """Of what it is worth in every document."""
        mask, steps = worth > 0, _steps(worth)
        if np.count_nonzero(mask) * DENSE > len(worth):
            return cls(len(worth), None, steps * mask, bits.of_mask(mask))
        documents = mask.nonzero()[0]
        return cls(
            len(worth), documents.astype(np.int32), steps.take(documents), bits.of_mask(mask)
        )

    @property
    def memory(self) -> int:
        """Bytes."""
        documents = 0 if self.documents is None else self.documents.nbytes
        return int(self.values.nbytes + self.bits.nbytes + documents) + _OBJECTS

    def add_to(self, scores: Array, weight: float, scratch: Array) -> None:
        """Adds what it is worth to the scores of all documents."""
        factor = np.float32(weight * STEP)
        if self.documents is None:
            np.multiply(self.values, factor, out=scratch)
            scores += scratch
        else:
            np.add.at(scores, self.documents.astype(np.intp), self.values * factor)

    def among(self, documents: Array, weight: float, scratch: Array) -> Array:
        """What it is worth in each of the given documents, as 32-bit numbers.

        `scratch` is 0 before and after.
        """
        factor = np.float32(weight * STEP)
        own = self.documents
        if own is None:
            return self.values.take(documents) * factor
        if len(documents) < _FEW:
            places = own.searchsorted(documents)
            found = own.take(places, mode="clip") == documents
            return self.values.take(places, mode="clip") * (found * factor)
        own = own.astype(np.intp)
        scratch[own] = self.values
        values = scratch.take(documents) * factor
        scratch[own] = 0
        return values


def _steps(worth: Array) -> Array:
    """Rounded, but never to 0."""
    return (worth * np.float32(1 / STEP)).round().clip(1, _GREATEST).astype(np.uint16)
