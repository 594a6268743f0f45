"""Many small segments into fewer larger ones, a bounded piece at a time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from index.engines.whoosh.arrays import Array
from index.engines.whoosh.batch import join
from index.engines.whoosh.building import most_places, write_segment
from index.engines.whoosh.inversion import MOST_DOCUMENTS
from index.engines.whoosh.segment import Segment
from index.engines.whoosh.segments import SegmentView
from index.engines.whoosh.storage import DurableStorage

TIER = 8
"""Segments of about one size that may stand side by side; a tier is that many times larger."""
MOST_MERGED = 2_000_000
"""Places of what is merged in one piece: changes that wait for it wait a second or two, whatever
memory there is."""
MOST_DELETED = 0.3
"""Share of a segment's documents that may be deleted before it is rewritten."""


def choose(segments: Iterable[Segment], memory: int) -> list[Segment]:
    """The segments to merge next, in so many bytes of memory; none if all is well."""
    room = min(most_places(memory), MOST_MERGED)
    tiers: dict[int, list[Segment]] = defaultdict(list)
    for segment in segments:
        if segment.deleted_count() > MOST_DELETED * segment.doc_count_all():
            return [segment]
        tiers[_tier(segment.doc_count())].append(segment)
    for _, tier in sorted(tiers.items()):
        if len(tier) >= TIER and len(chosen := _smallest(tier, room)) > 1:
            return chosen
    return []


def _tier(documents: int) -> int:
    """0 for fewer documents than TIER, 1 for fewer than its square, and so on."""
    tier = 0
    while documents >= TIER:
        documents //= TIER
        tier += 1
    return tier


def _smallest(tier: list[Segment], room: int) -> list[Segment]:
    """As many of them as one piece may hold, smallest first."""
    chosen, documents = [], 0
    for segment in sorted(tier, key=lambda one: one.places):
        room -= segment.places
        documents += segment.doc_count()
        if room < 0 or documents > MOST_DOCUMENTS:
            break
        chosen.append(segment)
    return chosen


def merge(storage: DurableStorage, sources: Sequence[tuple[SegmentView, Array]]) -> Segment:
    """A new segment of those documents of the given ones that are to be kept."""
    return write_segment(storage, join([view.batch(kept) for view, kept in sources]))
