"""How a segment is laid out: Whoosh's codec, with the postings of a term as arrays in one piece.

An index made with it opens by plain `whoosh.index.open_dir` and answers Whoosh's own queries.
"""

import secrets
from collections.abc import Iterable, Iterator
from struct import Struct
from typing import Any

from whoosh.codec.whoosh3 import (
    LENGTHS_COLUMN,
    W3Codec,
    W3FieldWriter,
    W3PerDocReader,
    W3Segment,
    W3TermInfo,
    W3TermsReader,
)
from whoosh.filedb.filestore import Storage
from whoosh.filedb.structfile import StructFile
from whoosh.formats import Format
from whoosh.matching import ListMatcher
from whoosh.util.numeric import byte_to_length

from index.engines.whoosh.postings import Postings, pack_positions
from index.engines.whoosh.storage import MappedSegment

INDEX_NAME = "MAIN"

Key = tuple[str, bytes]
"""A term's field and text."""

_ENTRY = Struct("!ii")  # lengths of a key and of its value
_FIELD = Struct("!H")  # number of the field, in front of a key
_EXTENT = Struct("!qi")  # place and length of the postings, at the end of a value

BYTE_LENGTHS: list[int] = [byte_to_length(byte) for byte in range(256)]
"""The number of syllables that each byte of a length column stands for."""


class ArrayCodec(W3Codec):  # type: ignore[misc]
    def field_writer(self, storage: Storage, segment: "Segment") -> "FieldWriter":
        return FieldWriter(self, storage, segment)

    def per_document_reader(self, storage: Storage, segment: "Segment") -> "DocumentReader":
        return DocumentReader(storage, segment)

    def terms_reader(self, storage: Storage, segment: "Segment") -> "TermsReader":
        name = segment.make_filename(self.TERMS_EXT)
        postings = segment.open_file(storage, self.POSTS_EXT)
        return TermsReader(self, storage.open_file(name), storage.file_length(name), postings)

    def postings_reader(
        self,
        file: StructFile,
        info: W3TermInfo,
        format_: Format,
        term: Key | None = None,
        scorer: Any = None,
    ) -> ListMatcher:
        """For Whoosh's own queries."""
        postings = _read(file, info)
        documents = list(postings.documents)
        weights, values = [1.0] * len(documents), [b""] * len(documents)
        if postings.frequencies:
            weights = list(map(float, postings.frequencies))
            values = [pack_positions(postings.positions_in(document)) for document in documents]
        return ListMatcher(
            documents, weights, values, format_, scorer=scorer, term=term, terminfo=info
        )

    def new_segment(self, storage: Storage, indexname: str) -> "Segment":
        return Segment(self, indexname, segid=secrets.token_hex(8))


class Segment(W3Segment):  # type: ignore[misc]
    """What the table of contents holds of a segment; `checksum` is that of its one file."""

    checksum: int = 0

    def filename(self) -> str:
        return str(self.make_filename(self.COMPOUND_EXT))

    def open_compound_file(self, storage: Storage) -> MappedSegment:
        return MappedSegment(storage.open_file(self.filename()))

    @property
    def lengths(self) -> dict[str, int]:
        """Syllables in each text field of all its documents."""
        return dict(self._fieldlengths)


class FieldWriter(W3FieldWriter):  # type: ignore[misc]
    _written = 0  # bytes of postings

    def add_postings(
        self, schema: object, lengths: "DocumentReader", items: Iterable[tuple[Key, Postings]]
    ) -> None:
        """Writes the postings of every term, given in the order of their keys."""
        field, field_lengths = "", b""
        for (name, text), postings in items:
            if name != field:
                field, field_lengths = name, lengths.lengths(name)
            self._add_term(name, text, postings, field_lengths)

    def _add_term(self, field: str, text: bytes, postings: Postings, lengths: bytes) -> None:
        data = postings.pack()
        self._postfile.write(data)
        info = _describe(postings, lengths)
        info.set_extent(self._written, len(data))
        self._written += len(data)
        number = self._fieldmap.setdefault(field, len(self._fieldmap))
        self._tindex.add(number.to_bytes(2, "big") + text, info.to_bytes())


def _describe(postings: Postings, lengths: bytes) -> W3TermInfo:
    documents = postings.documents
    found = [lengths[document] for document in documents] if lengths else [0]
    return W3TermInfo(
        weight=len(postings.positions) or len(documents),
        df=len(documents),
        minlength=BYTE_LENGTHS[min(found)],
        maxlength=BYTE_LENGTHS[max(found)],
        maxweight=max(postings.frequencies, default=1),
        minid=documents[0],
        maxid=documents[-1],
    )


def _read(file: StructFile, info: W3TermInfo) -> Postings:
    offset, (length,) = info.extent()  # Whoosh forgets to unpack the length it has read
    return Postings.unpack(file.get(offset, length))


class TermsReader(W3TermsReader):  # type: ignore[misc]
    """The vocabulary of a segment, in order. Any number of threads may read."""

    def postings(self, info: W3TermInfo) -> Postings:
        return _read(self._postfile, info)

    def find(self, field: str, text: bytes) -> W3TermInfo | None:
        value = self._tindex.get(self._keycoder(field, text))
        return None if value is None else W3TermInfo.from_bytes(value)

    def starting(self, field: str, start: bytes) -> Iterator[tuple[bytes, W3TermInfo]]:
        """Every term of a field that begins so."""
        prefix = self._keycoder(field, start)
        for key, value in self._tindex.items_from(prefix):
            if not key.startswith(prefix):
                return
            yield self._keydecoder(key)[1], W3TermInfo.from_bytes(value)

    def everything(self) -> Iterator[tuple[Key, Postings]]:
        """Every term of every field with its postings, in the order of their keys.

        It is what merging spends its time on, so it reads Whoosh's table of terms directly.
        """
        start, end = self._tindex.startofdata, self._tindex.endofdata
        table, place = self._dbfile.get(start, end - start), 0
        while place < len(table):
            key_length, value_length = _ENTRY.unpack_from(table, place)
            field, key = place + _ENTRY.size, place + _ENTRY.size + _FIELD.size
            value = field + key_length
            (number,) = _FIELD.unpack_from(table, field)
            extent = _EXTENT.unpack_from(table, value + W3TermInfo._struct.size)
            postings = Postings.unpack(self._postfile.get(*extent))
            yield (self._fieldunmap[number], table[key:value]), postings
            place = value + value_length


class DocumentReader(W3PerDocReader):  # type: ignore[misc]
    """What a segment keeps for each document."""

    def lengths(self, field: str) -> bytes:
        """The length byte of every document; empty where no document has the field."""
        reader = self._cached_reader(f"_{field}_len", LENGTHS_COLUMN)
        return b"" if reader is None else bytes(reader)
