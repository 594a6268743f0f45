import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.parser import MAX_READ, MAX_WORDS, parse, read
from index.query import And, Not, Nothing, Or, Phrase, Query, Term, Value, positive_leaves
from tests.index.cases import in_all_encodings

_CHI_BO = Phrase(("chi", "bộ"))


def _terms(text: str) -> tuple[Query, ...]:
    return tuple(map(Term, text.split()))


def _number(words: str, key: str) -> Query:
    return Or((Phrase(tuple(words.split())), Value("document_numbers", key)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("giáo dục", And((Term("giáo"), Term("dục")))),
        ("  y  ", Term("y")),
        ("12-HD/BTCTW", _number("12 HD BTCTW", "12-hd/btctw")),
        ("10-CT/TW.", _number("10 CT TW", "10-ct/tw")),
        ("5 ct tw", _number("5 ct tw", "5-ct/tw")),
        ("05 – CT / TƯ", _number("05 CT TƯ", "5-ct/tw")),
        ("87/2015/nd-cp", _number("87 2015 nd cp", "87/2015/nd-cp")),
        (
            "chỉ thị 10 CT/TW về -12-HD/BTCTW",
            And(
                (
                    *_terms("chỉ thị"),
                    _number("10 CT TW", "10-ct/tw"),
                    Term("về"),
                    Not(_number("12 HD BTCTW", "12-hd/btctw")),
                )
            ),
        ),
        ('"10-CT/TW"', Phrase(("10", "CT", "TW"))),
        ("title:10-CT/TW", Phrase(("10", "CT", "TW"), "title")),
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
        ("12-\u200bHD/BT\x01CTW", _number("12 HD BTCTW", "12-hd/btctw")),
        ('"y"', Term("y")),
        ("chi bộ -đảng", And((Term("chi"), Term("bộ"), Not(Term("đảng"))))),
        ('chi -"bộ đảng"', And((Term("chi"), Not(Phrase(("bộ", "đảng")))))),
        ("-đảng", Term("đảng")),
        ("Hà Nội - Huế", And((Term("Hà"), Term("Nội"), Term("Huế")))),
        ("hoà hòa HÒA", Term("hoà")),
        ("nhân dân và nhân dân", And(_terms("nhân dân và nhân dân"))),
        ("chi bộ -đảng -Đảng", And((*_terms("chi bộ"), Not(Term("đảng"))))),
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


_TEN, _FIVE = _number("10 CT TW", "10-ct/tw"), _number("5 ct tw", "5-ct/tw")
_GIAO_DUC, _Y_TE = (And(_terms(text)) for text in ("giáo dục", "y tế"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cầu OR đường", Or(_terms("cầu đường"))),
        ("giáo dục OR y tế", Or((_GIAO_DUC, _Y_TE))),
        ("giáo dục OR y tế OR cầu", Or((_GIAO_DUC, _Y_TE, Term("cầu")))),
        ('"chi bộ" OR y tế', Or((_CHI_BO, _Y_TE))),
        ('"chi bộ" OR title:cầu mới', And((Or((_CHI_BO, Term("cầu", "title"))), Term("mới")))),
        ('mới "chi bộ" OR "y"', And((Term("mới"), Or((_CHI_BO, Term("y")))))),
        ("cầu OR đường -phà", And((Or(_terms("cầu đường")), Not(Term("phà"))))),
        ("cầu -phà OR đường", And((Or(_terms("cầu đường")), Not(Term("phà"))))),
        ("10-CT/TW OR cầu", Or((_number("10 CT TW", "10-ct/tw"), Term("cầu")))),
        ("10-CT/TW OR 5 ct tw y tế", And((Or((_TEN, _FIVE)), *_terms("y tế")))),
        ("cầu or đường", And(_terms("cầu or đường"))),
        ('cầu "OR" đường', And(_terms("cầu OR đường"))),
        ("OR", Term("OR")),
        ("OR OR", Term("OR")),
        ("OR cầu", Term("cầu")),
        ("cầu OR", Term("cầu")),
        ("cầu OR OR đường", Or(_terms("cầu đường"))),
        ("cầu OR -đường", And((Term("cầu"), Not(Term("đường"))))),
        ("cầu OR cầu", Term("cầu")),
        ("CầuOR đường", And(_terms("CầuOR đường"))),
    ],
)
def test_or(text: str, expected: Query) -> None:
    """A reader could not ask for one thing or another, or would get halves of words."""
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title:cầu", Term("cầu", "title")),
        ("Title:cầu", Term("cầu", "title")),
        ('title:"chi bộ"', Phrase(("chi", "bộ"), "title")),
        ("byline:‘Minh Anh’", Phrase(("Minh", "Anh"), "byline")),
        ("title:chi-bộ mới", And((Phrase(("chi", "bộ"), "title"), Term("mới")))),
        ("cầu -title:đường", And((Term("cầu"), Not(Term("đường", "title"))))),
        ('-byline:"PH" cầu', And((Term("cầu"), Not(Term("PH", "byline"))))),
        ("title:cầu byline:PH", And((Term("cầu", "title"), Term("PH", "byline")))),
        ("title:cầu cầu", And((Term("cầu", "title"), Term("cầu")))),
        ("title: cầu", And(_terms("title cầu"))),
        ("title:", Term("title")),
        ('cầu title:""', Term("cầu")),
        ('title:"chưa đóng', And(_terms("title chưa đóng"))),
        ("title:title:cầu", And((Term("title", "title"), Term("cầu")))),
        ("subtitle:cầu", And(_terms("subtitle cầu"))),
        ("body:cầu", And(_terms("body cầu"))),
        ("giờ:phút", And(_terms("giờ phút"))),
        ("title:OR", Term("OR", "title")),
    ],
)
def test_fields(text: str, expected: Query) -> None:
    """A reader could not look among titles or names, or a colon would spoil a search."""
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "insisted"),
    [
        ("chi bộ III/2020 10-CT/TW OR cầu", []),
        ('"chi bộ" mới', [_CHI_BO]),
        ('"y" title:cầu -"z"', [Term("y"), Term("cầu", "title")]),
    ],
)
def test_what_is_insisted_on(text: str, insisted: list[Query]) -> None:
    """Quotation marks would be forgotten where few articles hold everything."""
    assert read(text).insisted == frozenset(insisted)


@given(st.text())
def test_no_text_raises(text: str) -> None:
    """Some text a reader types would answer with an error."""
    assert isinstance(parse(text), Query)


_SIGNS = [
    "OR",
    " OR ",
    "title:",
    "byline:",
    '"',
    "‘",
    "’",
    "“",
    "-",
    " -",
    ":",
    " ",
    "a",
    "10-CT/TW",
    "5 ct",
]


@given(st.lists(st.sampled_from(_SIGNS), max_size=40).map("".join))
def test_no_tangle_of_operators_raises(text: str) -> None:
    """As above, for what asks for more than words."""
    reading = read(text)
    assert all(word for leaf in positive_leaves(reading.query) for word in _words(leaf))
    asked = [leaf for leaf in positive_leaves(reading.query) if leaf.field is not None]
    assert reading.insisted.issuperset(asked)
    assert sum(len(_words(leaf)) for leaf in positive_leaves(reading.query)) <= MAX_WORDS


@pytest.mark.parametrize("piece", [*_SIGNS, '"a OR ', 'title:"', "-title:‘", "a OR b ", "1-a/b "])
def test_four_kilobytes_of_signs_take_no_time(piece: str) -> None:
    """Someone could keep the server busy with a text that means nothing."""
    text = (piece * MAX_READ)[:MAX_READ]
    begun = time.process_time()
    parse(text)
    assert time.process_time() - begun < 0.5


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
