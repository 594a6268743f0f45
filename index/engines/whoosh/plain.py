"""Segments for Whoosh's own readers, by which plain `open_dir` answers Whoosh's own queries.

Nothing here is quick, or used by our own search.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from whoosh.codec.base import Codec, PerDocumentReader, TermsReader
from whoosh.columns import ColumnReader
from whoosh.filedb.filestore import FileStorage
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound
from whoosh.util.numeric import byte_to_length

from index.analysis import Term
from index.engines.whoosh.arrays import Array
from index.engines.whoosh.runs import within
from index.engines.whoosh.schema import MOMENT_FIELDS, TEXT_FIELDS, VALUE_FIELDS, encode
from index.engines.whoosh.segment import Segment
from index.engines.whoosh.segments import SegmentView
from index.engines.whoosh.storage import DurableStorage

SEPARATOR = b"\x1f"
"""Between the folded and the exact form; it sorts before every letter, and is in no syllable."""

Key = tuple[str, bytes]
"""A term's field and text."""


class ArrayCodec(Codec):  # type: ignore[misc]
    """Reads; segments are written by `building`."""

    def terms_reader(self, storage: FileStorage, segment: Segment) -> "PlainTerms":
        return PlainTerms(_view(storage, segment))

    def per_document_reader(self, storage: FileStorage, segment: Segment) -> "PlainDocuments":
        return PlainDocuments(_view(storage, segment), segment)


def plain_text(term: Term) -> bytes:
    """A term as Whoosh knows it."""
    return term.folded + SEPARATOR + term.exact


def _view(storage: FileStorage, segment: Segment) -> SegmentView:
    return SegmentView(DurableStorage(storage.folder), segment)


class PlainTerms(TermsReader):  # type: ignore[misc]
    """The terms of a segment, all put in order when the first is asked for."""

    def __init__(self, view: SegmentView) -> None:
        self._view = view

    def __contains__(self, term: Key) -> bool:
        return term in self._postings

    def terms(self) -> Iterator[Key]:
        return iter(self._sorted)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Key]:
        return iter(self._sorted[bisect_left(self._sorted, (fieldname, prefix)) :])

    def items(self) -> Iterator[tuple[Key, TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Key, TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        found = self._find(fieldname, text)
        lengths = [1]
        if fieldname in TEXT_FIELDS:
            lengths = self._view.length_bytes(fieldname)[found.documents].tolist()
        return TermInfo(
            weight=float(found.counts.sum()),
            df=len(found.documents),
            minlength=byte_to_length(min(lengths)),
            maxlength=byte_to_length(max(lengths)),
            maxweight=float(found.counts.max()),
            minid=int(found.documents[0]),
            maxid=int(found.documents[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        found = self._postings.get((fieldname, text))
        return 0.0 if found is None else float(found.counts.sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        found = self._postings.get((fieldname, text))
        return 0 if found is None else len(found.documents)

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        found = self._find(fieldname, text)
        places = np.split(found.places, np.cumsum(found.counts)[:-1])
        return ListMatcher(
            found.documents.tolist(),
            found.counts.astype(float).tolist(),
            [own.astype(np.uint32).tobytes() for own in places],
            format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
        )

    def indexed_field_names(self) -> list[str]:
        return [*TEXT_FIELDS, *VALUE_FIELDS]

    def close(self) -> None:
        """Nothing to do: the file is closed when nobody reads it any more."""

    def _find(self, field: str, text: bytes) -> "_Found":
        found = self._postings.get((field, text))
        if found is None:
            raise TermNotFound(f"{field}:{text!r}")
        return found

    @cached_property
    def _sorted(self) -> list[Key]:
        return sorted(self._postings)

    @cached_property
    def _postings(self) -> Mapping[Key, "_Found"]:
        return {**dict(_text_postings(self._view)), **dict(_value_postings(self._view))}


class _Found(NamedTuple):
    """Where a term stands: documents, how often in each, and all the places one after the other."""

    documents: Array
    counts: Array
    places: Array


def _text_postings(view: SegmentView) -> Iterator[tuple[Key, _Found]]:
    texts = view.batch(np.ones(view.size, bool)).texts
    names = [plain_text(term) for term in texts.terms]
    flat = texts.lengths.ravel()
    owners = np.repeat(np.arange(len(flat)), flat)  # the text of each token
    places = within(flat.astype(np.int64))
    order = np.lexsort((places, owners, texts.tokens, owners % len(TEXT_FIELDS)))
    for own in _runs(owners[order] % len(TEXT_FIELDS), texts.tokens[order]):
        at = order[own]
        documents, counts = np.unique(owners[at] // len(TEXT_FIELDS), return_counts=True)
        key = TEXT_FIELDS[owners[at[0]] % len(TEXT_FIELDS)], names[texts.tokens[at[0]]]
        yield key, _Found(documents, counts, places[at])


def _runs(*keys: Array) -> Iterator[slice]:
    """Where all the keys are equal, given in order."""
    if len(keys[0]):
        changes = np.any([np.diff(key.astype(np.int64)) != 0 for key in keys], axis=0)
        ends = [*(np.flatnonzero(changes) + 1).tolist(), len(keys[0])]
        yield from (slice(start, end) for start, end in zip([0, *ends], ends, strict=False))


def _value_postings(view: SegmentView) -> Iterator[tuple[Key, _Found]]:
    for field in VALUE_FIELDS:
        values = view.values[field]
        for number, name in enumerate(values.names):
            own = np.sort(values.documents[values.runs[number] : values.runs[number + 1]])
            yield (field, name), _Found(own, np.ones(len(own), np.int64), own[:0])


class PlainDocuments(PerDocumentReader):  # type: ignore[misc]
    def __init__(self, view: SegmentView, segment: Segment) -> None:
        self._view = view
        self._segment = segment

    def close(self) -> None:
        """Nothing to do."""

    def doc_count(self) -> int:
        return self._segment.doc_count()

    def doc_count_all(self) -> int:
        return self._segment.doc_count_all()

    def has_deletions(self) -> bool:
        return self._segment.has_deletions()

    def is_deleted(self, docnum: int) -> bool:
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> Any:
        return self._segment.deleted_docs()

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        return fieldname in _COLUMNS

    def list_columns(self) -> list[str]:
        return list(_COLUMNS)

    def column_reader(self, fieldname: str, column: Any) -> "PlainColumn":
        documents = range(self._view.size)
        if fieldname == "id":
            return PlainColumn([encode(self._view.id_of(one)) for one in documents])
        if fieldname == "digest":
            return PlainColumn([self._view.digests()[one].tobytes() for one in documents])
        return PlainColumn(self._view.moments(fieldname).tolist())

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        if fieldname not in TEXT_FIELDS:
            return default
        return int(byte_to_length(int(self._view.length_bytes(fieldname)[docnum])))

    def field_length(self, fieldname: str) -> int:
        return self._segment.lengths.get(fieldname, 0)

    def min_field_length(self, fieldname: str) -> int:
        return min(self._lengths(fieldname), default=0)

    def max_field_length(self, fieldname: str) -> int:
        return max(self._lengths(fieldname), default=0)

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        return False

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return {}

    def _lengths(self, field: str) -> list[int]:
        if field not in TEXT_FIELDS:
            return []
        return [byte_to_length(one) for one in self._view.length_bytes(field).tolist()]


class PlainColumn(ColumnReader):  # type: ignore[misc]
    def __init__(self, values: Sequence[Any]) -> None:
        self._values = values

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, docnum: int) -> Any:
        return self._values[docnum]

    def sort_key(self, docnum: int) -> Any:
        return self._values[docnum]

    def load(self) -> Sequence[Any]:
        return self._values


_COLUMNS = ("id", "digest", *MOMENT_FIELDS)
