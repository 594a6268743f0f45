"""What a slip costs, and what is left where an input method missed some keys."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.spelling import slips
from index.spelling.edits import one_edit
from index.spelling.leftover import finished
from index.vietnamese.syllable import is_syllable
from tests.index.vietnamese.every_syllable import SYLLABLES


@pytest.mark.parametrize(
    ("typed", "meant", "cost"),
    [
        ("haot", "hoat", slips.SWAPPED),
        ("hoatt", "hoat", slips.DOUBLED),
        ("hhoat", "hoat", slips.DOUBLED),
        ("hat", "hoat", slips.DROPPED),
        ("hoa", "hoat", slips.DROPPED),
        ("facebok", "facebook", slips.DROPPED),
        ("hoar", "hoat", slips.NEIGHBOUR),
        ("hoaty", "hoat", slips.NEIGHBOUR),
        ("gacebook", "facebook", slips.NEIGHBOUR),
        ("hoap", "hoat", slips.OTHER),
        ("hoapt", "hoat", slips.OTHER),
        ("edward", "edwards", slips.OTHER),  # both are names
        ("edwards", "edward", slips.OTHER),
        ("facebookk", "facebook", slips.DOUBLED),
    ],
)
def test_likely_slips_cost_less(typed: str, meant: str, cost: float) -> None:
    """A word that is right would be taken for another, as if every letter were mistyped alike."""
    assert slips.cost(typed, meant) == cost


@given(st.text("hoatn", min_size=1, max_size=6))
def test_every_slip_has_a_cost(word: str) -> None:
    """Some word nobody thought of would end in an error."""
    for typed, _ in one_edit(word):
        if typed != word:
            assert slips.SWAPPED <= slips.cost(typed, word) <= slips.OTHER


def test_keys_are_beside_each_other_both_ways() -> None:
    """One order of two keys would be a slip, and the other none."""
    assert slips.BESIDE["g"] == "fhtyvb"
    for key, others in slips.BESIDE.items():
        assert all(key in slips.BESIDE[one] for one in others)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ngươif", "người"),
        ("hoạtj", "hoạt"),
        ("bôj", "bộ"),
        ("nguơì", "người"),
        ("đuợc", "được"),
        ("ĐƯỢCJ", "được"),
        ("booj", "bộ"),
        ("hoat", None),
        ("café", None),
        ("đg", None),
        ("x" * 13, None),
        ("", None),
    ],
)
def test_keys_that_the_input_method_missed(typed: str, meant: str | None) -> None:
    """A reader who types faster than the input method would find nothing."""
    assert finished(typed) == meant
    assert finished(unicodedata.normalize("NFD", typed)) == meant


@given(st.sampled_from(SYLLABLES))
def test_a_whole_syllable_is_not_finished(syllable: str) -> None:
    """What is right would be turned into something else."""
    assert finished(syllable) is None


@given(st.text(alphabet="oôơoưuđdjfwsx\u0301\u0302\u031b", max_size=14))
def test_any_word_can_be_finished(word: str) -> None:
    """Some word nobody thought of would end in an error."""
    assert finished(word) is None or is_syllable(finished(word) or "")
