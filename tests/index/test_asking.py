"""What is searched for a reader's text, and what is said about it, on a real index."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.asking import MAX_DOUBTED, Answer, Asking
from index.document import Document
from index.engine import ENOUGH, Engine, Order
from index.meaning import ENOUGH_WORDS, Typing, meanings
from index.opening import open_engine
from index.parser import parse, written
from index.query import AtLeast, Not, Value, positive_leaves
from index.synonyms import Synonyms
from tests.index.documents import NOW, document, start

SYNONYMS = Synonyms(
    [
        (("UBND", "ủy ban nhân dân"), None),
        (("HĐND", "hội đồng nhân dân"), None),
        (("xe ôm",), "xe máy chở khách"),
        (("TP.HCM",), "thành phố Hồ Chí Minh"),
    ]
)
LATER = NOW.replace(year=NOW.year + 1)


def _documents() -> Iterator[Document]:
    texts = {
        "chi": "Sinh hoạt chi bộ ở bản vùng cao",
        "hè": "Sinh hoạt hè của thiếu nhi",
        "ubnd": "UBND tỉnh làm đường",
        "uy": "Ủy ban nhân dân tỉnh họp phiên thường kỳ",
        "hội": "Hội đồng nhân dân huyện giám sát",
        "xe": "Xe máy chở khách phải đăng ký",
        "cổ": "Tin viet khong dau ve lang nghe",
        "từ": "Từ hôm qua, từ hôm nay",
    }
    for number, (name, title) in enumerate(texts.items()):
        categories = [str(number % 2)]
        yield document(name, title, categories=categories, byline="PH")
    yield document("mật", "Quyết định tuyệt mật quyqueo", visible_from=LATER)
    yield replace(document("số", "Chỉ thị 05-CT/TW"), document_numbers=("5-ct/tw",))
    yield replace(document("nguồn", "Bài khác"), document_numbers=("18-nq/tw",))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    opened = open_engine(f"whoosh:{tmp_path_factory.mktemp('asking') / 'index'}")
    start(opened, *_documents())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def asking(engine: Engine) -> Asking:
    return Asking(engine, SYNONYMS, NOW)


def found(answer: Answer) -> list[str]:
    """What holds every word; what holds some of them only."""
    return [hit.id for hit in answer.page.hits[: answer.page.complete]]


def partly(answer: Answer) -> list[str]:
    return [hit.id for hit in answer.page.hits[answer.page.complete :]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sinh hoat chi bo", ["chi"]),
        ("sinh hoạt", ["chi", "hè"]),
        ('"chi bộ ở bản"', ["chi"]),
        ("sinh hoạt -hè", ["chi"]),
        ("thiếu OR giám", ["hè", "hội"]),
        ("thiếu nhi OR huyện giám", ["hè", "hội"]),
        ("title:đường", ["ubnd"]),
        ("byline:đường", []),
        ("byline:PH thường kỳ", ["uy"]),
        ("5 ct/tw", ["số"]),
        ("05 - CT/TƯ", ["số"]),
        ("18-NQ/TƯ", ["nguồn"]),
        ("UBND tỉnh", ["ubnd", "uy"]),
        ("uỷ ban nhân dân", ["ubnd", "uy"]),
        ("uy ban nhan dan", ["ubnd", "uy"]),
        ("tỉnh -ubnd", []),
        ("xe ôm", ["xe"]),
        ("xe máy chở khách", ["xe"]),
        ("quyqueo", []),
        ("???", []),
    ],
)
def test_what_holds_every_word(asking: Asking, text: str, expected: list[str]) -> None:
    """A reader would find other articles than asked for."""
    answer = asking.ask(text)
    assert sorted(found(answer)) == expected


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("sinh hoatj chi booj", "sinh hoạt chi bộ"),
        ("sinh hoat5 chi bo65", "sinh hoạt chi bộ"),
        ("  sinh  hoatj  ", "sinh hoạt"),
        ('"sinh hoatj" -hef', '"sinh hoạt" -hè'),
        ("thieeus OR booj", "thiếu OR bộ"),
        ("giams sats", "giám sát"),
    ],
)
def test_raw_typing_is_understood(asking: Asking, text: str, understood: str) -> None:
    """A reader whose input method is off would find nothing, or not know what was searched."""
    answer = asking.ask(text)
    assert answer.page.complete > 0
    alike = asking.ask(understood)
    assert found(answer) == found(alike)
    assert answer.interpreted_as == answer.text == understood
    assert answer.meant.typing is not Typing.AS_TYPED
    assert asking.did_you_mean(answer) is None


def test_raw_typing_is_tried_only_where_nothing_holds_every_word(asking: Asking) -> None:
    """Words of other languages would be turned into Vietnamese that nobody asked for."""
    for text in ("viet khong dau", "tin viet", "los xes quyqueo"):
        answer = asking.ask(text)
        assert answer.meant.text == text


def test_partial_matches_follow(asking: Asking) -> None:
    """A question of many words would find nothing, where two keywords find much."""
    answer = asking.ask("chi bộ ở bản sinh hoạt thế nào cho hay")
    assert answer.page.complete == 0
    assert partly(answer)[0] == "chi"
    assert answer.interpreted_as == "chi bộ ở bản sinh hoạt thế nào cho hay"
    answer = asking.ask("sinh hoạt bộ")
    assert (found(answer), partly(answer)) == (["chi"], ["hè"])
    assert answer.page.total == 2
    assert partly(asking.ask("hè quyqueo")) == ["hè"]
    assert partly(asking.ask("sinh hoạt quyqueo xa lạ")) == []


def test_a_long_text_is_ranked_by_what_articles_hold(tmp_path: Path) -> None:
    """Long articles that hold its common words by chance would bury the one that it is about, and
    a text of a few words would not find first what holds them all."""
    words = ["chi", "bộ", "bản", "Pá", "Lầu", "sinh", "hoạt", "ngoài", "trời"]
    noise = "lời khác nữa ".join(f"{word} " for word in reversed(words))
    engine = open_engine(f"whoosh:{tmp_path / 'index'}")
    texts = {f"long {n}": f"{noise} {'và nhiều lời ' * 400}" for n in range(ENOUGH)}
    texts["about"] = "Chi bộ bản Pá Lầu sinh hoạt dưới tán cây"
    texts |= {str(n): "Tin khác trong ngày" for n in range(2 * ENOUGH)}
    start(engine, *(document(name, body=text) for name, text in texts.items()))
    asking = Asking(engine, SYNONYMS, NOW)
    for text in (" ".join(words), "chi bo ban Pa Lau sinh hoat ngoai troi"):
        answer = asking.ask(text)
        assert answer.page.hits[0].id == "about"
        assert (answer.page.complete, answer.page.total) == (ENOUGH, ENOUGH + 1)
        assert asking.ask(text, order=Order.NEWEST).page.total == ENOUGH
    assert "about" not in found(asking.ask("bản Pá Lầu ngoài trời"))
    engine.close()


def test_what_is_insisted_on_is_never_let_go(asking: Asking) -> None:
    """Quotation marks would be ignored as soon as few articles hold everything."""
    assert partly(asking.ask('"chi bộ" sinh hoạt quyqueo')) == ["chi"]
    assert partly(asking.ask('"chi hoạt" sinh hoạt bộ')) == []
    assert partly(asking.ask("title:thiếu sinh hoạt bộ")) == ["hè"]
    assert partly(asking.ask("sinh hoạt xa -hè")) == ["chi"]
    assert asking.ask('"sinh hoạt" "quyqueo"').page.total == 0
    assert asking.ask('"UBND" tỉnh xa').page.total == 2


@given(
    st.lists(
        st.sampled_from(["a", "b", '"c d"', "title:e", "-f", "OR", "UBND", "5-ct/tw", "III/2020"])
    )
)
def test_partial_matches_let_go_of_plain_words_only(words: list[str]) -> None:
    """As above, for whatever is typed."""
    text = " ".join(words)
    meaning = next(meanings(text, SYNONYMS))
    if meaning.partial is None:
        return
    asked = set(positive_leaves(meaning.partial))
    assert asked <= set(positive_leaves(meaning.query))
    if meaning.numbers:
        kept = meaning.words if meaning.is_long else (*meaning.insisted, *meaning.numbers)
        assert asked == {leaf for part in kept for leaf in positive_leaves(part)}
        return
    parts = getattr(meaning.partial, "children", ())
    (loose,) = [one for one in (meaning.partial, *parts) if isinstance(one, AtLeast)]
    assert loose.count == {2: 1, 3: 2, 4: 3, 5: 3}.get(len(loose.children), ENOUGH_WORDS)
    assert not any(isinstance(one, Not) for one in loose.children)
    assert not any(leaf.field for leaf in positive_leaves(loose))


def test_what_is_said_of_abbreviations(asking: Asking) -> None:
    """A reader would wonder why an article was found in which the word does not stand."""
    answer = asking.ask("UBND tỉnh")
    assert answer.interpreted_as == '"UBND" OR "ủy ban nhân dân" tỉnh'
    assert asking.ask("ủy ban nhân dân").interpreted_as == "ủy ban nhân dân OR UBND"
    again = asking.ask(answer.interpreted_as or "")
    assert found(again) == found(answer)


@pytest.mark.parametrize(
    "text", ["sinh hoạt hè", "sinh OR hè", '"sinh hoạt"', "5 ct tw", "zzz", "?"]
)
def test_nothing_is_said_where_nothing_was_changed(asking: Asking, text: str) -> None:
    """Every search would carry a notice, and none would be read."""
    answer = asking.ask(text)
    if not partly(answer):
        assert answer.interpreted_as is None


def test_spaces_that_mean_something_are_kept(asking: Asking) -> None:
    """What a reader took for two words would be shown, and linked, as the number of a document."""
    assert asking.ask("  sinh \n hoạt ").text == "sinh hoạt"
    answer = asking.ask(" bản 5      ct/tw ")
    assert not answer.meant.numbers
    assert answer.text == "bản 5      ct/tw"


def test_a_filter_narrows_all_ways_of_searching(engine: Engine) -> None:
    """A section's search would show articles of other sections, or say something about them."""
    asking = Asking(engine, SYNONYMS, NOW, {"categories": Value("categories", "1")})
    answer = asking.ask("sinh hoạt")
    assert found(answer) == ["hè"]
    assert asking.ask("sinh hoatj").page.complete == 1
    assert asking.ask("chi booj").meant.text == "chi booj"
    facets = asking.facets(answer, ["categories", "year", "byline_value"])
    assert {one.value: one.count for one in facets["categories"]} == {"0": 1, "1": 1}
    assert [(one.value, one.count) for one in facets["byline_value"]] == [("PH", 1)]
    assert [(one.value, one.count) for one in facets["year"]] == [("2023", 1)]


def test_facets_count_partial_matches(asking: Asking) -> None:
    """The choices beside a question's results would be empty, or not add up to its total."""
    for text in ("thiếu bộ", "sinh hoạt quyqueo", "sinh hoạt bộ", "sinh"):
        answer = asking.ask(text)
        (year,) = asking.facets(answer, ["year"])["year"]
        assert year.count == answer.page.total > 0


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("sinh hoatt chi bo", "sinh hoạt chi bộ"),
        ("sinh hoat chi bo", None),  # found already
        ("quyet dinh tuyet mat quyqeuo", None),  # only a hidden text holds them
        ("tuyet matt", None),
        ("sinh hoạtt OR quyqeuo", None),  # one of them is found, the other is hidden
        ("sinh hoạtt OR chii", None),
        ('"sinh hoạtt" chi', '"sinh hoạt" chi'),
        ("sinh hoạtt -hè", "sinh hoạt -hè"),
        ("TP.HCM", None),  # an abbreviation, though "Hôm" is one slip away
        ("tp.hcm", None),
        ("sinh hoạtt hdnd", None),
        ("???", None),
    ],
)
def test_did_you_mean(asking: Asking, text: str, proposal: str | None) -> None:
    """A slip of the finger would find nothing; or a proposal would, or tell of a hidden text."""
    assert asking.did_you_mean(asking.ask(text)) == proposal


def test_long_texts_are_not_doubted(asking: Asking) -> None:
    """A long text would cost as much as a hundred searches."""
    text = "sinh hoatt chi bo " + " ".join(f"x{number}" for number in range(MAX_DOUBTED))
    assert asking.did_you_mean(asking.ask(text)) is None


def test_a_full_page_has_no_partial_matches(tmp_path: Path) -> None:
    """What holds every word would drown in what holds half of them."""
    engine = open_engine(f"whoosh:{tmp_path / 'index'}")
    whole = [document(f"a{number}", "chi bộ") for number in range(ENOUGH)]
    start(engine, *whole, document("b", "chi"))
    answer = Asking(engine, SYNONYMS, NOW).ask("chi bộ", limit=100)
    assert (answer.page.total, answer.interpreted_as) == (ENOUGH, None)
    engine.close()


def test_pages_go_on_where_the_last_one_ended(asking: Asking) -> None:
    """A reader who goes on would miss articles, or be told another story on every page."""
    for text in ("sinh hoạt chi bộ", "sinh hoatj chi booj", "tỉnh UBND họp"):
        for order in Order:
            whole = asking.ask(text, order=order)
            for offset in range(3):
                part = asking.ask(text, order=order, offset=offset, limit=1)
                assert part.page.hits == whole.page.hits[offset : offset + 1]
                assert part.page.total == whole.page.total
                assert part.interpreted_as == whole.interpreted_as


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet='abđươ"OR-: 12/', max_size=30))
def test_any_text_can_be_asked(asking: Asking, text: str) -> None:
    """Some text a reader types would answer with an error."""
    answer = asking.ask(text)
    assert answer.page.total >= answer.page.complete >= 0
    asking.did_you_mean(answer)
    if not (answer.is_partial or answer.given_up):
        assert answer.interpreted_as != text
    parse(answer.interpreted_as or "")


@given(
    st.lists(
        st.sampled_from(["a", "b", '"c d"', "title:e", "-f", "OR", "5-ct/tw", '"g"']), max_size=12
    )
)
def test_what_is_shown_can_be_typed(words: list[str]) -> None:
    """A reader who copies the query that is shown would search for something else."""
    shown = written(parse(" ".join(words)))
    assert written(parse(shown)) == shown
    assert written(parse("giáo dục OR y tế")) == "giáo dục OR y tế"
