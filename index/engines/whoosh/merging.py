"""Many small segments into fewer larger ones, a bounded piece at a time."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from index.engines.whoosh.building import MOST_DOCUMENTS, SegmentBuilder
from index.engines.whoosh.codec import BYTE_LENGTHS, Key, Segment
from index.engines.whoosh.postings import Postings
from index.engines.whoosh.schema import TEXT_FIELDS, IndexSchema
from index.engines.whoosh.segments import SegmentView
from index.engines.whoosh.storage import DurableStorage

TIER = 8
"""Segments of about one size that may stand side by side; a tier is that many times larger."""
MOST_DELETED = 0.3
"""Share of a segment's documents that may be deleted before it is rewritten."""

_Source = tuple[SegmentView, Sequence[int | None]]
"""A segment with the new number of each of its documents, None for a deleted one."""


def choose(segments: Iterable[Segment]) -> list[Segment]:
    """The segments to merge next; none if all is well."""
    tiers: dict[int, list[Segment]] = defaultdict(list)
    for segment in segments:
        if segment.deleted_count() > MOST_DELETED * segment.doc_count_all():
            return [segment]
        tiers[_tier(segment.doc_count())].append(segment)
    for _, tier in sorted(tiers.items()):
        if len(tier) >= TIER and len(chosen := _smallest(tier)) > 1:
            return chosen
    return []


def _tier(documents: int) -> int:
    """0 for fewer documents than TIER, 1 for fewer than its square, and so on."""
    tier = 0
    while documents >= TIER:
        documents //= TIER
        tier += 1
    return tier


def _smallest(tier: list[Segment]) -> list[Segment]:
    """As many of them as one piece may hold, smallest first."""
    chosen, room = [], MOST_DOCUMENTS
    for segment in sorted(tier, key=Segment.doc_count):
        room -= segment.doc_count()
        if room < 0:
            break
        chosen.append(segment)
    return chosen


def merge(
    storage: DurableStorage,
    schema: IndexSchema,
    sources: Iterable[tuple[SegmentView, frozenset[int]]],
) -> Segment:
    """A new segment of what is not deleted in the given ones."""
    builder = SegmentBuilder(storage, schema)
    try:
        numbered = [_copy_documents(view, gone, builder, schema) for view, gone in sources]
        return builder.finish(_merge_postings(numbered))
    finally:
        builder.abandon()


def _copy_documents(
    view: SegmentView, gone: frozenset[int], builder: SegmentBuilder, schema: IndexSchema
) -> _Source:
    columns = [
        (name, field.column_type, view.column(name))
        for name, field in schema.items()
        if field.column_type is not None
    ]
    lengths = [(name, found) for name in TEXT_FIELDS if (found := view.lengths(name))]
    numbers: list[int | None] = []
    for document in range(view.size):
        if document in gone:
            numbers.append(None)
            continue
        numbers.append(builder.start_document())
        for name, found in lengths:
            builder.add_length(name, BYTE_LENGTHS[found[document]])
        for name, column, values in columns:
            builder.add_value(name, column, values[document])
        builder.finish_document()
    return view, numbers


def _merge_postings(sources: Iterable[_Source]) -> Iterator[tuple[Key, Postings]]:
    streams = (_renumbered(view, numbers) for view, numbers in sources)
    by_key = itemgetter(0)
    # heapq.merge keeps the streams' order among equal keys, so that document numbers ascend.
    for key, group in groupby(heapq.merge(*streams, key=by_key), by_key):
        yield key, _joined([postings for _, postings in group])


def _renumbered(view: SegmentView, numbers: Sequence[int | None]) -> Iterator[tuple[Key, Postings]]:
    whole = None not in numbers
    for key, postings in view.postings():
        kept = postings if whole else _without_deleted(postings, numbers)
        if kept.documents:
            renumbered = [numbers[document] for document in kept.documents]
            yield key, Postings(renumbered, kept.frequencies, kept.positions)  # type: ignore[arg-type]


def _without_deleted(postings: Postings, numbers: Sequence[int | None]) -> Postings:
    places = [
        place for place, document in enumerate(postings.documents) if numbers[document] is not None
    ]
    documents = [postings.documents[place] for place in places]
    if not postings.frequencies:
        return Postings.of_values(documents)
    starts = postings.starts
    positions: list[int] = []
    for place in places:
        positions.extend(postings.positions[starts[place] : starts[place + 1]])
    return Postings(documents, [postings.frequencies[place] for place in places], positions)


def _joined(parts: list[Postings]) -> Postings:
    if len(parts) == 1:
        return parts[0]
    documents: list[int] = []
    frequencies: list[int] = []
    positions: list[int] = []
    for part in parts:
        documents.extend(part.documents)
        frequencies.extend(part.frequencies)
        positions.extend(part.positions)
    return Postings(documents, frequencies, positions)
