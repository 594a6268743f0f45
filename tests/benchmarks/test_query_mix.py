"""The mix of questions."""

import random
from collections import Counter

import pytest

from benchmarks import query_mix
from benchmarks.query_mix import Commonness, Joint, Marks, Question, Scope, Style, typed_text
from benchmarks.tokens import syllables
from index.query import And, Or, Phrase, Term
from index.vietnamese.fold import fold
from index.vietnamese.forms import forms
from tests.benchmarks.articles import some

WORDS = Question(("hòa", "bình"), Marks.ACCENTED, Commonness.COMMON)


@pytest.fixture(scope="module")
def mix() -> list[Question]:
    return query_mix.make(some())


def test_the_same_articles_make_the_same_mix(mix: list[Question]) -> None:
    """Two runs would measure different questions, and could not be compared."""
    assert mix == query_mix.make(some())
    assert mix != query_mix.make(some(), seed=2)


def test_every_kind_of_question_is_in_the_mix(mix: list[Question]) -> None:
    """A slow kind of search could hide by never being asked."""
    assert len(mix) == 300
    assert {len(question.words) for question in mix} == set(range(1, 9))
    assert {question.marks for question in mix} == set(Marks)
    assert {Commonness.COMMON, Commonness.MEDIUM} <= {question.commonness for question in mix}
    assert set(Counter(question.scope for question in mix).values()) == {300 // len(Scope)}
    assert Counter(question.style for question in mix)[Style.NEWEST] == 30


def test_what_is_asked_stands_in_an_article(mix: list[Question]) -> None:
    """Searches that find nothing are quick, and would flatter whoever is measured."""
    texts = [[word.folded for word in syllables(text)] for one in some() for text in one.texts]
    for question in mix:
        asked = {forms(word).folded for word in question.words}
        assert any(asked <= set(text) for text in texts)


def test_words_are_typed_as_their_marks_say(mix: list[Question]) -> None:
    """Accented and unaccented searches would be reported under each other's name."""
    for question in mix:
        marked = [forms(word).marked for word in question.words]
        assert not any(marked) or question.marks is not Marks.UNACCENTED
        assert question.style is not Style.PHRASE or question.marks is not Marks.MIXED


def test_a_text_is_typed_as_its_marks_say() -> None:
    """Relevance without marks would be measured on texts that have them."""
    text = 'Đảng bộ "xã Hòa Bình", 12-HD/BTCTW?'
    rng = random.Random(1)
    assert typed_text(text, Marks.ACCENTED, rng) == text
    assert typed_text(text, Marks.UNACCENTED, rng) == 'dang bo "xa hoa binh", 12-hd/btctw?'
    mixed = typed_text(text, Marks.MIXED, rng)
    assert mixed not in {text, typed_text(text, Marks.UNACCENTED, rng)}
    assert fold(mixed) == fold(text)


def test_a_question_is_one_tree_for_all_engines() -> None:
    """The engines would be asked different things."""
    terms = Term("hòa"), Term("bình")
    assert WORDS.query == And(terms)
    assert WORDS.joined_by(Joint.OR).query == Or(terms)
    phrase = Question(WORDS.words, WORDS.marks, WORDS.commonness, Style.PHRASE)
    assert phrase.joined_by(Joint.OR).query == Phrase(("hòa", "bình"))
    assert Question(("hòa",), WORDS.marks, WORDS.commonness).query == Term("hòa")


def test_filters_are_those_of_the_scope(mix: list[Question]) -> None:
    """Filtered searches would be counted among the others."""
    names = {
        Scope.EVERYTHING: set(),
        Scope.CATEGORY: {"categories"},
        Scope.DATES: {"published_at"},
        Scope.BOTH: {"categories", "published_at"},
    }
    assert all(set(question.filters) == names[question.scope] for question in mix)
