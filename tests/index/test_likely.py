"""How words without marks are likely spelled, held against all ways of spelling a text."""

from itertools import pairwise, product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.parser import parse
from index.query import And, Or, Phrase, Query, Term
from index.spelling.known import Known
from index.spelling.likely import SHARE, alone, likely, spelled
from index.vietnamese.forms import Forms, forms
from tests.index.plain_vocabulary import PlainVocabulary

TEXTS = [
    *["sinh hoạt chi bộ của cán bộ", "con bò cho sữa", "bổ nhiệm chị Hoa"] * 5,
    *["bộ đội đã qua cầu", "bờ đá", "da bò"] * 2,
]
WORDS = ["bo", "chi", "da", "hoat", "bò", "con", "cua", "xyz", "18"]


@pytest.fixture
def vocabulary() -> PlainVocabulary:
    return PlainVocabulary(TEXTS)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("chi bo", [("chi",), ("bộ",)]),
        ("con bo", [("con",), ("bò",)]),
        ("cán bo", [(), ("bộ",)]),
        ("bo da", [("bờ",), ("đá",)]),
    ],
)
def test_neighbours_tell(
    vocabulary: PlainVocabulary, typed: str, expected: list[tuple[str, ...]]
) -> None:
    """Typed without marks, articles about other words would stand above those that are meant."""
    assert likely(typed.split(), vocabulary) == expected


def test_nothing_tells_about_a_word_alone(vocabulary: PlainVocabulary) -> None:
    """Of "bo" alone the commonest word would be shown as what was meant."""
    assert likely(["bo"], vocabulary) == [()]
    assert likely([], vocabulary) == []


@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=6))
def test_all_ways_are_added_up(words: list[str]) -> None:
    """A word that may well be one of two would be taken for one, at random."""
    vocabulary = PlainVocabulary(TEXTS)
    for word, found, chances in zip(
        words, likely(words, vocabulary), _chances(words, vocabulary), strict=True
    ):
        if forms(word).marked:
            assert found == ()
            continue
        highest = max(chances.values())
        for exact, chance in chances.items():
            if abs(chance / highest - SHARE) > 1e-9:
                assert (exact in found) == (chance / highest > SHARE)


def _chances(words: list[str], vocabulary: PlainVocabulary) -> list[dict[str, float]]:
    known, typed = Known(vocabulary), [forms(word) for word in words]
    chances: list[dict[str, float]] = [{} for _ in words]
    for way in product(*(_spellings(one, known) for one in typed)):
        steps = prod(_step(left, right, known) for left, right in pairwise(way))
        for own, one in zip(chances, way, strict=True):
            own[one.exact] = own.get(one.exact, 0.0) + alone(way[0], known) * steps
    return chances


def _spellings(typed: Forms, known: Known) -> list[Forms]:
    if typed.marked:
        return [typed]
    return [Forms(exact, typed.folded) for exact in known.spellings(typed.folded)] or [typed]


def _step(left: Forms, right: Forms, known: Known) -> float:
    return known.together(left, right) / (known.documents(left) + 1) + alone(right, known)


@given(st.lists(st.text(max_size=8), max_size=80))
def test_whatever_is_typed(words: list[str]) -> None:
    """A search would fail on some text."""
    found = likely(words, PlainVocabulary(TEXTS))
    assert len(found) == len(words)
    for word, own in zip(words, found, strict=True):
        assert all(forms(exact).folded == forms(word).folded for exact in own)


def test_what_is_spelled_matches_what_it_did(vocabulary: PlainVocabulary) -> None:
    """Quotations and excluded words would lose their meaning, or words be mixed up."""
    query = parse('chi bo "con bo" -da title:bo con bo OR da bo')
    found = spelled(query, vocabulary)
    assert _bare(found) == query
    assert isinstance(found, And)
    assert found.children[:2] == (Term("chi", likely=("chi",)), Term("bo", likely=("bộ",)))
    assert Phrase(("con", "bo")) in found.children
    assert spelled(Term("bo"), vocabulary) == Term("bo")


def _bare(query: Query) -> Query:
    if isinstance(query, And | Or):
        return type(query)(tuple(map(_bare, query.children)))
    return Term(query.text, query.field) if isinstance(query, Term) else query
