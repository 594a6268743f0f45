"""What search says about a query: what it was taken for, what was meant, what narrows it."""

from datetime import timedelta
from typing import Any

import pytest

from index.engine import Page
from service.content.times import now
from tests.asking import Asking, AskingAs
from tests.service.api.desk import DAY_ONE, Desk, article_id

SEARCH = """query ($query: String!, $where: SearchFilter, $first: Int! = 10, $page: Int) {
  search(query: $query, where: $where, first: $first, page: $page) {
    totalCount completeCount pageInfo { hasNextPage } interpretedAs didYouMean
    interpretation { text typing synonyms { typed also } wordsLetGo missing }
    edges { titleHighlight snippet node { id title } } } }"""

FACETS = """query ($query: String!, $where: SearchFilter) { search(query: $query, where: $where) {
  totalCount facets { category { value label count } year { value label count }
    byline { value label count } } } }"""

SYNONYMS = """mutation { setSynonyms(input: {synonyms: [
  {terms: ["UBND", "ủy ban nhân dân"]}, {terms: ["xe ôm"], oneWayTo: "xe máy chở khách"}]})
  { count errors { code } } }"""


@pytest.fixture(scope="module", autouse=True)
def content(desk: Desk, query_as: AskingAs) -> None:
    root = desk.category("Xây dựng Đảng")
    leaf, other = desk.category("Dân vận", root), desk.category("Giao thông")
    for number in range(4):
        desk.article(
            leaf if number % 2 else root,
            f"Sinh hoạt chi bộ kỳ {number}",
            body="<p>Nội dung về nông thôn.</p>",
            byline="PH" if number else "Minh Anh",
            published_at=DAY_ONE + timedelta(days=200 * number),
        )
    desk.article(other, "Ủy ban nhân dân tỉnh họp", body="<p>Bàn về đường sá và cầu cống.</p>")
    desk.article(other, "Sinh hoạt hè của thiếu nhi", byline="Lê <b>")
    later = desk.article(other, publish=False)
    secret = "Tuyệt mật quyqueo nghiêm ngặt sinh hoạt chi bộ"
    desk.edit(later, title=secret, byline="Người mật", published_at=DAY_ONE.replace(year=2031))
    desk.move(later, "schedule", now() + timedelta(days=3))
    desk.settle_index()
    query_as("ADMIN", SYNONYMS)


def found(asking: Asking, text: str, **variables: Any) -> Any:
    return asking(SEARCH, query=text, **variables)["search"]


def titles(answer: Any) -> list[str]:
    return [edge["node"]["title"] for edge in answer["edges"]]


def test_raw_typing(query: Asking) -> None:
    """A reader whose input method is off would find nothing, or see no reason for what is shown."""
    for text in ("noong thoon", "no6ng tho6n"):
        answer = found(query, text)
        assert answer["totalCount"] == 4
        assert answer["interpretedAs"] == "nông thôn"
        assert answer["interpretation"] == {
            "text": "nông thôn",
            "typing": "VNI" if "6" in text else "TELEX",
            "synonyms": [],
            "wordsLetGo": False,
            "missing": [],
        }
        assert answer["didYouMean"] is None
        assert "<mark>nông thôn</mark>" in answer["edges"][0]["snippet"]


def test_abbreviations(query: Asking) -> None:
    """A reader would see nothing marked in an article that was found by another name."""
    answer = found(query, "UBND họp")
    assert titles(answer)[0] == "Ủy ban nhân dân tỉnh họp"
    assert answer["interpretedAs"] == '"UBND" OR "ủy ban nhân dân" họp'
    interpretation = answer["interpretation"]
    assert interpretation["synonyms"] == [{"typed": "UBND", "also": "ủy ban nhân dân"}]
    assert (interpretation["text"], interpretation["typing"]) == ("UBND họp", "AS_TYPED")
    assert answer["edges"][0]["titleHighlight"] == (
        "<mark>Ủy ban nhân dân</mark> tỉnh <mark>họp</mark>"
    )
    assert titles(found(query, answer["interpretedAs"]))[0] == titles(answer)[0]


def test_words_let_go(query: Asking) -> None:
    """A plain question would find nothing, or a reader would not know why it found this."""
    answer = found(query, "đường sá ở tỉnh nào tốt nhất thế giới cầu cống họp bàn")
    assert titles(answer) == ["Ủy ban nhân dân tỉnh họp"]
    assert answer["interpretedAs"] == answer["interpretation"]["text"]
    assert answer["interpretation"]["text"].startswith("đường sá ở tỉnh nào")
    assert answer["interpretation"]["wordsLetGo"]
    assert {"nào", "giới"} < set(answer["interpretation"]["missing"])
    assert answer["completeCount"] == 0
    assert "<mark>đường sá</mark>" in answer["edges"][0]["snippet"]
    answer = found(query, "sinh hoạt bộ")
    assert answer["totalCount"] == 5
    assert titles(answer)[-1] == "Sinh hoạt hè của thiếu nhi"
    assert found(query, '"sinh hoạt chi bộ"')["totalCount"] == 4


def test_pages_agree_about_partial_matches(query: Asking) -> None:
    """The second page of a question would tell another total, or begin anew."""
    whole = found(query, "sinh hoạt bộ")
    pages = [found(query, "sinh hoạt bộ", first=2, page=page) for page in (1, 2, 3)]
    assert [title for page in pages for title in titles(page)] == titles(whole)
    assert {page["totalCount"] for page in pages} == {5}
    assert [page["pageInfo"]["hasNextPage"] for page in pages] == [True, True, False]
    assert {page["interpretedAs"] for page in pages} == {"sinh hoạt bộ"}


def test_the_number_of_a_document_that_no_article_names(query: Asking) -> None:
    """A page would show other articles without a word about the number that was typed."""
    answer = found(query, "sinh hoạt chi bộ 999/2099/NĐ-CP")
    assert (answer["totalCount"], answer["completeCount"]) == (4, 0)
    assert answer["interpretedAs"] == answer["interpretation"]["text"] == "sinh hoạt chi bộ"
    assert answer["interpretation"]["missing"] == ["999/2099/NĐ-CP"]
    assert answer["interpretation"]["wordsLetGo"]
    assert titles(found(query, answer["interpretedAs"])) == titles(answer)


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("sinh hoatt chi bo", "sinh hoạt chi bộ"),
        ("sinh hoạt chi bộ", None),
        ("thieeus nhi", None),
        ("quyqueo", None),
        ("quyquoe", None),
        ("nghiem ngatt", None),
        ("tuyệt mât", None),
    ],
)
def test_did_you_mean(query: Asking, text: str, proposal: str | None) -> None:
    """A slip would end a search, or the proposal would find nothing, or tell of a hidden text."""
    assert found(query, text)["didYouMean"] == proposal


def test_facets(query: Asking) -> None:
    """A reader could not narrow what was found, or would be offered what leads nowhere."""

    def facets(text: str, **where: Any) -> dict[str, dict[str, int]]:
        answer = query(FACETS, query=text, where=where)["search"]["facets"]
        return {
            name: {one["value"]: one["count"] for one in counts} for name, counts in answer.items()
        }

    whole = facets('"sinh hoạt"')
    assert whole == {
        "category": {"xay-dung-dang": 4, "dan-van": 2, "giao-thong": 1},
        "year": whole["year"],
        "byline": {"PH": 3, "Minh Anh": 1, "Lê <b>": 1},
    }
    assert sum(whole["year"].values()) == 5
    narrowed = facets('"sinh hoạt"', category=["dan-van"])
    assert narrowed["category"] == whole["category"]
    assert narrowed["byline"] == {"PH": 2}
    assert facets('"sinh hoạt"', byline=["Minh Anh"])["byline"] == whole["byline"]
    assert facets('"sinh hoạt"', year=[2020])["year"] == whole["year"]
    assert facets("zzz") == {"category": {}, "year": {}, "byline": {}}


def test_each_choice_finds_as_many_as_it_says(query: Asking) -> None:
    """A reader would click on a number and find another one."""
    answer = query(FACETS, query='"sinh hoạt"')["search"]["facets"]
    for name, counts in answer.items():
        for one in counts:
            value = int(one["value"]) if name == "year" else one["value"]
            narrowed = found(query, '"sinh hoạt"', where={name: [value]})
            assert narrowed["totalCount"] == one["count"]
    labels = {one["value"]: one["label"] for one in answer["category"]}
    assert labels["xay-dung-dang"] == "Xây dựng Đảng"


def test_a_scheduled_text_shows_nowhere(query: Asking) -> None:
    """A reader would learn of an article before its time."""
    for text in ("quyqueo", '"sinh hoạt chi bộ"', "tuyệt mật nghiêm ngặt", "byline:Người"):
        answer = query(FACETS, query=text)["search"]
        assert "mật" not in str(answer)
        assert "2031" not in str(answer)
    assert found(query, '"sinh hoạt chi bộ"')["totalCount"] == 4
    assert found(query, "quyqueo")["totalCount"] == 0
    related = query("{ articles(first: 100) { nodes { related(first: 100) { title } } } }")
    assert "Sinh hoạt" in str(related)
    assert "quyqueo" not in str(related)


def test_related(desk: Desk, query: Asking) -> None:
    """A reader at the end of an article would be shown anything, or the same article again."""
    (hit, *_) = found(query, "title:kỳ title:1")["edges"]
    asked = "query ($id: ID!, $first: Int!) { node(id: $id) { ... on Article {"
    asked += " related(first: $first) { id title } } } }"
    related = query(asked, id=hit["node"]["id"], first=3)["node"]["related"]
    assert hit["node"]["id"] not in {one["id"] for one in related}
    assert all(one["title"].startswith("Sinh hoạt chi bộ") for one in related)
    assert len(related) == 3
    assert query.code(asked, id=hit["node"]["id"], first=0) == "BAD_REQUEST"
    assert query.code(asked, id=hit["node"]["id"], first=101) == "BAD_REQUEST"


def test_what_was_withdrawn_is_related_to_nothing(desk: Desk, query: Asking) -> None:
    """A list under an article would lead nowhere while the index lags behind."""
    category = desk.category("Sắp gỡ")
    one, other = (desk.article(category, f"Cá koi nhật bản số {number}") for number in (1, 2))
    desk.settle_index()
    asked = "query ($id: ID!) { node(id: $id) { ... on Article { related(first: 1) { id } } } }"
    assert query(asked, id=article_id(one))["node"]["related"] == [{"id": article_id(other)}]
    desk.move(other, "unpublish")
    related = query(asked, id=article_id(one))["node"]["related"]
    assert {"id": article_id(other)} not in related


def test_related_to_a_draft(desk: Desk, query: Asking, query_as: AskingAs) -> None:
    """An editor could not see what a new article is to be linked with."""
    draft = desk.article(desk.category("Nháp"), "Sinh hoạt chi bộ mới", publish=False)
    asked = "query ($id: ID!) { node(id: $id) { ... on Article { related { title } } } }"
    assert query(asked, id=article_id(draft))["node"] is None
    related = query_as("EDITOR", asked, id=article_id(draft))["node"]["related"]
    assert related[0]["title"].startswith("Sinh hoạt chi bộ")
    assert "quyqueo" not in str(related)


def test_a_request_searches_only_so_often(query: Asking) -> None:
    """A short request from anyone would keep a core busy for a minute."""

    def of_five(fields: str) -> str:
        return f"{{ articles(first: 5) {{ nodes {{ {fields} }} }} }}"

    related = "related(first: 1) { title }"
    aliases = " ".join(
        f"a{number}: related(first: {number + 1}) {{ title }}" for number in range(40)
    )
    assert query.answer(of_five(related))["data"]
    assert query.code(of_five(aliases)) == "COST_LIMIT"
    # Asked again for the same, it is not looked for again.
    same = " ".join(f"a{number}: {related}" for number in range(40))
    assert query.answer(of_five(same))["data"]


def test_the_index_is_asked_a_few_times_at_most(
    desk: Desk, query: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of results would cost a search for each of them."""
    asked: list[str] = []
    kept = desk.services.engine.search

    def search(*arguments: Any, **more: Any) -> Page:
        asked.append("")
        return kept(*arguments, **more)

    monkeypatch.setattr(desk.services.engine, "search", search)
    query('{ search(query: "sinh hoạt chi bộ") { totalCount nodes { title } } }')
    assert len(asked) == 1
    query(FACETS, query="sinh hoạt chi bộ")
    assert len(asked) == 3
    found(query, "sinh hoatt chi bo")
    assert len(asked) <= 3 + 1 + 2 + 3
