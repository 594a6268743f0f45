"""What was begun to be typed, and what goes on with it: the parts that need no index."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engine import Page
from index.suggest import Begun, Found, Proposal, ranked
from index.suggest.begun import MAX_WORDS
from index.suggest.capitals import abbreviation
from index.suggest.kinds import named_at_end
from index.suggest.neighbours import Continuing
from index.suggest.numbers import begun_number
from index.suggest.phrases import Phrase
from index.suggest.titles import shared
from index.vietnamese.fold import fold
from tests.index.plain_vocabulary import PlainVocabulary

VOCABULARY = PlainVocabulary(
    [
        *["Sinh hoạt chi bộ, sinh hoạt chi bộ thường kỳ"] * 4,
        *["Đơn vị sinh học; chỉ biết rằng vì sao"] * 2,
        *["Hướng dẫn 12-HD/BTCTW năm 2020", "Thành phố Hồ Chí Minh và thủ đô"] * 3,
        *["UBND tỉnh và HĐND tỉnh họp"] * 3,
    ]
)


def phrases(text: str) -> list[str]:
    begun = Begun(text)
    continuing = Continuing(begun.whole, begun.beginning, VOCABULARY)
    found = continuing.phrases()
    longer = [more for one in found if (more := continuing.longer(one))]
    return [begun.written(one) for one in found + longer]


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ("sinh ho", "sinh hoạt"),
        ("sinh ho", "sinh hoạt chi bộ"),
        ("sinh h", "sinh học"),
        ("sinh hoạt chi b", "sinh hoạt chi bộ"),
        ("sinh hoat ", "sinh hoạt chi bộ"),
        ("Sinh Hoat chi bo", "Sinh Hoạt chi bộ"),
        ("SINH HO", "SINH HOẠT"),
        ("don v", "đơn vị"),
        ("chỉ b", "chỉ biết"),
        ("12-HD/B", "12-HD/BTCTW"),
        ("12 hd b", "12 hd BTCTW"),
        ("nam 2", "năm 2020"),
        ("thanh pho ho chi m", "thành phố hồ chí minh"),
        ("ubn", "UBND"),
        ("ubnd t", "UBND tỉnh"),
        ("UBND ", "UBND tỉnh"),
        ("hdnd t", "HĐND tỉnh"),
        ("hđn", "HĐND"),
        ("SINH HOẠT CHI B", "SINH HOẠT CHI BỘ"),
    ],
)
def test_what_goes_on(typed: str, phrase: str) -> None:
    """A reader would have to type to the end, accents and all."""
    assert phrase in phrases(typed)


@pytest.mark.parametrize("typed", ["chị b", "sính ho", "xyz", "pho v", "sinh hoat xyz", "q", "ñ"])
def test_what_does_not_go_on(typed: str) -> None:
    """What was typed with its marks would turn into another word, or a phrase end in "và"."""
    assert phrases(typed) == []


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("ubnd", "UBND"),
        ("hđnd", "HĐND"),
        ("hdnd", "HĐND"),
        ("csgt", "CSGT"),
        ("btctw", "BTCTW"),
        ("tu", None),
        ("tp", None),
        ("km", None),
        ("kwh", None),
        ("bch", "BCH"),
        ("facebook", None),
        ("1234", None),
        ("tỉnh", None),
    ],
)
def test_abbreviations(word: str, shown: str | None) -> None:
    """Readers would be shown "ubnd tỉnh", or a word or a unit in capitals."""
    assert abbreviation(word) == shown


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("10-ct", "10-ct/tw"),
        ("010 - CT /", "10-ct/tw"),
        ("10 ct t", "10-ct/tw"),
        ("10-CT/T.Ư", "10-ct/tw"),
        ("12hd/btctw", None),  # as it is found already
        ("nghị định 87/", "87/2015/nd-cp"),
        ("nghi dinh so 87", "87/2015/nd-cp"),
        ("nghị định 8", "87/2015/nd-cp"),
        ("theo nghị định 87/2015/n", "87/2015/nd-cp"),
        ("luật 45/2019/q", "45/2019/qh14"),
        ("số 1234/bgd", "1234/bgdđt-gdtrh"),
        ("22/2015/tt-bgd", "22/2015/tt-bgdđt"),
    ],
)
def test_a_number_is_begun(typed: str, key: str | None) -> None:
    """A reader would have to know a document's number by heart, and type it to its end."""
    begun = begun_number(typed)
    assert (begun is not None) == (key is not None)
    if begun is not None and key is not None:
        assert begun.fits(fold(key))


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("10-ct", "100-ct/tw"),
        ("10-ct", "10-hd/tw"),
        ("chỉ thị 10", "10-hd/tw"),
        ("nghị quyết 87/", "87/2015/nd-cp"),
        ("10-ct/tu", "10-ct/tw"),
    ],
)
def test_another_number_is_not_meant(typed: str, key: str) -> None:
    """Another document than the one that is being typed would be proposed."""
    begun = begun_number(typed)
    assert begun is not None
    assert not begun.fits(key)


@pytest.mark.parametrize(
    "typed", ["", "10", "18 tuổi", "năm 2020", "x10-ct", "10-ct ", "1234567-ct", "5,10-ct"]
)
def test_what_is_hardly_a_number(typed: str) -> None:
    """Everything with a digit in it would be taken for the number of a document."""
    assert begun_number(typed) is None


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("nghi dinh ", "nghị định "),
        ("Nghi dinh so ", "Nghị định số "),
        ("thi hành CHI THI: ", "thi hành CHỈ THỊ: "),
        ("nghị định ", "nghị định "),
        ("nghĩ đinh ", "nghĩ đinh "),
        ("số ", "số "),
        ("nghi dinh", None),
        ("dinh ", None),
        ("İ nghi dinh ", "İ nghị định "),
    ],
)
def test_what_a_document_is_called(typed: str, shown: str | None) -> None:
    """What is proposed would lack the accents, or have those of another word."""
    named = named_at_end(typed)
    assert (named and named.text) == shown


@given(st.text(alphabet="10-/ cthdnđ.&số", max_size=70))
def test_any_beginning_of_a_number(text: str) -> None:
    """Some text nobody thought of would end in an error."""
    if begun := begun_number(text):
        assert begun.fits("10-ct/tw") in {True, False}
        begun.query()


@pytest.mark.parametrize("typed", ["", " ", "?!", "-", '"', "-chi", "😀", "OR"])
def test_nothing_was_begun(typed: str) -> None:
    """An empty search box would propose everything there is."""
    assert not Begun(typed)


@pytest.mark.parametrize(
    ("typed", "title", "starts"),
    [
        ("sinh ho", "Sinh hoạt chi bộ", True),
        ("SINH HOẠ", "Sinh hoạt chi bộ", True),
        ("hoat", "Sinh hoạt chi bộ", False),
        ("sính", "Sinh hoạt chi bộ", False),
        ("sinh ", "Sinh hoạt chi bộ", True),
        ("sin ", "Sinh hoạt chi bộ", False),
        ("sinh hoạt chi bộ mới", "Sinh hoạt chi bộ", False),
        ("“sinh", "“Sinh hoạt” chi bộ", True),
        ("hoạt", "Hoat dong", True),
        ("hoạt", "Hoat động", False),
    ],
)
def test_whether_a_title_begins_so(typed: str, title: str, starts: bool) -> None:
    """What a reader types would stand below what only holds the words."""
    assert Begun(typed).starts(title) is starts


def test_titles_share_phrases() -> None:
    """A name that many titles hold would be shown in lower case, cut, or not at all."""
    titles = [
        "Đà Nẵng mưa to",
        "Người dân Đà Nẵng nói gì",
        "Tin Đà Nẵng, mưa",
        "Sinh hoạt chi bộ 1",
        "Ngày sinh hoạt chi bộ",
    ]
    found = shared(Begun("da n"), titles, 50).values()
    assert list(found) == [Phrase("Đà Nẵng", 30)]
    kept = ranked(Begun("sinh ho"), [], Found(Page((), 0, ""), {}), dict(enumerate_(titles)), 8)
    assert kept[0] == Proposal("sinh hoạt chi bộ")


def enumerate_(titles: Sequence[str]) -> list[tuple[str, str]]:
    return [(str(number), title) for number, title in enumerate(titles)]


def test_the_order_of_proposals() -> None:
    """The likeliest would stand last, or twice."""
    titles = {
        "1": "Họp chi bộ",
        "2": "Chi bộ họp",
        "3": "CHI BỘ",
        "4": "Chi bo họp",
        "5": "Chi bộ thôn",
    }
    found = Found(
        Page((), 5, ""),
        {
            ("chi", "bộ"): Phrase("chi bộ", 9),
            ("chi", "bộ", "mới"): Phrase("chi bộ mới", 2),
            ("chi", "bộ", "cũ"): Phrase("chi bộ cũ", 5),
        },
    )
    proposals = ranked(Begun("chi bo"), ["Chi bộ trẻ"], found, titles, 6)
    assert proposals == [
        Proposal("Chi bộ trẻ"),
        Proposal("chi bộ"),
        Proposal("chi bộ cũ"),
        Proposal("chi bộ mới"),
        Proposal("Chi bộ họp", "2"),
        Proposal("Chi bộ thôn", "5"),
    ]
    assert ranked(Begun("chi bo"), ["Chi bộ trẻ"], found, titles, 1) == proposals[:1]
    assert ranked(Begun("x"), [], Found(Page((), 0, ""), {}), {}, 8) == []


@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    """Some text nobody thought of would end in an error."""
    begun = Begun(text)
    assert len(begun) <= MAX_WORDS
    if begun:
        begun.query("title")
        begun.starts(text)
        shared(begun, [text, text, "chi bộ"], 3)
        phrases(text)


@pytest.mark.parametrize("text", ["chi bo " * 600, "x" * 4_096, "12-HD/" * 700, "ộ" * 9_000])
def test_long_texts_cost_little(text: str) -> None:
    """A long text would keep a thread busy."""
    before = VOCABULARY.asked
    phrases(text)
    assert VOCABULARY.asked - before < 200
