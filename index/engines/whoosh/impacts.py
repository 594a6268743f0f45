"""What a word or a pair is worth in each document, computed once and remembered as arrays."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from index.engines.whoosh import bits
from index.engines.whoosh.arrays import Array
from index.engines.whoosh.occurrences import Occurrences
from index.engines.whoosh.runs import firsts
from index.engines.whoosh.weighting import Weighting

DENSE = 8
"""A word is kept as an array over all documents where it stands in more than one of so many."""
STEP = 1 / 16_384
"""What a word is worth is rounded to a multiple of this, and so takes two bytes: at most 4, which
is more than saturation allows. Equal texts score alike whatever else is in the index."""
_FEW = 100
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

    def among(self, documents: Array, scratch: Array, found: Array, values: Array) -> None:
        """Puts its value in each of a few documents into `values`.

        `documents` and `found` are the same before. Where `found` is another document afterwards,
        the value is not of this one and counts 0. `scratch` is 0 before and after.
        """
        own = self.documents  # below, "clip" lets NumPy write into an array at once
        if own is None:
            self.values.take(documents, out=values, mode="clip")
        elif len(documents) < _FEW:
            places = own.searchsorted(documents)
            own.take(places, out=found, mode="clip")
            self.values.take(places, out=values, mode="clip")
        else:
            own = own.astype(np.intp)
            scratch[own] = self.values
            scratch.take(documents, out=values, mode="clip")
            scratch[own] = 0


class Part(NamedTuple):
    """What something is worth in one segment; `documents` as in Impacts."""

    documents: Array | None
    values: Array

    @property
    def found(self) -> int:
        """Documents in which it stands."""
        return int(np.count_nonzero(self.values))


def in_segment(found: list[Occurrences], weights: Array, size: int, weighting: Weighting) -> Part:
    """Each worth is a kind that saturates by itself; the kinds are added up.

    `weights` says what one syllable counts, for each document of the first field, of the second ...
    """
    if len(found) == 1 and len(found[0].documents) * DENSE < size:
        documents, sums = _summed(found[0].documents, _weighed(found[0], weights))
        return Part(documents, _steps(weighting.saturated(sums, found[0].worth)))
    total = np.zeros(size, np.float32)
    for kind in found:
        sums = np.bincount(kind.documents, _weighed(kind, weights), size)
        total += weighting.saturated(sums.astype(np.float32), kind.worth)
    return Part(None, _steps(total))


def joined(parts: list[tuple[int, Part]], size: int) -> Impacts:
    """Of the segments that begin at these documents."""
    if sum(part.found for _, part in parts) * DENSE > size:
        values = np.zeros(size, np.uint16)
        for base, (documents, own) in parts:
            if documents is None:
                values[base : base + len(own)] = own
            else:
                values[base + documents] = own
        return Impacts(size, None, values, bits.of_mask(values > 0))
    sparse = [(base, part if part.documents is not None else _sparse(part)) for base, part in parts]
    places = [base + part.documents for base, part in sparse if part.documents is not None]
    documents = np.concatenate([np.zeros(0, np.int64), *places])
    values = np.concatenate([np.zeros(0, np.uint16), *(part.values for _, part in sparse)])
    return Impacts(size, documents.astype(np.int32), values, bits.of_documents(documents, size))


def _sparse(part: Part) -> Part:
    documents = part.values.nonzero()[0]
    return Part(documents, part.values.take(documents))


def _weighed(found: Occurrences, weights: Array) -> Array:
    own = weights.take(found.cells)
    return own if found.frequencies is None else own * found.frequencies


def _summed(documents: Array, weighed: Array) -> tuple[Array, Array]:
    """Each different document, in order, and the sum for it."""
    order = documents.argsort(kind="stable")
    documents, weighed = documents.take(order), weighed.take(order)
    starts = firsts(documents)
    return documents.take(starts), np.add.reduceat(weighed, starts)


def _steps(worth: Array) -> Array:
    """Rounded; what is worth anything at all is worth a step, since 0 says that it is not there."""
    steps = (worth * np.float32(1 / STEP) + np.float32(0.5)).astype(np.uint16)
    return np.maximum(steps, worth > 0)
