import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from index.analysis import UNKNOWN, TermNumbers
from index.vietnamese.forms import forms
from index.vietnamese.segment import SYLLABLE


def _terms(text: str) -> list[tuple[str, str]]:
    """The folded and the exact form of each syllable's term, in order."""
    numbers = TermNumbers()
    found = numbers.of(text)
    known = [(folded.decode(), exact.decode()) for folded, exact in numbers.terms]
    return [known[number] for number in found]


def test_each_syllable_becomes_one_term() -> None:
    """A syllable that becomes none is never found: "y tế" would lose its y."""
    assert _terms("Bộ Y tế") == [("bo", "bộ"), ("y", "y"), ("te", "tế")]


def test_a_text_without_marks_says_so() -> None:
    """Marked queries would not find texts typed without accents."""
    assert _terms("ban thit") == [("ban", UNKNOWN), ("thit", UNKNOWN)]


def test_what_nobody_sees_parts_no_syllable() -> None:
    """A text from a page with soft hyphens would be found by halves of its words."""
    assert _terms("th\u00adủy \u200blợ\u200di") == _terms("thủy lợi")


def test_a_long_word_is_cut_not_dropped() -> None:
    """An endless word would fill the vocabulary."""
    ((folded, _),) = _terms("x" * 100_000)
    assert len(folded) < 100
    assert _terms("x" * 90_000) == _terms("x" * 100_000)


def test_numbers_stay_from_text_to_text() -> None:
    """Terms of two documents in one segment would be taken for each other."""
    numbers = TermNumbers()
    assert numbers.of("chi bộ") == [0, 1]
    assert numbers.of("bộ mới, chi") == [1, 2, 0]
    assert [exact.decode() for _, exact in numbers.terms] == ["chi", "bộ", "mới"]


@given(st.text())
def test_every_syllable_has_its_forms(text: str) -> None:
    """A syllable typed without marks would miss some of its spellings, or find others."""
    syllables = SYLLABLE.findall(unicodedata.normalize("NFC", text))
    for syllable, (folded, exact) in zip(syllables, _terms(text), strict=True):
        assert folded == forms(syllable).folded
        assert exact in {forms(syllable).exact, UNKNOWN}


@given(st.text())
def test_both_encodings_become_the_same(text: str) -> None:
    """A text would be found or not by how it is encoded."""
    composed = unicodedata.normalize("NFC", text)
    assert _terms(composed) == _terms(unicodedata.normalize("NFD", composed))


@given(st.text(st.sampled_from("aộ \x1c\x1f\x85\u2028\u00ad\u0323.")))
def test_a_text_is_parted_where_its_syllables_are(text: str) -> None:
    """A control character in a text would part a word that readers see as one."""
    whole = SYLLABLE.findall(unicodedata.normalize("NFC", text))
    assert [folded for folded, _ in _terms(text)] == [forms(one).folded for one in whole]
