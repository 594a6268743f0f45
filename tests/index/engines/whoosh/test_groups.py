"""More documents in one group than two bytes count: the segments of a large newsroom."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pytest

from index.document import Document
from index.engine import Order
from index.engines.whoosh import bits
from index.engines.whoosh.arrays import Array
from index.engines.whoosh.bits import Found
from index.engines.whoosh.facets import count_values
from index.engines.whoosh.groups import Group
from index.engines.whoosh.matching import Matcher
from index.engines.whoosh.ranking import best, score
from index.engines.whoosh.segments import SegmentView
from index.engines.whoosh.weighting import WEIGHTING
from index.engines.whoosh.words import Vocabulary
from index.query import AtLeast, Not, Or, Phrase, Prefix, Query, Range, Term, Value
from tests.index.documents import LONG_AGO, document
from tests.index.engines.whoosh.corpora import view_of

SEGMENT, SEGMENTS = 700, 130  # 91,000 documents
AVERAGES = (2.0, 1.0, 4.0, 1.0, 1.0)
ALL = SEGMENT * SEGMENTS


def _document(number: int) -> Document:
    words = ["họp", "chi", "bộ"] if number % 7 == 0 else ["bộ", "chi"]
    return document(
        str(number),
        f"từ{number % 50}",
        body=" ".join(words + ["bò"] * (number % 3)),
        tags=[f"t{number % 5}"] if number % 2 else [],
        published=LONG_AGO + timedelta(minutes=number),
    )


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> SegmentView:
    return view_of(tmp_path_factory.mktemp("group"), [_document(n) for n in range(SEGMENT)])


@pytest.fixture(scope="module")
def group(view: SegmentView) -> Group:
    """The same segment many times: it does not know which of them it is."""
    return Group([view] * SEGMENTS, WEIGHTING, 1 << 28)


CASES: dict[str, tuple[Query, Callable[[int], bool]]] = {
    "word": (Term("bò"), lambda n: n % 3 > 0),
    "rare word": (Term("từ7"), lambda n: n % 50 == 7),
    "beginning": (Prefix("tu4"), lambda n: n % 50 in {4, *range(40, 50)}),
    "beginning with another tone": (Prefix("tụ4"), lambda n: False),
    "value": (Value("tags", "t1"), lambda n: n % 2 > 0 and n % 5 == 1),
    "owner": (Value("owner", "article:699"), lambda n: n == 699),
    "two words": (Phrase(("chi", "bộ")), lambda n: n % 7 == 0),
    "three words": (Phrase(("họp", "chi", "bộ")), lambda n: n % 7 == 0),
    "none": (Phrase(("chi", "họp", "bộ")), lambda n: False),
    "not": (Not(Term("bò")), lambda n: n % 3 == 0),
    "moments": (
        Range("published_at", LONG_AGO + timedelta(minutes=650)),
        lambda n: n >= 650,
    ),
    "at least": (
        AtLeast((Term("họp"), Term("bò"), Term("từ7")), 2),
        lambda n: (n % 7 == 0) + (n % 3 > 0) + (n % 50 == 7) >= 2,
    ),
}


def _matching(group: Group, query: Query) -> Array:
    return Matcher(group, Vocabulary(query), AVERAGES).matching(query) & bits.every(group.size)


@pytest.mark.parametrize("name", CASES)
def test_all_segments_are_searched_and_counted(group: Group, name: str) -> None:
    """In a large newsroom, half of the articles would be found under other numbers."""
    query, holds = CASES[name]
    expected = [n for n in range(ALL) if holds(n % SEGMENT)]
    found = _matching(group, query)
    assert bits.documents(found, group.size).tolist() == expected
    assert bits.count(found) == len(expected)


@pytest.mark.parametrize(("word", "every"), [("họp", 7), ("từ7", 50)])
def test_facets_of_all_segments(group: Group, word: str, every: int) -> None:
    """The counts beside a list would be those of some other articles."""
    found = Found(_matching(group, Term(word)), group.size)
    assert found.is_few == (every == 50)  # which are counted in another way
    of_one = [n for n in range(SEGMENT) if n % every == (7 if found.is_few else 0) and n % 2]
    counted = {facet.value: facet.count for facet in count_values([(group, found)], "tags")}
    assert counted == {f"t{tag}": SEGMENTS * n for tag, n in Counter(n % 5 for n in of_one).items()}
    (year,) = count_values([(group, found)], "year")
    assert (year.value, year.count) == ("2023", SEGMENTS * SEGMENT // every)


def test_equal_documents_score_alike_in_all_segments(group: Group) -> None:
    """What was published last would come first by chance."""
    query = Or((Term("họp"), Term("bò"), Phrase(("chi", "bộ"))))
    words = Vocabulary(query).wanted
    weighed = [(group.impacts(word, AVERAGES), weight) for word, weight in words]
    scores = score(group, np.arange(ALL), weighed, None).reshape(SEGMENTS, SEGMENT)
    assert (scores == scores[0]).all()
    assert len(set(scores[0].tolist())) > 2
    found = Found(_matching(group, query), group.size)
    top = best(group, found, 10, Order.RELEVANCE, weighed, None)
    highest = np.flatnonzero(scores[0] == scores.max())
    newest = [n for n in range(ALL) if n % SEGMENT == highest[-1]]
    assert sorted(top.documents.tolist()) == newest


def test_a_document_is_found_in_its_segment(group: Group) -> None:
    """A hit would have the title of another article."""
    for place in (0, SEGMENT - 1, SEGMENT, 65_535, 65_536, ALL - 1):
        own = place % SEGMENT
        assert group.place(place)[1] == own
        for _ in range(2):  # the second time it is remembered
            assert group.names(place) == (str(own), f"article:{own}")
