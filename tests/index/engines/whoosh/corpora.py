"""Documents with everything that may go wrong in a segment, random or made to a measure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import strategies as st

from index.analysis import Term, TermNumbers
from index.document import Document
from index.engines.whoosh.batch import BatchBuilder
from index.engines.whoosh.building import write_segment
from index.engines.whoosh.schema import TEXT_FIELDS
from index.engines.whoosh.segment import Segment
from index.engines.whoosh.segments import SegmentView
from index.engines.whoosh.storage import DurableStorage
from tests.index.documents import LONG_AGO, NOW, document

WORDS = [
    "bo",
    "bò",
    "bộ",
    "bố",
    "hòa",
    "hoà",
    "hoa",
    "đa",
    "da",
    "kỹ",
    "ki",
    "1",
    "x" * 70,
    "\ud800",
]
_word = st.sampled_from(WORDS)
_text = st.one_of(
    st.lists(_word, max_size=5),
    st.lists(_word, max_size=70),  # over several blocks of places
    st.tuples(_word, st.sampled_from([15, 16, 31, 32, 33, 300])).map(lambda few: [few[0]] * few[1]),
).map(" ".join)
_names = st.sampled_from(["", "a", "ab", "b", "ă", "\udfff", "x" * 300])
_days = st.integers(-3, 3).map(lambda days: NOW + timedelta(days=days))


@st.composite
def documents(draw: st.DrawFn, most: int = 12) -> list[Document]:
    """Documents with ids of their own, of which some share an owner."""
    return [
        document(
            f"{number}",
            draw(_text),
            owner=f"article:{draw(st.integers(0, most // 2))}",
            lead=draw(_text),
            body=draw(_text),
            byline=draw(_text),
            keywords=draw(_text),
            kind=draw(st.sampled_from(["article", "page"])),
            tags=draw(st.lists(_names, max_size=3)),
            categories=draw(st.lists(_names, max_size=2)),
            published=draw(_days),
            visible_from=draw(st.sampled_from([LONG_AGO, NOW])),
            visible_until=draw(st.none() | _days),
        )
        for number in range(draw(st.integers(1, most)))
    ]


def segment_of(folder: Path, documents: Sequence[Document]) -> tuple[DurableStorage, Segment]:
    """A segment of these documents, which no commit knows."""
    builder = BatchBuilder()
    for one in documents:
        builder.add(one)
    storage = DurableStorage(str(folder))
    return storage, write_segment(storage, builder.batch())


def view_of(folder: Path, documents: Sequence[Document]) -> SegmentView:
    return SegmentView(*segment_of(folder, documents))


def terms_of(text: str) -> list[Term]:
    numbers = TermNumbers()
    of_text = numbers.of(text)
    terms = list(numbers.terms)
    return [terms[number] for number in of_text]


def texts_of(some: Iterable[Document]) -> Iterator[list[Term]]:
    for one in some:
        for name in TEXT_FIELDS:
            yield terms_of(getattr(one, name))


def words_in(some: Iterable[Document]) -> Counter[Term]:
    """How often each term stands in all the texts."""
    found: Counter[Term] = Counter()
    for terms in texts_of(some):
        found.update(terms)
    return found


def pairs_in(some: Iterable[Document]) -> Counter[tuple[Term, Term]]:
    """How often two terms are neighbours."""
    found: Counter[tuple[Term, Term]] = Counter()
    for terms in texts_of(some):
        found.update(pairwise(terms))
    return found
