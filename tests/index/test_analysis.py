import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from index.analysis import exact_term, spelling, spellings_start, terms, unmarked_term
from index.vietnamese.forms import forms


def test_each_syllable_becomes_one_term() -> None:
    """A syllable that becomes none is never found: "y tế" would lose its y."""
    assert terms("Bộ Y tế") == [exact_term(forms(word)) for word in ("bộ", "y", "tế")]


def test_a_text_without_marks_says_so() -> None:
    """Marked queries would not find texts typed without accents."""
    assert terms("ban thit") == [unmarked_term(forms(word)) for word in ("ban", "thit")]


def test_what_nobody_sees_parts_no_syllable() -> None:
    """A text from a page with soft hyphens would be found by halves of its words."""
    assert terms("th\u00adủy \u200blợ\u200di") == terms("thủy lợi")


def test_a_long_word_is_cut_not_dropped() -> None:
    """An endless word would fill the vocabulary."""
    (term,) = terms("x" * 100_000)
    assert len(term) < 100
    assert terms("x" * 90_000) == [term]


@given(st.text())
def test_terms_can_be_taken_apart(text: str) -> None:
    """A syllable typed without marks would miss some of its spellings, or find others."""
    for term in terms(text):
        folded, exact = spelling(term)
        assert term.startswith(spellings_start(forms(folded)))
        assert exact is None or forms(exact).folded == folded


@given(st.text())
def test_both_encodings_become_the_same(text: str) -> None:
    """A text would be found or not by how it is encoded."""
    composed = unicodedata.normalize("NFC", text)
    assert terms(composed) == terms(unicodedata.normalize("NFD", composed))
