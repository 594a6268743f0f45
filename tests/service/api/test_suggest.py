"""Suggestions through the API: where they come from, in what order, and what never shows."""

from datetime import timedelta
from typing import Any

import pytest

from service.content.times import now
from tests.asking import Asking, AskingAs
from tests.service.api.desk import Desk

SUGGEST = """query ($prefix: String!, $first: Int! = 8) {
  suggest(prefix: $prefix, first: $first) { text article { title } } }"""


@pytest.fixture(scope="module", autouse=True)
def content(desk: Desk) -> None:
    category = desk.category("Xây dựng Đảng")
    for number in range(6):
        desk.article(
            category,
            f"Sinh hoạt chi bộ {number}",
            body="<p>Cán bộ đơn vị học tập nghị quyết; Hướng dẫn 12-HD/BTCTW.</p>",
            tags=["Sinh hoạt Đảng"] if number else ["Kỹ năng"],
        )
        desk.article(category, f"UBND tỉnh họp {number}", body="<p>Nghị định 87/2015/NĐ-CP</p>")
    desk.article(category, "Về việc sinh hoạt hè của đoàn viên")
    hidden = desk.article(
        category,
        "Sinh hoạt tuyệt mật",
        body="<p>Cán bộ mật, Nghị định 99/2030/NĐ-CP</p>",
        publish=False,
        tags=["Sinh tử"],
    )
    twin = desk.article(
        category, "Sinh hoạt tuyệt mật hai", body="<p>Cán bộ mật</p>", publish=False
    )
    for entry_id in (hidden, twin):
        desk.move(entry_id, "schedule", now() + timedelta(days=3))
    desk.settle_index()


def ask(query: Asking, prefix: str, first: int = 8) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = query(SUGGEST, prefix=prefix, first=first)["suggest"]
    return found


def texts(query: Asking, prefix: str, first: int = 8) -> list[str]:
    return [one["text"] for one in ask(query, prefix, first)]


@pytest.mark.parametrize("prefix", ["sinh ho", "Sinh hoạ", "SINH HOAT ", "sinh hoat"])
def test_tags_then_phrases_then_titles(query: Asking, prefix: str) -> None:
    """The search box would stay empty, or show sentences before words."""
    found = ask(query, prefix, 9)
    assert found[0] == {"text": "Sinh hoạt Đảng", "article": None}
    shown = [one["text"].lower() for one in found]
    assert shown[1] == "sinh hoạt chi bộ"
    assert "sinh hoạt chi bộ 3" in shown
    assert shown[-1] == "về việc sinh hoạt hè của đoàn viên"
    for one in found:
        assert one["article"] in (None, {"title": one["text"]})
    assert sum(one["article"] is not None for one in found) >= 5


def test_phrases_of_texts(query: Asking) -> None:
    """What no title says could not be completed."""
    assert texts(query, "don v") == ["đơn vị học tập"]
    assert texts(query, "hoc tap nghi q")[0].startswith("học tập nghị quyết")
    assert "12-HD/BTCTW" in texts(query, "12-HD/B")


def test_numbers_and_abbreviations(query: Asking) -> None:
    """A reader would have to know how a document's number is printed, or see "ubnd tỉnh"."""
    assert texts(query, "nghi dinh 87/")[0] == "nghị định 87/2015/NĐ-CP"
    assert texts(query, "12-hd")[0] == "12-HD/BTCTW"
    assert texts(query, "ubnd t")[0] == "UBND tỉnh họp"


def test_marks_that_were_typed_are_meant(query: Asking) -> None:
    """A reader who types accents would be shown other words."""
    assert texts(query, "sính ho") == []
    assert texts(query, "ki nan") == texts(query, "kĩ năn") == ["Kỹ năng"]


def test_so_many_and_no_two_alike(query: Asking) -> None:
    """One article would fill the box twice."""
    for first in (1, 2, 3, 20):
        found = texts(query, "sinh", first)
        assert len(found) <= first
        assert len({one.lower() for one in found}) == len(found)
    assert len(texts(query, "sinh", 3)) == 3


@pytest.mark.parametrize(
    "prefix",
    [
        "",
        " ",
        "?!",
        "\x00",
        "-",
        '"',
        "xyz",
        "😀",
        "1",
        "a" * 4_096,
        "ơ " * 2_000,
        "%",
        "sinh_",
        "\\",
    ],
)
def test_odd_prefixes(query: Asking, prefix: str) -> None:
    """A slip of the hand would end in an error."""
    found = texts(query, prefix)
    assert bool(found) == (prefix in {"1", "sinh_"})


@pytest.mark.parametrize("first", [0, -1, 21])
def test_how_many_is_bounded(query: Asking, first: int) -> None:
    """One request could ask for the whole index."""
    assert query.code(SUGGEST, prefix="a", first=first) == "BAD_REQUEST"


@pytest.mark.parametrize("role", ["", "WRITER", "EDITOR"])
@pytest.mark.parametrize(
    "prefix",
    ["sinh", "sinh t", "sinh hoat t", "can bo m", "mat", "tuyet m", "m", "nghi dinh 99/", "99/2"],
)
def test_nothing_of_a_scheduled_text_shows(
    query: Asking, query_as: AskingAs, role: str, prefix: str
) -> None:
    """A reader would learn from the search box what a text before its time says."""
    asking = query_as.role(role) if role else query
    found = texts(asking, prefix, 20)
    assert not any(word in one.lower() for one in found for word in ("mật", "sinh tử", "2030"))


def test_statements(desk: Desk, query: Asking) -> None:
    """The database would be asked for every suggestion by itself."""
    counts = []
    for prefix, first in (("sinh", 8), ("sinh", 20), ("sinh hoat chi bo", 8)):
        with desk.counting() as statements:
            texts(query, prefix, first)
        counts.append(len(statements))
    assert len(set(counts)) == 1
    assert counts[0] <= 5
