"""The rules of asking, held against plain ones over small random newsrooms."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.asking import Asking
from index.document import Document
from index.engine import ENOUGH, Engine, Order
from index.meaning import FEW_WORDS
from index.opening import open_engine
from index.parser import read
from index.query import And, Not, Or, Phrase, Query, Term, Value
from index.synonyms import Synonyms
from index.vietnamese.raw_typing import telex, vni
from tests.index import brute_force
from tests.index.brute_force import matches
from tests.index.documents import NOW, document, start, store_in_turn

SYNONYMS = Synonyms([(("kỹ", "bộ hoà"), None), (("đa",), "bò"), (("bô bộ",), "kĩ 1")])
MOST_BYTES = 4_096

_PLAIN = ["bo", "bò", "bộ", "hoà", "hoa", "kỹ", "ki", "da", "đa", "1", "bô"]
_RAW = ["boj", "booj", "bo2", "hoaf", "ddas", "ky4", "hoas"]
_SIGNS = ["OR", '"bộ hoà"', '"bo"', "‘hoa bò’", "-bò", '-"hoa bo"', "-kỹ", "bo-hoà", '"', "-"]
_FIELDS = ["title:bộ", 'title:"hoà bộ"', "byline:ki", "-title:bo", "title:", "byline:“kỹ”"]
_NUMBERS = ["5-ct/tw", "5      ct/tw", "5 CT/TW", "9/2099/nđ-cp", "-5-CT/TW", "18-NQ/TU"]
_pieces = st.sampled_from([*_PLAIN, *_PLAIN, *_RAW, *_SIGNS, *_FIELDS, *_NUMBERS])
_texts = st.lists(_pieces, min_size=1, max_size=9).map(" ".join)
_newsrooms = st.lists(
    st.tuples(
        brute_force.documents(), st.sampled_from([(), (), ("5-ct/tw",), ("5-ct/tw", "18-nq/tu")])
    ),
    min_size=1,
    max_size=5,
).map(
    lambda batches: [
        [replace(one, document_numbers=keys) for one in some] for some, keys in batches
    ]
)


class Expected(NamedTuple):
    """The ids of what holds every word, and of what holds enough of them."""

    complete: set[str]
    partial: set[str]


def _holding(query: Query, documents: list[Document]) -> set[str]:
    return {one.id for one in documents if matches(query, one)}


def _key(part: Query) -> str | None:
    """Of the document whose number it is."""
    match part:
        case Or((_, Value("document_numbers", key))):
            return key
    return None


def _expected(text: str, documents: list[Document]) -> Expected:
    readings = [text, *filter(None, (telex(text), vni(text)))]
    found = [_as_read(one, documents) for one in readings]
    return next((one for one in found if one.complete), found[0])


def _as_read(text: str, documents: list[Document]) -> Expected:
    reading = read(text)
    query, _ = SYNONYMS.expand(reading.query)
    parts = query.children if isinstance(query, And) else (query,)
    complete = _holding(query, documents)
    if len(complete) >= ENOUGH and len(_free(parts, reading.insisted)) <= FEW_WORDS:
        return Expected(complete, set())
    partial = {
        one.id
        for one in documents
        if matches(And(()), one) and _enough(parts, reading.insisted, one)
    }
    return Expected(complete, partial - complete)


def _free(parts: tuple[Query, ...], insisted: frozenset[Query]) -> list[Query]:
    def kept(part: Query) -> bool:
        alternatives = part.children if isinstance(part, Or) else (part,)
        return isinstance(part, Not) or not insisted.isdisjoint(alternatives) or bool(_key(part))

    return [part for part in dict.fromkeys(parts) if not kept(part)]


def _enough(parts: tuple[Query, ...], insisted: frozenset[Query], one: Document) -> bool:
    free = _free(parts, insisted)
    numbers = [part for part in parts if _key(part)]
    others = [part for part in parts if part not in free and part not in numbers]
    if not all(matches(part, one) for part in others):
        return False
    if numbers:
        if any(matches(part, one) for part in numbers):
            return True
        if len(free) <= FEW_WORDS:
            return False
    held = sum(matches(part, one) for part in free)
    least = {0: 0, 1: 1, 2: 1, 3: 2, 4: 3, 5: 3}.get(len(free), 4)
    return held >= least


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    opened = open_engine(f"whoosh:{tmp_path_factory.mktemp('rules') / 'index'}")
    start(opened, document("1", "Bộ hoà"))
    yield opened
    opened.close()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_newsrooms, st.lists(_texts, min_size=1, max_size=8), st.sampled_from(list(Order)))
def test_what_is_found_is_what_holds_the_words(
    engine: Engine, batches: list[list[Document]], texts: list[str], order: Order
) -> None:
    """Signs, other names and raw typing together would find too much, or lose something."""
    documents = store_in_turn(engine, batches)
    asking = Asking(engine, SYNONYMS, NOW)
    for text in texts:
        answer = asking.ask(text, order=order, limit=100)
        # A number that nothing names is given up only with something left to ask for.
        expected = _expected(answer.text if answer.given_up else text, documents)
        ids = [hit.id for hit in answer.page.hits]
        assert len(ids) == len(set(ids)) == answer.page.total
        assert set(ids) == expected.complete | expected.partial
        assert answer.page.complete == len(expected.complete)
        if not answer.meant.is_long:
            assert set(ids[: len(expected.complete)]) == expected.complete


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_newsrooms, st.lists(_texts, min_size=1, max_size=8), st.sampled_from([1, 2, 3, 7]))
def test_the_text_shown_gives_the_same_answer(
    engine: Engine, batches: list[list[Document]], texts: list[str], size: int
) -> None:
    """A link to "results for" would lead to other results; a second page would repeat the first."""
    store_in_turn(engine, batches)
    asking = Asking(engine, SYNONYMS, NOW)
    for text in texts:
        answer = asking.ask(text, limit=100)
        again = asking.ask(answer.text, limit=100)
        assert again.page == answer.page
        assert again.text == answer.text
        pages = [asking.ask(text, offset=n, limit=size).page for n in range(0, 28, size)]
        hits = tuple(hit for page in pages for hit in page.hits)
        assert hits == answer.page.hits[: 28 // size * size + size * (28 % size > 0)]
        assert {(page.total, page.complete) for page in pages} == {
            (answer.page.total, answer.page.complete)
        }


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_newsrooms, st.lists(st.sampled_from(_PLAIN), min_size=2, max_size=2, unique=True))
def test_two_words_side_by_side_come_first(
    engine: Engine, batches: list[list[Document]], words: list[str]
) -> None:
    """Peace (hoà bình) would stand below hoà giải and bình đẳng."""
    documents = store_in_turn(engine, batches)
    asking = Asking(engine, Synonyms(), NOW)
    answer = asking.ask(" ".join(words), limit=100)
    if len(answer.meant.free) < 2:
        return  # the same word, spelled in two ways
    together = _holding(Phrase(tuple(words)), documents)
    apart = _holding(And(tuple(map(Term, words))), documents) - together
    ids = [hit.id for hit in answer.page.hits]
    assert set(ids[: len(together)]) == together
    assert set(ids[len(together) : len(together) + len(apart)]) == apart
    one_by_one = [asking.ask(" ".join(words), offset=n, limit=1).page for n in range(len(ids) + 1)]
    assert [hit.id for page in one_by_one for hit in page.hits] == ids


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_pieces, max_size=1_500).map(" ".join), st.sampled_from(list(Order)))
def test_no_text_of_four_kilobytes_raises(engine: Engine, text: str, order: Order) -> None:
    """Some tangle of signs, numbers, other names and raw keys would answer with an error."""
    cut = text.encode()[:MOST_BYTES].decode(errors="ignore")
    asking = Asking(engine, SYNONYMS, NOW)
    answer = asking.ask(cut, order=order)
    assert answer.page.total >= answer.complete >= 0
    assert answer.interpreted_as is None or answer.interpreted_as.strip()
    asking.missing(answer)
    asking.did_you_mean(answer)
    asking.facets(answer, ["year"])


def _asking(folder: Path, *documents: Document) -> Asking:
    opened = open_engine(f"whoosh:{folder / 'index'}")
    start(opened, *documents)
    return Asking(opened, SYNONYMS, NOW)


@pytest.mark.parametrize("apart", [0, 3, 4, 12])
@pytest.mark.parametrize("together", [0, 3, 6, 12])
def test_a_full_page_of_two_words_has_no_partial_matches(
    tmp_path: Path, together: int, apart: int
) -> None:
    """Articles with one of two words would follow a page of those that hold both, or be lost."""
    asking = _asking(
        tmp_path,
        *(document(f"together {n}", body="lời khác " * 90 + "hòa bình") for n in range(together)),
        *(document(f"apart {n}", "Hòa giải, bình đẳng") for n in range(apart)),
        document("part", "Hòa giải"),
    )
    answer = asking.ask("hoà bình", limit=100)
    kinds = [hit.id.split()[0] for hit in answer.page.hits]
    others = ["part"] * (together + apart < ENOUGH)
    assert kinds == ["together"] * together + ["apart"] * apart + others
    assert (answer.page.total, answer.complete) == (len(kinds), together + apart)
    asking.engine.close()


@pytest.mark.parametrize(
    ("text", "found", "shown", "missing"),
    [
        ("nghị định 87/2015/NĐ-CP", ["decree", "cites"], "nghị định 87/2015/NĐ-CP", []),
        ("quyqueo 87/2015/nd-cp", ["decree", "cites"], "quyqueo 87/2015/nd-cp", ["quyqueo"]),
        ("nghị định 87/2015/NĐ-CP 5-CT/TW", ["party", "decree", "cites"], None, []),
        ("nghị định 999/2099/NĐ-CP", ["decree", "other"], "nghị định", ["999/2099/NĐ-CP"]),
        ("nghij ddinhj 999/2099/NĐ-CP", ["decree", "other"], "nghị định", ["999/2099/NĐ-CP"]),
        ("5-CT/TW 999/2099/NĐ-CP", ["party"], "5-CT/TW", ["999/2099/NĐ-CP"]),
        (
            "nghị định 7 999/2099/NĐ-CP cv/tw",
            ["decree", "other"],
            "nghị định",
            ["999/2099/NĐ-CP", "7-CV/TW"],
        ),
        ("999/2099/NĐ-CP", [], None, ["999/2099/NĐ-CP"]),
        ("999/2099/NĐ-CP -nghị", [], None, ["999/2099/NĐ-CP"]),
    ],
)
def test_a_document_is_looked_for_by_its_number(
    tmp_path: Path, text: str, found: list[str], shown: str | None, missing: list[str]
) -> None:
    """A number that no article names would silently find every decree, and one that some name would
    be lost among them."""
    asking = _asking(
        tmp_path,
        replace(document("decree", "Nghị định 87/2015"), document_numbers=("87/2015/nd-cp",)),
        replace(document("cites", "Quy chế mới"), document_numbers=("87/2015/nd-cp",)),
        replace(document("party", "Chỉ thị 05"), document_numbers=("5-ct/tw",)),
        document("other", "Nghị định khác"),
    )
    answer = asking.ask(text)
    assert sorted(hit.id for hit in answer.page.hits) == sorted(found)
    assert list(asking.missing(answer)) == missing
    if shown is not None:
        assert answer.text == shown
        assert asking.ask(shown).page == answer.page
    if found and missing:
        assert answer.complete == 0
        assert answer.interpreted_as == shown
    asking.engine.close()


def test_what_is_missing_is_counted_among_what_is_visible(tmp_path: Path) -> None:
    """A word of a hidden text would be told to be there, or one that is found to be missing."""
    later = NOW.replace(year=NOW.year + 1)
    asking = _asking(
        tmp_path,
        document("shown", "Chi bộ", categories=["1"]),
        document("section", "Thủy lợi", categories=["2"]),
        document("hidden", "Tuyệt mật", visible_from=later),
    )
    narrowed = replace(asking, filters={"categories": Value("categories", "1")})

    def missing(where: Asking, text: str) -> list[str]:
        return list(where.missing(where.ask(text)))

    assert missing(asking, "chi tuyệt -bộ") == ["tuyệt"]
    assert missing(asking, 'chi thủy "chi lợi" title:bộ') == ['"chi lợi"']
    assert missing(narrowed, "chi thủy") == ["thủy"]
    assert missing(asking, "chi thủy") == []
    assert missing(asking, "???") == []
    asking.engine.close()
