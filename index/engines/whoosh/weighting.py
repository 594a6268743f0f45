"""BM25F: what it counts that a word stands in a document.

A word's frequency in a document is summed over the fields, each weighed by its boost and by how
long that field is against the average one; the sum saturates, and is multiplied by how rare the
word is (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009).
All spellings that a word matches count as one word.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from whoosh.util.numeric import byte_to_length

from index.engines.whoosh.arrays import Array
from index.engines.whoosh.schema import TEXT_FIELDS
from index.engines.whoosh.segment import Segment

BOOSTS = {"title": 5.0, "lead": 2.0, "body": 1.0, "byline": 2.0, "keywords": 3.0}

_BYTE_LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], np.float64)
"""The number of syllables that each byte of a length column stands for."""


Averages = tuple[float, ...]
"""Average length of each text field, in the order of TEXT_FIELDS."""


def rarity(documents: int, frequency: int) -> float:
    """Inverse document frequency, never below 0: a word that stands everywhere is worth little."""
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


@dataclass(frozen=True)
class Weighting:
    """The formula and its constants."""

    k1: float = 1.2
    b: float = 0.75
    boosts: Mapping[str, float] = field(default_factory=lambda: BOOSTS)
    rarity: Callable[[int, int], float] = rarity
    pairs: float = 0.4
    """Weight of a pair of neighbours against a word."""
    digits: int = 2
    """To which average lengths are rounded, so that a small commit changes no impact."""
    counts_deleted: bool = False
    """Whether what is deleted counts until its segment is merged, as Whoosh has it."""

    def averages(self, segments: Iterable[Segment]) -> Averages:
        """Taking a segment's deleted documents to be as long as its others."""
        documents, totals = 0, dict.fromkeys(TEXT_FIELDS, 0.0)
        for segment in segments:
            counted = segment.doc_count_all() if self.counts_deleted else segment.doc_count()
            documents += counted
            for name, length in segment.lengths.items():
                totals[name] += length * counted / segment.doc_count_all()
        means = (total / max(documents, 1) for total in totals.values())
        return tuple(float(f"{max(1.0, mean):.{self.digits - 1}e}") for mean in means)

    def of_a_syllable(self, name: str, averages: Averages) -> Array:
        """What one syllable in a field counts, for each byte of the field's length."""
        average = averages[TEXT_FIELDS.index(name)]
        counts: Array = self.boosts[name] / (1 - self.b + self.b * _BYTE_LENGTHS / average)
        return counts

    def saturated(self, frequencies: Array, worth: float) -> Array:
        """What 32-bit numbers of occurrences are worth, each at most `worth` times k1 + 1."""
        counts = frequencies + np.float32(self.k1)
        np.divide(frequencies, counts, out=counts)
        counts *= np.float32(worth * (self.k1 + 1))
        return counts


WEIGHTING = Weighting()
