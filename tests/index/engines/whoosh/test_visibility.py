"""Which documents may be seen at a moment, held against looking at each of them."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Document
from index.engines.whoosh import bits
from index.engines.whoosh.groups import Group
from index.engines.whoosh.schema import micros
from index.engines.whoosh.segments import SegmentView
from index.engines.whoosh.visibility import Visibility
from index.engines.whoosh.weighting import WEIGHTING
from tests.index.documents import NOW, document
from tests.index.engines.whoosh.corpora import segment_of

INSTANT = timedelta(microseconds=1)
_moments = st.sampled_from([NOW + days * timedelta(days=1) for days in range(-2, 3)])
_windows = st.tuples(_moments, st.none() | _moments, st.booleans())


def _documents(windows: list[tuple[datetime, datetime | None, bool]]) -> list[Document]:
    return [
        document(str(n), visible_from=start, visible_until=end)
        for n, (start, end, _) in enumerate(windows)
    ]


def _open(one: Document, moment: datetime) -> bool:
    end = one.visible_until
    return one.visible_from <= moment and (end is None or moment < end)


@settings(max_examples=80)
@given(st.lists(st.lists(_windows, min_size=1, max_size=9), min_size=1, max_size=3), _moments)
def test_only_what_is_open_and_not_deleted_is_seen(
    parts: list[list[tuple[datetime, datetime | None, bool]]], now: datetime
) -> None:
    """A text under embargo would be found, or a withdrawn one stay."""
    with tempfile.TemporaryDirectory() as name:
        segments, views = [], []
        for windows in parts:
            storage, segment = segment_of(Path(name), _documents(windows))
            segment.delete([n for n, (_, _, deleted) in enumerate(windows) if deleted])
            segments.append(segment)
            views.append(SegmentView(storage, segment))
        group = Group(views, WEIGHTING, 1 << 20)
        visibility = Visibility(group, segments)
        everything = [
            (one, window[2])
            for windows in parts
            for one, window in zip(_documents(windows), windows, strict=True)
        ]
        assert visibility.count == sum(not deleted for _, deleted in everything)
        for moment in (now, now - INSTANT, now + INSTANT, NOW - timedelta(days=999)):
            seen = bits.documents(visibility.at(micros(moment)), group.size)
            assert seen.tolist() == [
                place
                for place, (one, deleted) in enumerate(everything)
                if not deleted and _open(one, moment)
            ]
