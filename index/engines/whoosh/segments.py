"""One segment, open for reading. It never changes, so views of it outlive the commits around it."""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any
from weakref import WeakValueDictionary

from index.engines.whoosh.codec import DocumentReader, Key, Segment, TermsReader
from index.engines.whoosh.memory import Memory
from index.engines.whoosh.postings import Postings
from index.engines.whoosh.schema import IndexSchema, decode, encode
from index.engines.whoosh.storage import Damaged, DurableStorage, checksum

_REMEMBERED_WORDS = 200
"""Words remembered for each segment, were every one of them in every document."""


class SegmentView:
    """The contents of a segment, which documents were deleted from it later aside."""

    def __init__(self, storage: DurableStorage, segment: Segment, schema: IndexSchema) -> None:
        if not is_intact(storage, segment):
            raise Damaged(f"{segment.filename()} is damaged")
        files = segment.open_compound_file(storage)
        self._schema = schema
        self._columns: DocumentReader = segment.codec().per_document_reader(files, segment)
        self.terms: TermsReader = segment.codec().terms_reader(files, segment)
        self.size: int = segment.doc_count_all()
        self.memory = Memory(_REMEMBERED_WORDS * (self.size + _REMEMBERED_WORDS))
        """What ranking has computed from this segment alone; a document weighs 1."""
        self._moments: dict[str, array[int]] = {}

    def column(self, field: str) -> Any:
        """The field's value for each document number, as it is stored."""
        return self._columns.column_reader(field, self._schema[field].column_type)

    def lengths(self, field: str) -> bytes:
        """The length byte of every document; empty where no document has the field."""
        return self._columns.lengths(field)

    def holding(self, field: str, value: str) -> Sequence[int]:
        """The documents that have this value."""
        info = self.terms.find(field, encode(value))
        return () if info is None else self.terms.postings(info).documents

    def postings(self) -> Iterator[tuple[Key, Postings]]:
        """Everything, in the order of the keys."""
        return self.terms.everything()

    def moments(self, field: str) -> "array[int]":
        """Microseconds since 1970 for each document."""
        if field not in self._moments:
            self._moments[field] = array("q", self.column(field))
        return self._moments[field]

    def id(self, document: int) -> str:
        return decode(self._ids[document])

    def owner(self, document: int) -> str:
        return decode(self._owners[document])

    def hidden(self, at: int) -> frozenset[int]:
        """The documents that are not visible at that moment, in microseconds.

        It is judged here, at each search, so that nothing has to happen when a window opens or
        closes; and it costs no more than the number of documents it finds.
        """
        opening, closing = self._windows
        waiting = opening[1][bisect_right(opening[0], at) :]
        over = closing[1][: bisect_right(closing[0], at)]
        return frozenset(waiting).union(over) if waiting or over else frozenset()

    @cached_property
    def _ids(self) -> Any:
        return self.column("id")

    @cached_property
    def _owners(self) -> Any:
        return self.column("owner")

    @cached_property
    def _windows(self) -> tuple["_Sorted", "_Sorted"]:
        return _sort(self.moments("visible_from")), _sort(self.moments("visible_until"))


_Sorted = tuple[Sequence[int], Sequence[int]]


def _sort(moments: Sequence[int]) -> _Sorted:
    """The moments in order, and the documents they belong to."""
    documents = array("I", sorted(range(len(moments)), key=moments.__getitem__))
    return array("q", (moments[document] for document in documents)), documents


def is_intact(storage: DurableStorage, segment: Segment) -> bool:
    """Whether the segment's file is what was written. Raises OSError where it cannot be read."""
    return checksum(storage.path(segment.filename())) == segment.checksum


class Views:
    """The segments that some snapshot in this process still uses, each opened and checked once."""

    def __init__(self) -> None:
        self._open: WeakValueDictionary[tuple[str, str], SegmentView] = WeakValueDictionary()

    def view(self, storage: DurableStorage, segment: Segment, schema: IndexSchema) -> SegmentView:
        key = str(storage.folder), segment.segment_id()
        view = self._open.get(key)
        if view is None:
            view = self._open[key] = SegmentView(storage, segment, schema)
        return view
