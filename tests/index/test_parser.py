import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.parser import MAX_READ, MAX_WORDS, parse
from index.query import And, Not, Nothing, Phrase, Query, Term, positive_leaves
from tests.index.cases import in_all_encodings

_CHI_BO = Phrase(("chi", "bộ"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("giáo dục", And((Term("giáo"), Term("dục")))),
        ("  y  ", Term("y")),
        ("12-HD/BTCTW", Phrase(("12", "HD", "BTCTW"))),
        ("10-CT/TW.", Phrase(("10", "CT", "TW"))),
        ("Quý III/2020", And((Term("Quý"), Phrase(("III", "2020"))))),
        ("“chi bộ” mới", And((Phrase(("chi", "bộ")), Term("mới")))),
        ('"chi bộ” mới', And((Phrase(("chi", "bộ")), Term("mới")))),
        ('“chi bộ" mới', And((Phrase(("chi", "bộ")), Term("mới")))),
        ('„chi bộ“ «mới đây"', And((Phrase(("chi", "bộ")), Phrase(("mới", "đây"))))),
        ("»chi bộ« mới", And((Phrase(("chi", "bộ")), Term("mới")))),
        ('"chi bộ” và "đảng viên”', And((_CHI_BO, Term("và"), Phrase(("đảng", "viên"))))),
        ("“chi «bộ» mới”", Phrase(("chi", "bộ", "mới"))),
        ("‘chi bộ’ mới", And((Phrase(("chi", "bộ")), Term("mới")))),
        ("chi -‘bộ đảng’", And((Term("chi"), Not(Phrase(("bộ", "đảng")))))),
        ("‘rock’n’roll’ hay", And((Phrase(("rock", "n", "roll")), Term("hay")))),
        ("don’t ’em", And((Term("don"), Term("t"), Term("em")))),
        ("'chi bộ'", And((Term("chi"), Term("bộ")))),
        ("O‘Neil’s", And((Term("O"), Term("Neil"), Term("s")))),
        ("‘90s ’80s", And((Term("90s"), Term("80s")))),
        ("th\u00adủy", Term("thủy")),
        ("th\u200bủy\u200b", Term("thủy")),
        ("th\u2060ủ\ufeffy th\u200dủy", Term("thủy")),
        ("12-\u200bHD/BT\x01CTW", Phrase(("12", "HD", "BTCTW"))),
        ('"y"', Term("y")),
        ("chi bộ -đảng", And((Term("chi"), Term("bộ"), Not(Term("đảng"))))),
        ('chi -"bộ đảng"', And((Term("chi"), Not(Phrase(("bộ", "đảng")))))),
        ("-đảng", Term("đảng")),
        ("Hà Nội - Huế", And((Term("Hà"), Term("Nội"), Term("Huế")))),
        ("hoà hòa HÒA", Term("hoà")),
        ('"chưa đóng', And((Term("chưa"), Term("đóng")))),
        ("???", Nothing()),
        ("", Nothing()),
        (" \t\n", Nothing()),
        ('"" -', Nothing()),
        ("\ud800\x00", Nothing()),
    ],
)
def test_what_a_reader_means(text: str, expected: Query) -> None:
    """A reader's words would be searched in another sense."""
    assert parse(text) == expected
    if not text.startswith("\ud800"):
        assert all(parse(encoded) == expected for encoded in in_all_encodings(text))


@given(st.text())
def test_no_text_raises(text: str) -> None:
    """Some text a reader types would answer with an error."""
    assert isinstance(parse(text), Query)


@given(st.text(alphabet='ab-/."“”„«»‘’ \u00ad\ud800\x00\u0300', max_size=60))
def test_no_tangle_of_signs_raises(text: str) -> None:
    """As above, where it is likeliest."""
    words = [word for leaf in positive_leaves(parse(text)) for word in _words(leaf)]
    assert all(words)


_PIECES = ["a", "-", '"', "“", "“a„", "‘’a", "\u00ad", "a\u200d"]
_PIECES += ["a-", "a\u0300", "\u0300", '-"', "a b "]


@pytest.mark.parametrize("piece", _PIECES)
def test_a_megabyte_is_cut(piece: str) -> None:
    """One request could keep the server busy for seconds."""
    text = piece * (1_000_000 // len(piece))
    assert parse(text) == parse(text[:MAX_READ])


def test_the_number_of_words_is_bounded() -> None:
    """A query of thousands of words would be searched for seconds."""
    text = " ".join(f"a{number}" for number in range(900))
    assert sum(len(_words(leaf)) for leaf in positive_leaves(parse(text))) == MAX_WORDS
    joined = "-".join(f"a{number}" for number in range(900))
    assert sum(len(_words(leaf)) for leaf in positive_leaves(parse(joined))) == MAX_WORDS


def _words(leaf: Query) -> tuple[str, ...]:
    assert isinstance(leaf, Term | Phrase)
    return leaf.words if isinstance(leaf, Phrase) else (leaf.text,)
