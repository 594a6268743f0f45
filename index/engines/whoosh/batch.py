"""Documents on their way into a segment: texts as numbers of terms, values in columns."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from index.analysis import Term, TermNumbers
from index.document import Document
from index.engines.whoosh.arrays import Array
from index.engines.whoosh.schema import MOMENT_FIELDS, TEXT_FIELDS, VALUE_FIELDS, encode, values_of

BLOCK = 32
"""Places that a text is given at a time in a segment; see `inversion`."""


@dataclass
class Columns:
    """What is kept of each document besides its texts; a row each."""

    ids: list[bytes] = field(default_factory=list)
    digests: list[bytes] = field(default_factory=list)
    values: dict[str, list[tuple[bytes, ...]]] = field(
        default_factory=lambda: {name: [] for name in VALUE_FIELDS}
    )
    moments: dict[str, "array[int]"] = field(
        default_factory=lambda: {name: array("q") for name in MOMENT_FIELDS}
    )

    def add(self, document: Document) -> None:
        values, digest = values_of(document), bytes.fromhex(document.digest)
        self.ids.append(encode(document.id))
        self.digests.append(digest)
        for name in VALUE_FIELDS:
            self.values[name].append(values.values[name])
        for name in MOMENT_FIELDS:
            self.moments[name].append(values.moments[name])

    def extend(self, others: "Columns") -> None:
        self.ids += others.ids
        self.digests += others.digests
        for name in VALUE_FIELDS:
            self.values[name] += others.values[name]
        for name in MOMENT_FIELDS:
            self.moments[name].extend(others.moments[name])


@dataclass(frozen=True)
class Texts:
    """The texts of some documents, as numbers of terms.

    `lengths` has a row for each document and a column for each text field; the tokens stand in the
    order of the documents, and of TEXT_FIELDS in each.
    """

    terms: Sequence[Term]
    lengths: Array
    tokens: Array


@dataclass(frozen=True)
class Batch:
    columns: Columns
    texts: Texts

    def __len__(self) -> int:
        return len(self.columns.ids)


class BatchBuilder:
    """Collects documents."""

    def __init__(self) -> None:
        self._columns = Columns()
        self._numbers = TermNumbers()
        self._lengths = array("I")
        self._tokens = array("I")
        self.places = 0
        """Places that the texts take, about."""

    def __len__(self) -> int:
        return len(self._columns.ids)

    @property
    def terms(self) -> int:
        return len(self._numbers)

    def add(self, document: Document) -> None:
        """All of it or, where it cannot be read, nothing."""
        texts = [self._numbers.of(getattr(document, name)) for name in TEXT_FIELDS]
        self._columns.add(document)
        for numbers in texts:
            self._lengths.append(len(numbers))
            self.places += len(numbers) + BLOCK
            self._tokens.extend(numbers)

    def batch(self) -> Batch:
        lengths = np.frombuffer(self._lengths, np.uint32).reshape(-1, len(TEXT_FIELDS))
        terms = list(self._numbers.terms)
        return Batch(self._columns, Texts(terms, lengths, np.frombuffer(self._tokens, np.uint32)))


def join(parts: Sequence[Batch]) -> Batch:
    """One batch of all the documents, in order."""
    columns = Columns()
    numbers: dict[Term, int] = {}
    tokens = []
    for part in parts:
        columns.extend(part.columns)
        renumbered = [numbers.setdefault(term, len(numbers)) for term in part.texts.terms]
        tokens.append(np.array(renumbered, np.uint32)[part.texts.tokens])
    lengths = np.concatenate([part.texts.lengths for part in parts])
    return Batch(columns, Texts(list(numbers), lengths, np.concatenate(tokens)))
