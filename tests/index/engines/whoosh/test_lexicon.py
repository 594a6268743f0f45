"""The vocabulary of a segment, held against counting the words."""

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import Term
from index.document import Document
from index.engines.whoosh.lexicon import END, Lexicon
from tests.index.documents import document
from tests.index.engines.whoosh.corpora import documents, view_of, words_in


def _assert_counts(lexicon: Lexicon, counts: Counter[Term]) -> None:
    folded = sorted({term.folded for term in counts})
    assert list(lexicon.forms) == [b"", *folded]
    assert set(lexicon.keys()) == {END, *counts}
    assert len(lexicon) == len(counts) + 1
    for number, form in enumerate(folded, start=1):
        assert lexicon.find(form) == number
        first, last = lexicon.terms(number)
        own = {exact: counts[Term(form, exact)] for exact in lexicon.variants(number)}
        assert lexicon.counts[first:last].tolist() == list(own.values())
        assert list(own.values()) == sorted(own.values(), reverse=True)
        assert [lexicon.variant(number, n) for n in range(last - first)] == list(own)
    for first in range(1, len(folded) + 1):
        totals = [sum(counts[t] for t in counts if t.folded == form) for form in folded]
        for last in range(first, len(folded) + 2):
            assert lexicon.frequencies(first, last).tolist() == totals[first - 1 : last - 1]


@settings(max_examples=50)
@given(documents(), st.sampled_from([b"", b"b", b"bo", b"h", b"k", b"x" * 70, b"zz", b"\xed"]))
def test_words_are_there_as_often_as_they_stand(some: list[Document], prefix: bytes) -> None:
    """Words would be missing, or what a reader begins to type be completed by rare ones."""
    counts = words_in(some)
    with tempfile.TemporaryDirectory() as name:
        lexicon = view_of(Path(name), some).lexicon
        _assert_counts(lexicon, counts)
        first, last = lexicon.starting(prefix)
        expected = sorted({t.folded for t in counts if t.folded.startswith(prefix)})
        assert [lexicon.forms[number] for number in range(first, last)] == expected
        assert lexicon.find(b"") is lexicon.find(b"zzz") is None


@pytest.mark.parametrize("variants", [1, 15, 16, 17, 254, 255, 256, 257, 700])
def test_a_form_of_very_many_spellings(tmp_path: Path, variants: int) -> None:
    """With one spelling more than a byte counts, a word would be found as another one."""
    marks = [chr(0x300 + n) for n in range(26)]  # no letter of ours has two of most of these
    spellings = [f"q{a}z{b}" for a in ["", *marks] for b in ["", *marks]][:variants]
    some = [document(str(n), body=f"đầu {one}") for n, one in enumerate(spellings)]
    counts = words_in(some)
    view = view_of(tmp_path, some)
    number = view.lexicon.find(b"qz")
    assert number is not None
    own = view.lexicon.variants(number)
    assert len(own) == len({t for t in counts if t.folded == b"qz"}) == variants
    found = view.postings.entries(number, number + 1)
    assert found.documents.tolist() == list(range(len(spellings)))
    for document_, variant in enumerate(found.variants().tolist()):
        assert words_in(some[document_ : document_ + 1])[Term(b"qz", own[variant])] == 1
