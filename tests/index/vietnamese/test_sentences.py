import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.vietnamese.sentences import WIDTH, passage

# A text in which ‹› stand around something, and the sentence that holds it.
SENTENCES = [
    ("Câu đầu. Theo ‹10-CT/TW› thì họp. Câu cuối.", "Theo 10-CT/TW thì họp."),
    ("‹10-CT/TW›", "10-CT/TW"),
    ("Theo ‹87/2015/NĐ-CP›. Sau đó", "Theo 87/2015/NĐ-CP."),
    ("Ở TP. Hà Nội, theo ‹10-CT/TW›, có.", "Ở TP. Hà Nội, theo 10-CT/TW, có."),
    ("Đề mục\nTheo ‹10-CT/TW›\nđoạn sau", "Theo 10-CT/TW"),
    ("Ông nói: “Thế à?” Rồi ‹10-CT/TW› ra đời", "Rồi 10-CT/TW ra đời"),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_passages(text: str, expected: str) -> None:
    """A citation would show half a sentence, or the text around it."""
    start, end = text.index("‹"), text.index("›") - 1
    plain = text.replace("‹", "").replace("›", "")
    assert passage(plain, start, end) == expected


def test_long_sentences_are_cut_at_words() -> None:
    """A passage without a full stop would be the whole article."""
    text = "nghiêng " * 500
    shown = passage(text, 2_000, 2_007)
    assert len(shown) <= 2 * WIDTH + 20
    assert set(shown.strip("…").split()) == {"nghiêng"}
    assert shown.startswith("…")
    assert shown.endswith("…")


@given(st.text(st.sampled_from("aB. \n!”9…"), max_size=900), st.data())
def test_what_is_quoted_is_in_the_passage(text: str, data: st.DataObject) -> None:
    """A citation would show a sentence that does not hold the number."""
    start = data.draw(st.integers(0, len(text)))
    wanted = f"{text[:start]} 10-CT/TW {text[start:]}"
    shown = passage(wanted, start + 1, start + 9)
    assert "10-CT/TW" in shown
    assert len(shown) <= 2 * WIDTH + 20
