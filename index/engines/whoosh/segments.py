"""One segment, open for reading. It never changes, so views of it outlive the commits around it."""

from collections.abc import Mapping
from functools import cached_property
from weakref import WeakValueDictionary

import numpy as np

from index.engines.whoosh.arrays import Array, Arrays
from index.engines.whoosh.batch import Batch, Columns, Texts
from index.engines.whoosh.inversion import Layout, lay_out
from index.engines.whoosh.lexicon import Lexicon
from index.engines.whoosh.pairs import Pairs
from index.engines.whoosh.postings import Postings
from index.engines.whoosh.runs import Strings, sizes_of, within
from index.engines.whoosh.schema import (
    DIGEST_BYTES,
    MOMENT_FIELDS,
    TEXT_FIELDS,
    VALUE_FIELDS,
    encode,
)
from index.engines.whoosh.segment import Segment
from index.engines.whoosh.storage import DurableStorage, checksum


class SegmentView:
    """The contents of a segment, which documents were deleted from it later aside.

    Opening it reads next to nothing; what is read is found in the file when it is asked for.
    """

    def __init__(self, storage: DurableStorage, segment: Segment) -> None:
        self.size: int = segment.doc_count_all()
        self._arrays = Arrays(storage.path(segment.filename()), segment.size, segment.checksum)

    @cached_property
    def lexicon(self) -> Lexicon:
        return Lexicon(self._arrays)

    @cached_property
    def postings(self) -> Postings:
        return Postings(self._arrays)

    @cached_property
    def pairs(self) -> Pairs:
        return Pairs(self._arrays)

    @cached_property
    def values(self) -> Mapping[str, "ValuePostings"]:
        """For each field of values."""
        return {name: ValuePostings(self._arrays, name) for name in VALUE_FIELDS}

    @cached_property
    def layout(self) -> Layout:
        return lay_out(self._lengths())

    def length_bytes(self, field: str) -> Array:
        """How long the field is in each document, as Whoosh's bytes."""
        return self._arrays[f"{field}.length_bytes"]

    def moments(self, field: str) -> Array:
        """Microseconds since 1970 for each document."""
        return self._arrays[field]

    def id_of(self, document: int) -> str:
        return self._ids.text(document)

    def owner_of(self, document: int) -> str:
        return self._owner_names.text(self._owners[document])

    def digests(self) -> Array:
        """The digest of each document, a row each."""
        return self._arrays["digests"].reshape(-1, DIGEST_BYTES)

    def batch(self, kept: Array) -> Batch:
        """The documents of which `kept` is true, as they went into the segment."""
        lengths = self._lengths()
        flat = np.repeat(kept[:, None], len(TEXT_FIELDS), axis=1).ravel()
        starts = self.layout.starts.T.ravel()[flat]
        sizes = lengths.ravel()[flat].astype(np.int64)
        places = np.repeat(starts, sizes) + within(sizes)
        folded, variants = self.pairs.tokens(int(self.layout.ends[-1]))
        tokens = self.lexicon.first_terms[folded[places]] + variants[places]
        texts = Texts(list(self.lexicon.keys()), lengths[kept], tokens.astype(np.uint32))
        return Batch(self._columns(kept), texts)

    @cached_property
    def _ids(self) -> Strings:
        return Strings(self._arrays["ids"], self._arrays["ids.starts"])

    @cached_property
    def _owners(self) -> memoryview:
        return self.values["owner"].single(self.size).data

    @cached_property
    def _owner_names(self) -> Strings:
        return self.values["owner"].names

    def _lengths(self) -> Array:
        return np.stack([self._arrays[f"{name}.lengths"] for name in TEXT_FIELDS], axis=1)

    def _columns(self, kept: Array) -> Columns:
        documents = np.flatnonzero(kept).tolist()
        columns, digests = Columns(), self.digests()
        columns.ids = [self._ids[document] for document in documents]
        columns.digests = [digests[document].tobytes() for document in documents]
        for name in VALUE_FIELDS:
            rows = self.values[name].rows(self.size)
            columns.values[name] = [rows[document] for document in documents]
        for name in MOMENT_FIELDS:
            columns.moments[name].frombytes(self.moments(name)[kept].tobytes())
        return columns


class ValuePostings:
    """The documents of each value of a field."""

    def __init__(self, arrays: Arrays, field: str) -> None:
        self.names = Strings(arrays[field], arrays[f"{field}.starts"])
        """The values, in order."""
        self.documents = arrays[f"{field}.documents"]
        """Of one value after the other."""
        self.runs = arrays[f"{field}.runs"]

    def holding(self, value: str) -> Array:
        place = self.names.find(encode(value))
        if place is None:
            return self.documents[:0]
        return self.documents[self.runs[place] : self.runs[place + 1]]

    def numbers(self) -> Array:
        """The number of the value to which each of `documents` belongs."""
        counts = sizes_of(self.runs)
        return np.repeat(np.arange(len(counts), dtype=np.int32), counts)

    def single(self, size: int) -> Array:
        """The number of each document's value, the last of several; -1 for none."""
        found = np.full(size, -1, np.int32)
        found[self.documents] = self.numbers()
        return found

    def rows(self, size: int) -> list[tuple[bytes, ...]]:
        """The values of each of `size` documents."""
        rows: list[tuple[bytes, ...]] = [()] * size
        for document, number in zip(self.documents.tolist(), self.numbers().tolist(), strict=True):
            rows[document] += (self.names[number],)
        return rows


def is_intact(storage: DurableStorage, segment: Segment) -> bool:
    """Whether the segment's file is what was written. Raises OSError where it cannot be read."""
    return checksum(storage.path(segment.filename())) == segment.checksum


class Views:
    """The segments that some snapshot in this process still uses, each opened once."""

    def __init__(self) -> None:
        self._open: WeakValueDictionary[tuple[str, str], SegmentView] = WeakValueDictionary()

    def view(self, storage: DurableStorage, segment: Segment) -> SegmentView:
        key = str(storage.folder), segment.segment_id()
        view = self._open.get(key)
        if view is None:
            view = self._open[key] = SegmentView(storage, segment)
        return view
