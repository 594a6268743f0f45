"""Which documents of a group may be seen: not deleted, and open at the moment of asking.

It is judged at each search, so that nothing has to happen when a window opens or closes.
"""

from collections.abc import Sequence

import numpy as np

from index.engines.whoosh import bits
from index.engines.whoosh.arrays import Array
from index.engines.whoosh.groups import Group
from index.engines.whoosh.segment import Segment


class Visibility:
    """Of one group, in one commit."""

    def __init__(self, group: Group, segments: Sequence[Segment]) -> None:
        self._group = group
        self.live = bits.of_mask(~np.concatenate([segment.deleted for segment in segments]))
        """The bits of what is not deleted."""
        self.count = sum(segment.doc_count() for segment in segments)
        """How many these are."""
        self._opening = max(segment.latest_opening for segment in segments)
        self._closing = min(segment.earliest_closing for segment in segments)

    def at(self, moment: int) -> Array:
        """The bits of what is visible at that moment, in microseconds."""
        if self._opening <= moment < self._closing:
            return self.live
        opened = self._group.column("visible_from") <= moment
        return self.live & bits.of_mask(opened & (self._group.column("visible_until") > moment))
