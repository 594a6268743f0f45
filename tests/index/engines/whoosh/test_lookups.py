"""What an index says of its words, held against counting them."""

import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import UNKNOWN, Term
from index.document import Document
from index.engines.whoosh.lookups import SegmentVocabulary
from tests.index.engines.whoosh.corpora import documents, pairs_in, view_of, words_in

ALL = 1_000
T = TypeVar("T")


def _shown(term: Term) -> str:
    """The spelling; in a text without marks the folded form."""
    return (term.folded if term.exact == UNKNOWN.encode() else term.exact).decode()


def _added(counts: Iterable[tuple[T, int]]) -> dict[T, int]:
    found: Counter[T] = Counter()
    for key, count in counts:
        found[key] += count
    return dict(found)


def _assert_words(vocabulary: SegmentVocabulary, words: Counter[Term], prefix: str) -> None:
    for folded in {term.folded for term in words}:
        own = _added((_shown(t), n) for t, n in words.items() if t.folded == folded)
        assert vocabulary.spellings(folded.decode()) == own
        assert vocabulary.frequency(folded.decode()) == sum(own.values())
    begun = [(t, n) for t, n in words.items() if t.folded.startswith(prefix.encode())]
    found = vocabulary.starting(prefix, ALL)
    assert dict(found) == _added((_shown(t), n) for t, n in begun)
    assert [n for _, n in found] == sorted((n for _, n in found), reverse=True)


def _assert_pairs(
    vocabulary: SegmentVocabulary, pairs: Counter[tuple[Term, Term]], prefix: str
) -> None:
    spelled = [(a, b, (_shown(a), _shown(b)), n) for (a, b), n in pairs.items()]
    for first, second in {(a.folded, b.folded) for a, b in pairs}:
        own = [(pair, n) for a, b, pair, n in spelled if (a.folded, b.folded) == (first, second)]
        assert vocabulary.pairs(first.decode(), second.decode()) == _added(own)
    for first in {a.folded for a, _ in pairs}:
        own = [
            (pair, n)
            for a, b, pair, n in spelled
            if a.folded == first and b.folded.startswith(prefix.encode())
        ]
        assert dict(vocabulary.following(first.decode(), prefix, ALL)) == _added(own)


@settings(max_examples=50)
@given(st.lists(documents(most=6), min_size=1, max_size=3), st.sampled_from(["", "b", "ho", "k"]))
def test_words_and_pairs_are_counted_over_all_segments(
    parts: list[list[Document]], prefix: str
) -> None:
    """A reader would be offered a spelling that hardly anybody uses."""
    everything = [one for part in parts for one in part]
    with tempfile.TemporaryDirectory() as folder:
        vocabulary = SegmentVocabulary([view_of(Path(folder), part) for part in parts])
        _assert_words(vocabulary, words_in(everything), prefix)
        _assert_pairs(vocabulary, pairs_in(everything), prefix)
        assert not vocabulary.spellings("nowhere")
        assert not vocabulary.pairs("nowhere", "bo")
        assert not vocabulary.following("nowhere", "", ALL)
        assert not vocabulary.starting("zz", ALL)
        assert vocabulary.frequency("nowhere") == vocabulary.frequency("") == 0
