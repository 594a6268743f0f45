"""Which segments are searched as one group: the large ones, and the small ones.

The large ones change seldom, so that what was computed from them holds for long; each commit makes
a new small one, and what was computed from the small ones is computed again.
"""

from collections.abc import Sequence
from weakref import WeakValueDictionary

from index.engines.whoosh.generations import Head
from index.engines.whoosh.groups import Group
from index.engines.whoosh.segment import Segment
from index.engines.whoosh.segments import Views
from index.engines.whoosh.weighting import Weighting

LARGE = 1_000
"""Documents of a segment that is a large one."""

SMALL_SHARE = 8
"""What is remembered of the small ones takes this part of what the large ones may."""

Member = tuple[Group, list[Segment]]


class Groups:
    """The groups that some snapshot in this process still uses."""

    def __init__(self, weighting: Weighting, room: int) -> None:
        self.weighting = weighting
        self.views = Views()
        self._room = room
        self._open: WeakValueDictionary[tuple[str, ...], Group] = WeakValueDictionary()

    def of(self, head: Head) -> list[Member]:
        """The groups of a commit, each with its segments as the commit has them."""
        large = [one for one in head.segments if _is_large(one)]
        small = [one for one in head.segments if not _is_large(one)]
        rooms = (large, self._room), (small, self._room // SMALL_SHARE)
        return [(self._group(head, own, room), own) for own, room in rooms if own]

    def _group(self, head: Head, segments: Sequence[Segment], room: int) -> Group:
        key = str(head.folder), *(segment.segment_id() for segment in segments)
        group = self._open.get(key)
        if group is None:
            views = [self.views.view(head.storage, segment) for segment in segments]
            group = self._open[key] = Group(views, self.weighting, room)
        return group


def _is_large(segment: Segment) -> bool:
    """A small one that will not be merged soon is counted among the large ones."""
    return segment.is_lasting or segment.doc_count_all() >= LARGE
