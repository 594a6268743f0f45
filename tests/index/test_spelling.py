"""What a reader may have meant: accents restored and slips mended, from a few articles."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engine import Vocabulary
from index.spelling import MAX_PROPOSALS, propose, restore
from index.spelling.edits import distance, one_edit
from index.spelling.known import MOST
from index.spelling.typed import words
from index.vietnamese.forms import forms
from index.vietnamese.usual import usual
from tests.index.plain_vocabulary import PlainVocabulary

TEXTS = [
    *["Sinh hoạt chi bộ thường kỳ của cán bộ ở đơn vị"] * 6,
    *["Bác sĩ và thầy thuốc ngành y tế khám bệnh miễn phí cho bà con"] * 6,
    *["Hợp tác xã nuôi bò, con bò cho sữa; bổ nhiệm cán bộ chi nhánh"] * 6,
    *["Nghị quyết số 18-NQ/TW và Hướng dẫn 12-HD/BTCTW năm 2020"] * 6,
    *["Trang Facebook của Sở Giáo dục và Đào tạo; Samsung, Cristiano Ronaldo"] * 6,
]


@pytest.fixture
def vocabulary() -> PlainVocabulary:
    return PlainVocabulary(TEXTS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sinh hoat chi bo", "sinh hoạt chi bộ"),
        ("can bo", "cán bộ"),
        ("con bo", "con bò"),
        ("don vi", "đơn vị"),
        ("y te", "y tế"),
        ("nghi quyet 18", "nghị quyết 18"),
        ("sinh hoạt chi bo", "sinh hoạt chi bộ"),
    ],
)
def test_accents_are_restored_by_the_neighbours(
    vocabulary: Vocabulary, typed: str, meant: str
) -> None:
    """A proposal would be a riddle without its accents, or have those of another word."""
    assert propose(typed, vocabulary)[0] == meant
    assert [usual(one) for one in restore(typed.split(), vocabulary)] == meant.split()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sinh hoatt chi bo", "sinh hoạt chi bộ"),
        ("snih hoat chi bo", "sinh hoạt chi bộ"),
        ("sinh hoạt chii bộ", "sinh hoạt chi bộ"),
        ("sinh hot chi bộ", "sinh hoạt chi bộ"),
        ("khsm bệnh miễn phí", "khám bệnh miễn phí"),
        ("sinhhoat chi bo", "sinh hoạt chi bộ"),
        ("facebok", "facebook"),
        ("afcebook", "facebook"),
        ("fcbook", None),  # two slips in a word of six letters
        ("cristinao", "cristiano"),
        ("crisstinao", "cristiano"),  # two in a long one
        ("cristianoes", None),  # another word, for its ending
    ],
)
def test_slips_of_the_fingers_are_mended(
    vocabulary: Vocabulary, typed: str, meant: str | None
) -> None:
    """One wrong letter would leave a reader with nothing."""
    proposals = propose(typed, vocabulary, nothing_found=True)
    assert (proposals[0] if proposals else None) == meant


def test_a_mended_text_without_accents_is_proposed_last(vocabulary: Vocabulary) -> None:
    """Where the accents were guessed wrong nothing would be proposed at all."""
    assert propose("sinh hoatt chi bo", vocabulary)[-1] == "sinh hoat chi bo"


def test_well_known_words_are_doubted_only_where_nothing_was_found(vocabulary: Vocabulary) -> None:
    """What was typed well would be called a mistake, or a wrong mark never be found out."""
    assert propose("sinh hoạt chi bổ", vocabulary) == []
    assert "sinh hoạt chi bộ" in propose("sinh hoạt chi bổ", vocabulary, nothing_found=True)
    assert propose("con bò", vocabulary) == []


@pytest.mark.parametrize(
    "text",
    [
        "12-HD/BTCTX",
        "18-NQ/TV",
        "12 hd/btctx",
        "2021",
        "sinh2 hoạt",
        "-hoatt",
        "-title:hoatt",
        '-"hoatt chii"',
        "a",
        "!?",
        "",
        " ",
        "😀",
        "\ud800",
        "\x00",
        "नमस्ते",
    ],
)
def test_numbers_and_what_is_excluded_stay(vocabulary: Vocabulary, text: str) -> None:
    """Another document than the one asked for would be proposed."""
    for nothing_found in (False, True):
        for proposal in propose(text, vocabulary, nothing_found=nothing_found):
            assert proposal == text.replace("sinh2 hoạt", proposal)


@pytest.mark.parametrize(
    "text",
    [
        "ok",
        "xin chào ok",
        "&amp;",
        "sinh hoạt &nbsp; chi bộ",
        "wifi",
        "covid",
        "TikTok",
        "Vinamilk",
        "bo@so.vn",
        "hoatt@toasoan.vn",
        "https://so.vn/hoatt",
        "www.hoatt.edu",
        "hoatt.com",
        "#hoatt",
        "@hoatt",
        "UBND",
        "HĐND",
        "hđnd",
        "BCH",
        "KHSM bệnh",
        "bch",
        "kpi",
        "ngoằn ngoèo",
    ],
)
@pytest.mark.parametrize("nothing_found", [False, True])
def test_what_is_hardly_a_slip_stays(
    vocabulary: Vocabulary, text: str, nothing_found: bool
) -> None:
    """A reader who typed a name or an abbreviation well would be told otherwise."""
    assert propose(text, vocabulary, nothing_found=nothing_found) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bọ y tế", None),
        ("đơn vị bộ đội", None),
        ("sinh hoạt chi bôj", "sinh hoạt chi bộ"),
        ("sinh hoạtj", "sinh hoạt"),
        ("thầy thuóc", "thầy thuốc"),
        ("hợp tác xả", "hợp tác xã"),
        ("CÁN BỘJ", "CÁN BỘ"),
    ],
)
def test_evidence_is_wanted(vocabulary: Vocabulary, typed: str, meant: str | None) -> None:
    """Readers would be told to look for what they did not mean, or a plain slip be left alone."""
    proposals = propose(typed, vocabulary, nothing_found=True)
    assert (proposals[0] if proposals else None) == meant


def test_a_runner_up_corrects_no_more_than_the_likeliest(vocabulary: Vocabulary) -> None:
    """A word that is most likely right would be changed in the second proposal."""
    assert propose("sinh hoat facebook", vocabulary, nothing_found=True)[1:] == []
    for typed in ("sinh hoatt chi bo", "bacs si va thay", "con bo cho suaa"):
        first, *others = propose(typed, vocabulary)
        for other in others:
            pairs = zip(first.split(), other.split(), strict=True)
            assert all(forms(one).folded == forms(two).folded for one, two in pairs)


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ('"sinh hoatt" chi bo  -hoatt', '"sinh hoạt" chi bộ  -hoatt'),
        ("title:hoatt sinh", "title:hoạt sinh"),
        ("hoatt OR benhh", "hoạt OR bệnh"),
        ("Sinh Hoatt CHI BO!", "Sinh Hoạt CHI BỘ!"),
        ("sinh hoatt, năm 2020", "sinh hoạt, năm 2020"),
        ("bacs sy", "bác sĩ"),
        ("Facebok 12-HD/BTCTW", "Facebook 12-HD/BTCTW"),
    ],
)
def test_all_else_stays_as_typed(vocabulary: Vocabulary, typed: str, proposed: str) -> None:
    """Quotation marks, capitals or a number would be lost on the way."""
    assert propose(typed, vocabulary)[0] == proposed


def test_what_is_typed_decomposed(vocabulary: Vocabulary) -> None:
    """A phone that writes marks apart would be misunderstood."""
    assert propose("sinh hoa\u0323t chi bôj", vocabulary)[0] == "sinh hoa\u0323t chi bộ"
    assert propose("sinh hoa\u0323t chi bo", vocabulary)[0] == "sinh hoa\u0323t chi bộ"


@given(st.text(alphabet=st.sampled_from('abohđộ 12-/":.ORtile\u0323\ud800'), max_size=60))
def test_any_text(text: str) -> None:
    """Some text nobody thought of would end in an error."""
    for nothing_found in (False, True):
        proposals = propose(text, _FIXED, nothing_found=nothing_found)
        assert len(proposals) <= MAX_PROPOSALS
        assert len(set(proposals)) == len(proposals)
        assert text not in proposals


_FIXED = PlainVocabulary(TEXTS)


@pytest.mark.parametrize("text", ["hoatt " * 800, "chi bo " * 600, "x" * 4_096, '-"' * 2_000])
def test_long_texts_cost_little(vocabulary: PlainVocabulary, text: str) -> None:
    """A long text would keep a thread busy."""
    start = perf_counter()
    propose(text, vocabulary, nothing_found=True)
    assert perf_counter() - start < 2
    assert vocabulary.asked <= MOST


def test_an_empty_vocabulary_proposes_nothing() -> None:
    """A newsroom's first day would begin with errors."""
    assert propose("sinh hoat", PlainVocabulary([]), nothing_found=True) == []
    assert restore(["sinh", "hoạt"], PlainVocabulary([])) == ["sinh", "hoạt"]
    assert restore([], PlainVocabulary([])) == []


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("hoat", "hoat", 0),
        ("hoat", "haot", 1),
        ("hoat", "hot", 1),
        ("hoat", "hoatt", 1),
        ("hoat", "hoac", 1),
        ("hoat", "hac", 2),
        ("abcdef", "ghi", 3),
        ("", "ab", 2),
    ],
)
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    """A word would be taken for another that is nothing like it."""
    assert distance(one, other, 2) == distance(other, one, 2) == slips
    if slips == 1:
        assert other in {word for word, _ in one_edit(one)}


@given(st.text("abc", max_size=5))
def test_one_edit_is_one_slip(word: str) -> None:
    """As above."""
    assert {distance(word, other, 2) for other, _ in one_edit(word)} <= {0, 1}


def test_places_of_words() -> None:
    """A correction would land in the middle of another word."""
    text = 'x "Chi bộ" -không title:họp 12-HD/BTC OR 5 ct tw'
    found = list(words(text))
    assert [text[one.start : one.end] for one in found] == [one.text for one in found]
    assert [one.text for one in found if not one.fixed] == ["x", "Chi", "bộ", "họp"]
    assert [one.text for one in found if one.fixed] == ["12", "HD", "BTC", "5", "ct", "tw"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("vị", "vị"),
        ("sỹ", "sĩ"),
        ("ty", "ty"),
        ("kĩ", "kỹ"),
        ("tí", "tí"),
        ("mì", "mì"),
        ("vi", "vi"),
        ("hi", "hy"),
        ("quí", "quý"),
        ("thúy", "thúy"),
        ("tay", "tay"),
    ],
)
def test_i_and_y_are_shown_as_newspapers_write_them(typed: str, shown: str) -> None:
    """Readers would be shown "đơn vỵ"."""
    assert usual(forms(typed).exact) == shown
