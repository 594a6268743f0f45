import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.highlight import ELLIPSIS, SNIPPET, highlight, snippet
from index.highlight.spans import MAX_READ
from index.parser import parse
from index.query import And, Not, Or, Phrase, Prefix, Query, Term
from tests.index import brute_force, plain_highlight
from tests.index.cases import MATCHES, in_all_encodings


@pytest.mark.parametrize(("query", "found", "missed"), MATCHES, ids=[case[0] for case in MATCHES])
def test_marks_what_matches(query: str, found: list[str], missed: list[str]) -> None:
    """A reader would not see why a result is there."""
    for typed in in_all_encodings(query):
        for text in found:
            assert all("<mark>" in highlight(one, parse(typed)) for one in in_all_encodings(text))
        for text in missed:
            words = len(re.findall(r"[\w-]+", query))
            marked = highlight(text, parse(typed))
            assert len(re.findall("<mark>", marked)) < words


def test_marks_whole_syllables_as_written() -> None:
    """Marks would cut letters from their accents."""
    for text in in_all_encodings("Bệnh viện & <b>Bệnh nhân</b>"):
        benh = text[: text.index("n") + 2]
        assert highlight(text, parse("benh")) == (
            f"<mark>{benh}</mark>{html.escape(text[len(benh) : text.rindex('B')])}"
            f"<mark>{benh}</mark>{html.escape(text[text.rindex('B') + len(benh) :])}"
        )


@pytest.mark.parametrize("typed", ["12HD/BTCTW", "12 hd/btctw", "012-HD/BTCTW", "hướng dẫn 12-HD"])
def test_numbers_are_marked_however_typed(typed: str) -> None:
    """A reader would not see where the document that they asked for is named."""
    marked = snippet("Theo Hướng dẫn số 12-HD/BTCTW và số 13-HD/BTCTW", parse(typed))
    assert ("<mark>12-HD/BTCTW</mark>" in marked) == ("BTC" in typed.upper())
    assert "<mark>13" not in marked
    assert "<mark>" not in snippet("Chỉ thị 05-CT/TƯ", parse("mới -5-CT/TW"))


def test_neighbours_share_a_mark() -> None:
    """A phrase would look like unconnected words."""
    assert highlight("Số 12-HD/BTCTW mới", parse("12-HD/BTCTW")) == (
        "Số <mark>12-HD/BTCTW</mark> mới"
    )


def test_a_phrase_is_marked_in_sequence_only() -> None:
    """Words elsewhere would look as if they had matched."""
    query = Phrase(("sinh", "hoạt"))
    assert highlight("hoạt sinh, sinh hoạt", query) == "hoạt sinh, <mark>sinh hoạt</mark>"


def test_only_what_is_asked_for_in_this_field() -> None:
    """Titles would be marked for words that were sought in the text, or not wanted at all."""
    query = And((Term("bộ", "title"), Term("chi", "body"), Not(Term("mới"))))
    assert highlight("chi bộ mới", query, "title") == "chi <mark>bộ</mark> mới"
    assert highlight("chi bộ mới", query, "body") == "<mark>chi</mark> bộ mới"


def test_what_nobody_sees_stays_inside_the_mark() -> None:
    """Half a word would be marked, or none, where the page could break it."""
    text = "Hồ th\u00adủy\u200b lợi"
    assert highlight(text, parse('"th\u200dủy lợi"')) == (
        "Hồ <mark>th\u00adủy</mark>\u200b <mark>lợi</mark>"
    )
    assert "<mark>th\u00adủy</mark>" in snippet(text, parse("thuy"))


def test_a_beginning_marks_its_syllable() -> None:
    """Suggestions would show nothing marked."""
    assert highlight("Nghị quyết", Prefix("ngh")) == "<mark>Nghị</mark> quyết"


def visible(shown: str) -> str:
    """What a reader sees of a piece of HTML."""
    return html.unescape(re.sub("</?mark>", "", shown))


BODY = "Mở đầu không liên quan. " * 40 + "Sinh hoạt\nchi bộ & cán bộ. " + "Phần kết còn dài. " * 40


def test_snippet_shows_where_most_words_are() -> None:
    """A reader would see the beginning of the text whatever was sought."""
    shown = snippet("Chi tiết. " + BODY, parse("sinh hoat chi bo"))
    assert "<mark>Sinh hoạt chi bộ</mark> &amp; cán <mark>bộ</mark>" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert 120 < len(visible(shown)) <= SNIPPET


def test_snippet_without_a_match_is_the_beginning() -> None:
    """A result found by its title alone would have an empty snippet."""
    assert snippet(BODY, parse("zzz")).startswith("Mở đầu không liên quan. Mở")
    assert snippet("Ngắn <thôi>", parse("zzz")) == "Ngắn &lt;thôi&gt;"
    assert snippet("", parse("zzz")) == ""


@given(
    st.text(alphabet="boò <&>\n\u0300.-đ", max_size=300),
    st.text(alphabet='boò đ"-', max_size=12),
    st.integers(3, 50),
)
def test_nothing_is_lost_or_let_through(text: str, query: str, length: int) -> None:
    """A text could smuggle its own tags into a page, or lose characters."""
    marked = highlight(text, parse(query))
    assert html.unescape(re.sub("</?mark>", "", marked)) == text
    shown = html.unescape(re.sub("</?mark>", "", snippet(text, parse(query), length)))
    assert len(shown) <= length
    assert shown.strip("…").split() == [] or shown.strip("…") in re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("piece", ["bò ", "b", "<", "bò", " ", "\u0300"])
def test_a_long_text_is_read_once(piece: str) -> None:
    """One long article would block every search that finds it."""
    text = piece * (1_000_000 // len(piece))
    assert len(snippet(text, parse("bo"))) < 3_000


@given(plain_highlight.texts(), brute_force.queries(), st.sampled_from(["title", "body"]))
def test_marks_what_the_plain_way_marks(text: str, query: Query, field: str) -> None:
    """Some combination nobody thought of would mark too much or too little."""
    assert highlight(text, query, field) == plain_highlight.highlight(text, query, field)


def test_snippet_prefers_more_words_to_one_phrase() -> None:
    """A long phrase would count as many words, and outweigh all the others."""
    text = "chi bộ cơ quan" + " và" * 200 + " một rồi hai"
    assert "<mark>hai</mark>" in snippet(text, parse('"chi bộ cơ quan" một hai'), 60)


def test_only_so_much_of_a_text_is_read() -> None:
    """A page of long articles would take seconds to show."""
    text = "a " * (MAX_READ // 2) + "bộ"
    assert "<mark>" not in snippet(text, parse("bo"))
    assert "<mark>bộ</mark>" in snippet(text[4:], parse("bo"))


_WORDS = st.sampled_from(
    ["bò", "bộ", "chi", "12-HD/BTCTW", "1.000.000", "&", "<b>", "đường,", "và"]
)


@given(
    st.lists(_WORDS, max_size=300).map(" ".join),
    st.sampled_from(["bo", "chi bộ", '"chi bộ"', "12-HD/BTCTW bò", "chi OR đường", "zzz"]),
    st.integers(20, SNIPPET),
)
@example("12-HD/BTCTW 12-HD/BTCTW", "12-HD/BTCTW bò", 20)
def test_a_piece_is_never_too_long_and_no_word_is_cut(text: str, query: str, length: int) -> None:
    """A list of results would jump in height, or show half a number as a whole one."""
    for encoded in in_all_encodings(text):
        shown = visible(snippet(encoded, parse(query), length))
        assert len(shown) <= length
        words = shown.removeprefix(ELLIPSIS).removesuffix(ELLIPSIS).split()
        assert f" {' '.join(words)} " in f" {encoded} " or not words
        assert (shown == encoded) == (len(encoded) <= length)


def test_snippet_prefers_neighbours_to_words_apart() -> None:
    """The passage that speaks of the thing would lose to one that has its syllables by chance."""
    apart = "sinh viên của trường thì hoạt động, cũng có chi phí của một bộ phận"
    text = f"{apart}. {'Đoạn giữa. ' * 40} Buổi sinh hoạt chi bộ. {'Đoạn cuối. ' * 40}"
    for query in ("sinh hoạt chi bộ", "sinh hoat chi bo"):
        assert "<mark>sinh hoạt chi bộ</mark>" in snippet(text, parse(query))


def test_snippet_prefers_rare_words() -> None:
    """Words that stand in every line would outweigh the name that was sought."""
    text = "và của các. " * 50 + "Gặp các ông Lò Văn. " + "và của. " * 50
    assert "Lò" in snippet(text, parse("và của Lò"), 60)


def test_snippet_marks_what_was_searched_besides() -> None:
    """A synonym would lead to articles in which nothing is marked."""
    query = Or((Term("UBND"), Phrase(("ủy", "ban", "nhân", "dân"))))
    for text in in_all_encodings("Chủ tịch Uỷ ban nhân dân tỉnh"):
        shown = snippet(text, query)
        assert visible(shown) == text
        (marked,) = re.findall("<mark>(.*?)</mark>", shown)
        assert marked.split() == text.split()[2:6]


def test_a_single_endless_word_is_cut_between_letters() -> None:
    """An accent would stand alone at the beginning of a result."""
    text = "e\u0302\u0323" * 1_000
    shown = visible(snippet(text, parse("zzz")))
    assert len(shown) <= SNIPPET
    assert shown.removesuffix(ELLIPSIS).count("\u0323") * 3 == len(shown) - 1
