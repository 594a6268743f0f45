"""Where words and pairs stand, held against looking at every word of every text."""

import random
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Document
from index.engines.whoosh import inversion, postings
from index.engines.whoosh.inversion import ESCAPE
from index.engines.whoosh.schema import TEXT_FIELDS
from index.engines.whoosh.segments import SegmentView
from tests.index.documents import document
from tests.index.engines.whoosh.corpora import documents, pairs_in, terms_of, view_of

Found = tuple[int, int, bytes, int]
"""Document, field, exact form, and how often."""


def _by_form(some: list[Document]) -> dict[bytes, Counter[tuple[int, int, bytes]]]:
    found: dict[bytes, Counter[tuple[int, int, bytes]]] = defaultdict(Counter)
    for number, one in enumerate(some):
        for field, name in enumerate(TEXT_FIELDS):
            for term in terms_of(getattr(one, name)):
                found[term.folded][number, field, term.exact] += 1
    return found


def _entries(view: SegmentView, first: int, last: int) -> list[list[Found]]:
    """Of each of the folded forms first:last, in order."""
    found = view.postings.entries(first, last)
    rows: list[list[Found]] = [[] for _ in range(first, last)]
    folded = view.postings.folded(first, last).tolist()
    for form, number, field, variant, count in zip(
        folded,
        found.documents.tolist(),
        found.fields().tolist(),
        found.variants().tolist(),
        found.frequencies().tolist(),
        strict=True,
    ):
        exact = view.lexicon.variants(form)[variant]
        rows[form - first].append((number, field, exact, int(count)))
    return rows


def _assert_postings(
    view: SegmentView, some: list[Document], ranges: list[tuple[int, int]]
) -> None:
    counted = _by_form(some)
    expected = [
        sorted((*key, n) for key, n in counted[form].items()) for form in view.lexicon.forms
    ]
    for first, last in ranges:
        found = _entries(view, first, last)
        assert [sorted(one) for one in found] == expected[first:last]
        assert all([row[0] for row in one] == sorted(row[0] for row in one) for one in found)


@settings(max_examples=50)
@given(documents())
def test_every_range_of_words_is_what_reading_finds(some: list[Document]) -> None:
    """A beginning would find documents that hold no such word, or miss some that do."""
    with tempfile.TemporaryDirectory() as name:
        view = view_of(Path(name), some)
        forms = len(view.lexicon.forms)
        ranges = [
            (first, last) for first in range(1, forms) for last in range(first + 1, forms + 1)
        ]
        _assert_postings(view, some, ranges)


def test_words_far_apart_and_of_all_frequencies(tmp_path: Path) -> None:
    """In a large segment, a word would be found beside where it stands, or as often as another."""
    rng = random.Random(3)
    words = ["bộ", "bò", "bo", "hiếm", "đá", "rất", "nhiều"]
    some = []
    for number in range(3_000):
        text = "đầy " * rng.choice([0, 1, 15, 16, 254, 255, 256])
        rare = [word for word in words if rng.random() < 1 / (200 * len(word))]
        some.append(document(str(number), body=text + " ".join(rare * rng.randint(1, 40))))
    view = view_of(tmp_path, some)
    forms = len(view.lexicon.forms)
    gaps = np.diff(view.postings.entries(*_range(view, "hiem")).documents)
    assert gaps.max() > 255
    _assert_postings(view, some, [(n, n + 1) for n in range(1, forms)] + [(1, forms), (2, 4)])


def test_more_kinds_of_entries_than_a_byte_counts(tmp_path: Path) -> None:
    """The frequency or field of the rarest would be that of another."""
    some = [
        document(str(n), "a " * n, body="a " * (2 * n), keywords="b " * (n % 7))
        for n in range(1, 2 * ESCAPE)
    ]
    view = view_of(tmp_path, some)
    _assert_postings(view, some, [(1, 2), (2, 3), (1, 3)])


@settings(max_examples=50)
@given(documents(), st.data())
def test_some_of_the_entries_are_as_they_are_among_all(
    some: list[Document], data: st.DataObject
) -> None:
    """In one field or spelling, a word would stand in the wrong documents."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(inversion, "ESCAPE", 2)  # so that most are none of the commonest
        patch.setattr(postings, "ESCAPE", 2)
        view = view_of(Path(name), some)
        forms = len(view.lexicon.forms)
        if forms == 1:
            return
        first = data.draw(st.integers(1, forms - 1))
        entries = view.postings.entries(first, data.draw(st.integers(first + 1, forms)))
        size = len(entries.documents)
        places = np.array(sorted(data.draw(st.sets(st.integers(0, size - 1)))), np.int64)
        part = entries.chosen(places)
        assert part.documents.tolist() == entries.documents[places].tolist()
        for of in ("fields", "variants", "frequencies"):
            assert getattr(part, of)().tolist() == getattr(entries, of)()[places].tolist()
        cells = part.fields() * len(some) + part.documents
        assert part.cells(len(some)).tolist() == cells.tolist()
        wanted = np.array(data.draw(st.lists(st.booleans(), min_size=20, max_size=20)))
        expected = np.flatnonzero(wanted[part.variants()])
        assert part.of_variants(wanted).tolist() == expected.tolist()


def _range(view: SegmentView, folded: str) -> tuple[int, int]:
    number = view.lexicon.find(folded.encode())
    assert number is not None
    return number, number + 1


# ------------------------------------------------------------ pairs


@settings(max_examples=50)
@given(documents())
def test_pairs_stand_where_neighbours_stand(some: list[Document]) -> None:
    """Quoted words would be found where they are apart, or in two fields."""
    counted = pairs_in(some)
    with tempfile.TemporaryDirectory() as name:
        view = view_of(Path(name), some)
        forms = list(view.lexicon.forms)
        for first in range(1, len(forms)):
            for second in range(1, len(forms)):
                expected = {
                    (one.exact, two.exact): count
                    for (one, two), count in counted.items()
                    if (one.folded, two.folded) == (forms[first], forms[second])
                }
                assert _spelled(view, first, second) == expected


def _spelled(view: SegmentView, first: int, second: int) -> dict[tuple[bytes, bytes], int]:
    found = view.pairs.spellings(first, second)
    if found is None:
        return {}
    ones, twos = view.lexicon.variants(first), view.lexicon.variants(second)
    rows = zip(found.first.tolist(), found.second.tolist(), found.counts.tolist(), strict=True)
    spelled = {(ones[one], twos[two]): count for one, two, count in rows}
    places = view.pairs.places(found.start, found.start + int(found.counts.sum()))
    assert len(set(places.tolist())) == len(places) == sum(spelled.values())
    return spelled


def test_a_pair_that_stands_very_often(tmp_path: Path) -> None:
    """The refrain of a long text would hide its other words."""
    some = [document("1", body="chi bộ " * 400 + "chi bò"), document("2", body="bộ chi " * 255)]
    view = view_of(tmp_path, some)
    chi, bo = _range(view, "chi")[0], _range(view, "bo")[0]
    assert _spelled(view, chi, bo) == {
        (b"chi", "bộ".encode()): 400 + 254,
        (b"chi", "bò".encode()): 1,
    }
    assert _spelled(view, bo, chi) == {("bộ".encode(), b"chi"): 400 + 255}
