"""One commit, open for searching. Any number of threads may search it; it never changes."""

from collections.abc import Iterator
from functools import cached_property

from index.engine import Page
from index.engines.whoosh import bits
from index.engines.whoosh.commit import Commit, Part
from index.engines.whoosh.generations import Head
from index.engines.whoosh.grouping import Groups
from index.engines.whoosh.lookups import SegmentVocabulary
from index.engines.whoosh.request import Request
from index.engines.whoosh.searching import Search
from index.engines.whoosh.segments import is_intact
from index.engines.whoosh.visibility import Visibility


class Snapshot:
    def __init__(self, head: Head, groups: Groups) -> None:
        self.head = head
        self.count: int = sum(segment.doc_count() for segment in head.segments)
        weighting = groups.weighting
        parts = [Part(group, Visibility(group, segments)) for group, segments in groups.of(head)]
        self._parts = parts
        self._commit = Commit(parts, weighting, weighting.averages(head.segments))

    def search(self, request: Request) -> Page:
        """As `Engine.search`. Raises UnknownField."""
        return Search(self._commit, request).page(self.head.name)

    @cached_property
    def vocabulary(self) -> SegmentVocabulary:
        return SegmentVocabulary([view for part in self._parts for view in part.group.views])

    def digests(self) -> Iterator[tuple[str, str]]:
        """Id and digest of every document, visible or not."""
        for part in self._parts:
            for document in bits.documents(part.visibility.live, part.group.size).tolist():
                view, own = part.group.place(document)
                yield view.id_of(own), view.digests()[own].tobytes().hex()

    def is_whole(self) -> bool:
        """Whether the files still are what was written."""
        storage = self.head.storage
        try:
            return all(is_intact(storage, segment) for segment in self.head.segments)
        except OSError:
            return False
