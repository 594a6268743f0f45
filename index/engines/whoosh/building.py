"""A new segment in the making: its values are written as they come, its postings at the end."""

from collections.abc import Iterable, Iterator
from typing import Any

from whoosh.columns import Column

from index.document import Document
from index.engines.whoosh.codec import INDEX_NAME, ArrayCodec, Key, Segment
from index.engines.whoosh.postings import Postings, unpack_positions
from index.engines.whoosh.schema import IndexSchema, fields_of
from index.engines.whoosh.storage import DurableStorage, OpenFiles, checksum, sync

MOST_DOCUMENTS = 2_000
"""Documents of a segment at most, so that one bounded piece of merging can rewrite any of them."""
MOST_POSTINGS = 500_000
"""Postings of new documents that are held in memory at most, the last document's aside."""

_CODEC = ArrayCodec()


class SegmentBuilder:
    """Writes one segment's files. Nothing sees them until a table of contents names the segment."""

    def __init__(self, storage: DurableStorage, schema: IndexSchema) -> None:
        self._storage = OpenFiles(str(storage.folder))
        self._schema = schema
        self._segment: Segment = _CODEC.new_segment(self._storage, INDEX_NAME)
        self._values = _CODEC.per_document_writer(self._storage, self._segment)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def start_document(self) -> int:
        """The new document's number in this segment."""
        number = self._count
        self._values.start_doc(number)
        self._count += 1
        return number

    def add_length(self, field: str, length: int) -> None:
        self._values.add_field(field, self._schema[field], None, length)

    def add_value(self, field: str, column: Column, value: Any) -> None:
        self._values.add_column_value(field, column, value)

    def finish_document(self) -> None:
        self._values.finish_doc()

    def finish(self, postings: Iterable[tuple[Key, Postings]]) -> Segment:
        """The whole segment, on the disk; `postings` come in the order of their keys."""
        segment, storage = self._segment, self._storage
        self._values.close()
        segment.set_doc_count(self._count)
        terms = _CODEC.field_writer(storage, segment)
        reader = _CODEC.per_document_reader(storage, segment)
        terms.add_postings(self._schema, reader, postings)
        reader.close()
        terms.close()
        segment.create_compound_file(storage)
        path = storage.path(segment.filename())
        segment.checksum = checksum(path)
        sync(path)
        return segment

    def abandon(self) -> None:
        """Closes the files that are open, if any; the next commit removes them."""
        self._storage.close_files()


class Inversion:
    """The postings of documents that come one after the other, in memory."""

    def __init__(self) -> None:
        self._terms: dict[Key, tuple[list[int], list[int], list[bytes]]] = {}
        self.size = 0
        """Postings held."""

    def add(self, field: str, document: int, items: list[tuple[bytes, int, float, bytes]]) -> int:
        """Adds what a field's value became; returns its length in syllables."""
        length = 0
        terms = self._terms
        for text, frequency, _, positions in items:
            key = field, text
            lists = terms.get(key)
            if lists is None:
                lists = terms[key] = ([], [], [])
            lists[0].append(document)
            lists[1].append(frequency)
            lists[2].append(positions)
            length += frequency
        self.size += len(items)
        return length

    def postings(self) -> Iterator[tuple[Key, Postings]]:
        for key in sorted(self._terms):
            documents, frequencies, positions = self._terms[key]
            joined = b"".join(positions)
            if joined:
                yield key, Postings(documents, frequencies, unpack_positions(joined))
            else:
                yield key, Postings.of_values(documents)


class DocumentBuilder:
    """A segment of new documents."""

    def __init__(self, storage: DurableStorage, schema: IndexSchema) -> None:
        self._schema = schema
        self._builder = SegmentBuilder(storage, schema)
        self._inversion = Inversion()

    @property
    def is_full(self) -> bool:
        return len(self._builder) >= MOST_DOCUMENTS or self._inversion.size >= MOST_POSTINGS

    def add(self, document: Document) -> None:
        builder, inversion = self._builder, self._inversion
        number = builder.start_document()
        for name, value in fields_of(document).items():
            field = self._schema[name]
            if field.indexed:
                length = inversion.add(name, number, field.index(value))
                if field.scorable:
                    builder.add_length(name, length)
            if field.column_type is not None:
                builder.add_value(name, field.column_type, field.to_column_value(value))
        builder.finish_document()

    def finish(self) -> Segment:
        return self._builder.finish(self._inversion.postings())

    def abandon(self) -> None:
        self._builder.abandon()
