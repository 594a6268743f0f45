"""Changing one folder's index: documents deleted and added, segments merged, then one commit."""

import contextlib
import os
from collections.abc import Collection, Iterable, Mapping

from index.document import Document
from index.engines.whoosh.building import DocumentBuilder
from index.engines.whoosh.generations import Head, commit
from index.engines.whoosh.merging import choose, merge
from index.engines.whoosh.segment import INDEX_NAME, Segment
from index.engines.whoosh.segments import SegmentView, Views


class Writer:
    """Changes on top of a commit; nobody sees them before `commit`. The folder must be locked."""

    def __init__(self, head: Head, views: Views, memory: int) -> None:
        self._head = head
        self._storage = head.storage
        self._schema = head.schema
        self._views = views
        self._memory = memory
        self._segments = list(head.segments)
        self._builder: DocumentBuilder | None = None
        self._held: dict[str, SegmentView] = {}

    def delete(self, owners: Collection[str]) -> None:
        """Deletes the owners' documents, the ones added before included."""
        self.flush()
        for segment in self._segments:
            held = self._view(segment).values["owner"]
            documents = [one for owner in owners for one in held.holding(owner).tolist()]
            if documents:
                segment.delete(documents)
        self._segments = [segment for segment in self._segments if segment.doc_count()]

    def add(self, documents: Iterable[Document]) -> None:
        for document in documents:
            if self._builder is None:
                self._builder = DocumentBuilder(self._storage, self._memory)
            self._builder.add(document)
            if self._builder.is_full:
                self.flush()

    def flush(self) -> None:
        """Writes what is held in memory as a segment."""
        if self._builder is not None:
            builder, self._builder = self._builder, None
            if len(builder):
                self._segments.append(builder.finish())

    def merge(self) -> bool:
        """One bounded piece of merging; False if there was nothing to merge."""
        chosen = choose(self._segments, self._memory)
        if not chosen:
            return False
        # In the order they stand in, which is the order of age.
        sources = [segment for segment in self._segments if segment in chosen]
        merged = merge(
            self._storage, [(self._view(segment), ~segment.deleted) for segment in sources]
        )
        for segment in chosen:
            self._segments.remove(segment)
            del self._held[segment.segment_id()]
        self._segments.append(merged)
        return True

    def commit(self, watermarks: Mapping[str, int], lasting: bool = False) -> Head:
        """`lasting` says that changes will not follow soon."""
        self.flush()
        for segment in self._segments if lasting else ():
            segment.is_lasting = True
        self._schema.watermarks = {**self._schema.watermarks, **watermarks}
        self._remove_leftovers()
        head = self._head
        return commit(head.folder, head.generation, self._schema, self._segments)

    def _view(self, segment: Segment) -> SegmentView:
        """The segment, which stays open while it belongs to this writer's index."""
        view = self._views.view(self._storage, segment)
        return self._held.setdefault(segment.segment_id(), view)

    def _remove_leftovers(self) -> None:
        """Removes what a writer that was killed left, and Whoosh's own cleaning does not know."""
        for name in os.listdir(self._storage.folder):
            if name.startswith(f"_{INDEX_NAME}_") and not name.endswith(".toc"):
                with contextlib.suppress(OSError):
                    self._storage.path(name).unlink()
