"""How a segment comes to be: a batch of documents as one file of arrays."""

from collections.abc import Mapping, Sequence

import numpy as np
from whoosh.util.numeric import length_to_byte

from index.document import Document
from index.engines.whoosh.arrays import Array, write_arrays
from index.engines.whoosh.batch import Batch, BatchBuilder, Columns
from index.engines.whoosh.inversion import MOST_DOCUMENTS, MOST_PLACES, MOST_TERMS, invert, lay_out
from index.engines.whoosh.plain import ArrayCodec
from index.engines.whoosh.runs import starts_of, strings
from index.engines.whoosh.schema import DIGEST_BYTES, MOMENT_FIELDS, TEXT_FIELDS, VALUE_FIELDS
from index.engines.whoosh.segment import Segment
from index.engines.whoosh.storage import DurableStorage, sync

BYTES_A_PLACE = 40
"""Memory that building a segment takes for each place, about."""
_ROOM = 0.9


def write_segment(storage: DurableStorage, batch: Batch) -> Segment:
    """A segment of these documents, on the disk. Nothing sees it until a commit names it."""
    segment = Segment(ArrayCodec())
    lengths = batch.texts.lengths
    arrays = {**invert(batch.texts), **_lengths(lengths), **_columns(batch.columns)}
    path = storage.path(segment.filename())
    segment.checksum = write_arrays(path, arrays)
    segment.size = path.stat().st_size
    segment.set_doc_count(len(batch))
    totals = lengths.sum(axis=0, dtype=np.int64).tolist()
    segment.lengths = dict(zip(TEXT_FIELDS, totals, strict=True))
    segment.places = int(lay_out(lengths).ends[-1])
    segment.latest_opening = max(batch.columns.moments["visible_from"])
    segment.earliest_closing = min(batch.columns.moments["visible_until"])
    sync(path)
    return segment


class DocumentBuilder:
    """A segment of new documents, as many as fit into so many bytes of memory."""

    def __init__(self, storage: DurableStorage, memory: int) -> None:
        self._storage = storage
        self._most_places = most_places(memory)
        self._batch = BatchBuilder()

    def __len__(self) -> int:
        return len(self._batch)

    @property
    def is_full(self) -> bool:
        batch = self._batch
        return (
            batch.places >= self._most_places
            or batch.terms >= MOST_TERMS * _ROOM
            or len(batch) >= MOST_DOCUMENTS * _ROOM
        )

    def add(self, document: Document) -> None:
        self._batch.add(document)

    def finish(self) -> Segment:
        return write_segment(self._storage, self._batch.batch())


def most_places(memory: int) -> int:
    """The places of a segment that can be built in so many bytes."""
    return min(memory // BYTES_A_PLACE, int(MOST_PLACES * _ROOM))


def _lengths(lengths: Array) -> dict[str, Array]:
    arrays = {}
    for number, name in enumerate(TEXT_FIELDS):
        own = lengths[:, number]
        arrays[f"{name}.lengths"] = own
        arrays[f"{name}.length_bytes"] = _length_bytes(own)
    return arrays


def _length_bytes(lengths: Array) -> Array:
    """Whoosh's byte for each length."""
    different, places = np.unique(lengths, return_inverse=True)
    return np.array([length_to_byte(one) for one in different.tolist()], np.uint8)[places]


def _columns(columns: Columns) -> dict[str, Array]:
    arrays = {
        **strings("ids", columns.ids),
        "digests": np.frombuffer(b"".join(columns.digests), np.uint8),
        **{name: np.frombuffer(columns.moments[name], np.int64) for name in MOMENT_FIELDS},
    }
    assert len(arrays["digests"]) == DIGEST_BYTES * len(columns.ids)
    for name in VALUE_FIELDS:
        arrays |= _values(name, columns.values[name])
    return arrays


def _values(name: str, rows: Sequence[tuple[bytes, ...]]) -> Mapping[str, Array]:
    """The different values in order, and the documents of each."""
    different = sorted({value for row in rows for value in row})
    numbers = {value: number for number, value in enumerate(different)}
    pairs = np.array(
        [(numbers[value], document) for document, row in enumerate(rows) for value in row],
        np.int64,
    ).reshape(-1, 2)
    order = np.argsort(pairs[:, 0], kind="stable")
    counts = np.bincount(pairs[:, 0], minlength=len(different))
    return {
        **strings(name, different),
        f"{name}.documents": pairs[order, 1].astype(np.uint16),
        f"{name}.runs": starts_of(counts),
    }
