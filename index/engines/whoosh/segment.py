"""What the table of contents holds of a segment: small, however large the segment is."""

import secrets
from typing import Any

import numpy as np
from whoosh.codec.base import Codec
from whoosh.codec.base import Segment as WhooshSegment

from index.engines.whoosh.arrays import Array

INDEX_NAME = "MAIN"
EXTENSION = ".arrays"


class Segment(WhooshSegment):  # type: ignore[misc]
    """One file of arrays, and which of its documents have been deleted since."""

    def __init__(self, codec: Codec) -> None:
        super().__init__(INDEX_NAME)
        self.segid = secrets.token_hex(8)
        self._codec = codec
        self.compound = False
        self._count = 0
        self._deleted = b""  # a bit for each document, or nothing
        self._deleted_count = 0
        self.size = 0
        """Bytes of its file."""
        self.checksum = 0
        """CRC-32 of its file."""
        self.lengths: dict[str, int] = {}
        """Syllables in each text field of all its documents."""
        self.is_lasting = False
        """Whether it came from a rebuild, and not from a change that others will follow soon."""
        self.places = 0
        """Places that its texts take."""
        self.latest_opening = self.earliest_closing = 0
        """The last moment at which one of its documents becomes visible, and the first at which one
        ceases to be."""

    def filename(self) -> str:
        return str(self.make_filename(EXTENSION))

    def codec(self) -> Codec:
        return self._codec

    def set_doc_count(self, count: int) -> None:
        self._count = count

    def doc_count_all(self) -> int:
        return self._count

    def doc_count(self) -> int:
        return self._count - self._deleted_count

    def has_deletions(self) -> bool:
        return self._deleted_count > 0

    def deleted_count(self) -> int:
        return self._deleted_count

    def deleted_docs(self) -> Any:
        return np.flatnonzero(self.deleted).tolist()

    @property
    def deleted(self) -> Array:
        """Whether each document is deleted."""
        if not self._deleted:
            return np.zeros(self._count, bool)
        packed = np.frombuffer(self._deleted, np.uint8)
        return np.unpackbits(packed, count=self._count).astype(bool)

    def is_deleted(self, document: int) -> bool:
        return bool(self._deleted) and bool(self._deleted[document >> 3] & 128 >> (document & 7))

    def delete_document(self, document: int, delete: bool = True) -> None:
        self.delete([document])

    def delete(self, documents: Any) -> None:
        deleted = self.deleted
        deleted[documents] = True
        self._deleted_count = int(np.count_nonzero(deleted))
        self._deleted = np.packbits(deleted).tobytes()
