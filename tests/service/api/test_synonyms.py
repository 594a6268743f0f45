"""Synonyms over the wire: editors read and replace the list."""

from typing import Any

import pytest

from tests.asking import Asking, AskingAs
from tests.service.api.desk import Desk, article_id

LIST = "{ synonyms { terms oneWayTo } }"
SET = """mutation ($synonyms: [SynonymInput!]!) { setSynonyms(input: {synonyms: $synonyms}) {
  count errors { code field message } } }"""


def replace(query_as: AskingAs, *wanted: Any) -> Any:
    return query_as("EDITOR", SET, synonyms=list(wanted))["setSynonyms"]


def test_editors_read_and_replace_them(query_as: AskingAs) -> None:
    """An editor could not see what is there, and would have to write all of it anew."""
    there = query_as("EDITOR", LIST)["synonyms"]
    assert there[0] == {"terms": ["UBND", "ủy ban nhân dân"], "oneWayTo": None}
    wanted = [*there, {"terms": ["xe đạp"], "oneWayTo": "xe"}, {"terms": ["ô tô", "xe hơi"]}]
    assert replace(query_as, *wanted) == {"count": len(wanted), "errors": []}
    now = query_as("ADMIN", LIST)["synonyms"]
    assert now == [*there, wanted[-2], wanted[-1] | {"oneWayTo": None}]


def test_what_is_refused_says_where(query_as: AskingAs) -> None:
    """A form could not show which of its lines is wrong; or half of them would be kept."""
    before = query_as("EDITOR", LIST)
    answer = replace(query_as, {"terms": ["a", "A"]}, {"terms": [], "oneWayTo": ""})
    assert answer["count"] == len(before["synonyms"])
    assert [(one["code"], one["field"]) for one in answer["errors"]] == [
        ("NOT_UNIQUE", ["synonyms", "0", "terms", "1"]),
        ("REQUIRED", ["synonyms", "1", "oneWayTo"]),
        ("REQUIRED", ["synonyms", "1", "terms"]),
    ]
    assert query_as("EDITOR", LIST) == before


def test_others_neither_read_nor_replace_them(query: Asking, query_as: AskingAs) -> None:
    """Anyone could bend what readers find."""
    assert query(LIST) == query_as("WRITER", LIST) == {"synonyms": None}
    assert query.code(SET, synonyms=[]) == "UNAUTHENTICATED"
    assert query_as.role("WRITER").code(SET, synonyms=[]) == "FORBIDDEN"


def test_search_uses_them_from_the_next_query_on(
    desk: Desk, query: Asking, query_as: AskingAs
) -> None:
    """What an editor has added would be found after the index was made anew, or never."""
    category = desk.category("Giao thông")
    long = desk.article(category, "Ủy ban nhân dân họp")
    short = desk.article(category, "UBND tỉnh họp")
    scooter = desk.article(category, "Đua xe máy họp mặt")
    desk.settle_index()

    def found(text: str) -> set[str]:
        document = "query ($text: String!) { search(query: $text) { nodes { id } } }"
        return {node["id"] for node in query(document, text=text)["search"]["nodes"]}

    both = {article_id(long), article_id(short)}
    replace(query_as, {"terms": ["UBND", "ủy ban nhân dân"]})
    for text in ('ubnd "họp"', "uy ban nhan dan", '"Ủy ban nhân dân"', "title:UBND"):
        assert found(text) == both, text
    assert found("họp -UBND") == {article_id(scooter)}
    replace(query_as, {"terms": ["mô tô"], "oneWayTo": "xe máy"})
    assert found("UBND") == {article_id(short)}
    assert found("mô tô") == {article_id(scooter)}
    replace(query_as)
    assert found("mô tô") == set()


@pytest.mark.parametrize("wanted", [[{}], [{"terms": None}], [{"terms": [None]}], None, [None]])
def test_what_is_no_list_is_a_bad_request(query_as: AskingAs, wanted: Any) -> None:
    """A slip in a client would be an internal error, or take the list away."""
    replace(query_as, {"terms": ["mô tô", "xe máy"]})
    editor = query_as.role("EDITOR")
    body = {"query": SET, "variables": {"synonyms": wanted}}
    response = editor.client.post("/graphql", json=body, headers=editor.headers)
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    assert len(query_as("EDITOR", LIST)["synonyms"]) == 1
