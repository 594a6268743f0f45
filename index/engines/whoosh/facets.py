"""How many of the documents found have each value of a field."""

from collections.abc import Iterable, Sequence

import numpy as np

from index.engine import Facet
from index.engines.whoosh import bits
from index.engines.whoosh.arrays import Array
from index.engines.whoosh.bits import Found
from index.engines.whoosh.groups import Group
from index.engines.whoosh.schema import VALUE_FIELDS, decode
from index.query import UnknownField

YEAR = "year"
MOST = 1_000
"""Values of a facet that are returned: the most frequent ones."""

FEW = 128
"""Values of a field that are kept as bits."""

_VIETNAM = 7 * 3_600 * 1_000_000  # microseconds ahead of UTC, all year round
_MICROSECONDS = "datetime64[us]"


def count_values(groups: Iterable[tuple[Group, Found]], field: str) -> tuple[Facet, ...]:
    """Of the documents found, most frequent first. Raises UnknownField."""
    if field != YEAR and field not in VALUE_FIELDS:
        raise UnknownField(f"{field!r} has no values to count")
    totals: dict[str, int] = {}
    for group, found in groups:
        table = _table(group, field)
        for name, count in zip(table.names, table.count(found).tolist(), strict=False):
            if count:
                totals[name] = totals.get(name, 0) + count
    ordered = sorted([(-count, name) for name, count in totals.items()])
    return tuple([Facet(name, -count) for count, name in ordered[:MOST]])


class _Table:
    """The values of a field in a group, as numbers: `values[i]` is one of `documents[i]`.

    Of a few values each is kept as bits: counting is then one operation on all of them. Where no
    document has two, the value of each document is kept.
    """

    def __init__(self, names: Sequence[str], documents: Array, values: Array, size: int) -> None:
        self.names = names
        self._size = size
        self._documents = documents
        self._values = values
        self._bits: Array | None = None
        self._single: Array | None = None
        if len(names) <= FEW:
            own = [documents[values == value] for value in range(len(names))]
            rows = [bits.of_documents(one, size) for one in own]
            self._bits = np.array(rows, np.uint64).reshape(len(names), bits.words(size))
        if len(np.unique(documents)) == len(documents):
            self._single = np.full(size, len(names), np.min_scalar_type(len(names)))
            self._single[documents] = values

    @property
    def nbytes(self) -> int:
        arrays = (self._documents, self._values, self._bits, self._single)
        return sum([one.nbytes for one in arrays if one is not None]) + 100 * len(self.names)

    def count(self, found: Found) -> Array:
        """How many of the documents found have each value; and then anything."""
        if self._single is not None and found.is_few:
            return np.bincount(self._single.take(found.documents), minlength=len(self.names))
        if self._bits is not None:
            return np.bitwise_count(self._bits & found.bits).sum(axis=1)
        chosen = self._values[bits.mask(found.bits, self._size)[self._documents]]
        return np.bincount(chosen, minlength=len(self.names))


def _table(group: Group, field: str) -> _Table:
    def make() -> _Table:
        return _years(group) if field == YEAR else _values(group, field)

    return group.memory.remembered(("facet", field), make, lambda table: table.nbytes)


def _years(group: Group) -> _Table:
    moments = (group.published + _VIETNAM).astype(_MICROSECONDS)
    years = moments.astype("datetime64[Y]").astype(np.int64) + 1970
    different, numbers = np.unique(years, return_inverse=True)
    return _Table([str(one) for one in different], np.arange(group.size), numbers, group.size)


def _values(group: Group, field: str) -> _Table:
    numbers: dict[bytes, int] = {}
    values = []
    for view in group.views:
        own = view.values[field]
        renumbered = [numbers.setdefault(name, len(numbers)) for name in own.names]
        values.append(np.array(renumbered, np.int64)[own.numbers()])
    documents = group.joined([view.values[field].documents for view in group.views])
    return _Table([decode(one) for one in numbers], documents, np.concatenate(values), group.size)
