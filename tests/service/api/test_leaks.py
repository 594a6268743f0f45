"""No word of what is not public shows through any query, whatever path it takes.

Every secret text holds a word of its own, which is looked for in the whole answer, and in what its
cursors hold.
"""

import itertools
import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from service.api import ids
from service.content.account import Role
from service.content.times import now
from service.operations import links
from service.permissions import SYSTEM, Actor
from tests.asking import Asking, AskingAs
from tests.service.api.desk import Desk, article_id, category_id
from tests.service.api.paths import documents

FIELDS = ("title", "lead", "body", "byline", "slug", "tag", "caption", "alt", "cover")
STATES = ("draft", "scheduled", "pending", "planned", "archived", "trashed")
DEPTH, DEEP = 4, 5
"""Fields of the longest paths that are tried."""


def word(state: str, field: str) -> str:
    """The secret word of a field of the article in that state."""
    return f"mat{state}{field}mat"


def number(state: str) -> str:
    """The document that only the article in that state cites."""
    return f"{9_000 + STATES.index(state)}-QĐ/TW"


WORDS = [word(state, field) for state, field in itertools.product(STATES, FIELDS)]
NUMBERS = [number(state).lower() for state in STATES]
OTHER_WORDS = [*NUMBERS, "matlinkmat", "matpostermat", "matonlytagmat"]


class Secrets:
    """A newsroom in which every state of an article holds its words; all of it is one's own."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.poster = desk.account(Role.EDITOR, "matpostermat")
        self.category = desk.category("Thời sự")
        self.child = desk.category("Trong tỉnh", self.category)
        self.public = [
            desk.article(self.child, f"Tin công khai {count}", tags=["Chung"], lead=CITING)
            for count in range(4)
        ]
        self.entries = {state: self._write(state) for state in STATES}
        self._link()

    def _write(self, state: str) -> int:
        values = self._values(state)
        if state in {"pending", "planned"}:
            title = f"Tin đã đăng {state}"
            entry_id = self.desk.article(self.child, title, tags=["Chung"], lead=CITING)
        else:
            entry_id = self.desk.article(self.child, actor=self.poster, publish=False)
        self.desk.edit(entry_id, **values)
        self._bring(entry_id, state)
        return entry_id

    def _values(self, state: str) -> dict[str, Any]:
        tag_id = self.desk.tag(word(state, "tag"))
        return {
            "title": f"Bài {word(state, 'title')}",
            "lead": word(state, "lead"),
            # "Nội dung" stands in the public bodies too: those articles are found by it, and a
            # snippet of this version instead of the public one would show the secret beside it.
            "body": f"<p>Nội dung {word(state, 'body')} theo Quy định {number(state)}</p>",
            "byline": word(state, "byline"),
            "slug": word(state, "slug"),
            "tags": [(tag_id,)],
            "images": [(self.desk.image(word(state, "alt")), word(state, "caption"))],
            "cover_id": self.desk.image(word(state, "cover")),
        }

    def _bring(self, entry_id: int, state: str) -> None:
        """Into that state; "planned" is a change of a published one that waits for its time."""
        later = now() + timedelta(days=3)
        if state in {"scheduled", "planned"}:
            self.desk.move(entry_id, "schedule", later)
        elif state == "archived":
            self.desk.move(entry_id, "publish")
            self.desk.move(entry_id, "archive")
        elif state == "trashed":
            self.desk.move(entry_id, "publish")
            self.desk.move(entry_id, "trash")

    def _link(self) -> None:
        def make(session: Session) -> None:
            group = links.create_group(session, SYSTEM, name="Liên kết")
            links.create_link(
                session,
                SYSTEM,
                group_id=group.id or 0,
                title="matlinkmat",
                url="https://example.org",
                visible_from=datetime(2100, 1, 1, tzinfo=UTC),
            )

        self.desk.do(make)

    def arguments(self) -> dict[str, list[str]]:
        """What the required arguments are given: everything that could lead to a secret."""
        entries = [*self.entries.values(), self.public[0]]
        node_ids = [article_id(one) for one in entries]
        node_ids += [category_id(self.child), *self._things(2)]
        slugs = [word(state, "slug") for state in STATES] + ["tin-cong-khai-0"]
        secret = [word("draft", "title"), word("planned", "body")]
        return {
            "Query.node": [f"(id: {json.dumps(one)})" for one in node_ids[: len(entries)]],
            "Query.nodes": [f"(ids: {json.dumps(node_ids)})"],
            "Query.article": [f"(slug: {json.dumps(one)})" for one in slugs],
            "Query.citedDocument": [
                f"(number: {json.dumps(one)})" for one in [*NUMBERS, "10-CT/TW"]
            ],
            "Query.articles": ["(first: 100)", "(last: 100, orderBy: TITLE)"],
            "Query.category": ['(slug: "trong-tinh")', '(slug: "thoi-su")'],
            "Query.search": [
                f"(query: {json.dumps(one)}, first: 100)" for one in [*secret, "tin", "nội dung"]
            ],
            "Query.suggest": [f"(prefix: {json.dumps(one)})" for one in [*secret, "mat", "tin"]],
            "Article.related": ["(first: 2)"],
            "Category.articles": ["(first: 100, orderBy: RECENTLY_UPDATED)"],
        }

    def _things(self, count: int) -> Iterator[str]:
        """Ids of what there is beside articles and categories, so many of each type."""
        for type_name in (
            *("Tag", "Image", "Account", "Revision", "Link", "LinkGroup"),
            "CitedDocument",
        ):
            yield from (ids.encode(type_name, number) for number in range(1, count + 1))


@pytest.fixture(scope="module")
def secrets(desk: Desk) -> Secrets:
    made = Secrets(desk)
    desk.tag("matonlytagmat")
    desk.settle_index()
    return made


CITING = "Theo Chỉ thị 10-CT/TW của Ban Bí thư."
CURSORS = {"cursor", "startCursor", "endCursor"}
ECHO = {"interpretation", "interpretedAs"}
"""What repeats the reader's own words; what it may tell of others has a test of its own."""


def found(answer: object, words: list[str] = WORDS + OTHER_WORDS) -> set[str]:
    texts = [json.dumps(without_echo(answer), ensure_ascii=False), *opened(answer)]
    text = "\n".join(texts).lower()
    return {one for one in words if one in text}


def without_echo(answer: object) -> object:
    if isinstance(answer, list):
        return [without_echo(one) for one in answer]
    if isinstance(answer, dict):
        return {name: without_echo(value) for name, value in answer.items() if name not in ECHO}
    return answer


def opened(answer: object) -> Iterator[str]:
    """What every cursor in the answer holds."""
    if isinstance(answer, list):
        for one in answer:
            yield from opened(one)
    elif isinstance(answer, dict):
        for name, value in answer.items():
            if name in CURSORS and value is not None:
                decoded = json.loads(urlsafe_b64decode(value + "=" * (-len(value) % 4)))
                yield json.dumps(decoded, ensure_ascii=False)
            else:
                yield from opened(value)


@pytest.mark.parametrize("role", ["", "WRITER"])
def test_no_path_leads_to_a_secret(
    secrets: Secrets, query: Asking, query_as: AskingAs, role: str
) -> None:
    """A reader would read a text before its time, or one that was taken back."""
    assert look(secrets, query_as.role(role) if role else query, DEPTH) > 150


@pytest.mark.slow
def test_no_long_path_leads_to_a_secret(secrets: Secrets, query: Asking) -> None:
    """As above, by ways that nobody would think of."""
    assert look(secrets, query, DEEP) > 1_000


def look(secrets: Secrets, asking: Asking, depth: int) -> int:
    """Goes every path; how many there were."""
    asked = 0
    for document in documents(secrets.arguments(), depth):
        asked += 1
        answer = asking.answer(document)
        assert "errors" not in answer, (document, answer)
        assert not found(answer), document
    return asked


def test_an_editor_finds_every_word(secrets: Secrets, query_as: AskingAs) -> None:
    """The test above would prove nothing, if the words could not be found at all."""
    asking = query_as.role("EDITOR")
    seen: set[str] = set()
    for document in documents(secrets.arguments(), 2):
        seen |= found(asking.answer(document))
    trashed = set(WORDS) - seen
    assert not trashed


@pytest.mark.parametrize(
    ("end", "found_by"), [("SearchEdge", "titleHighlight"), ("Suggestion", "text")]
)
def test_what_is_found_shows_its_public_words(
    secrets: Secrets, query_as: AskingAs, end: str, found_by: str
) -> None:
    """An editor's screen would show, beside what readers find, words that these cannot find."""
    asking = query_as.role("EDITOR")
    shown = ""
    for document in documents(secrets.arguments(), 2, end):
        answer = asking.answer(document)
        assert "errors" not in answer, (document, answer)
        assert not found(answer), document
        shown += json.dumps(answer, ensure_ascii=False)
    assert f'"{found_by}": ' in shown
    # Both have another version, which holds secrets and which an editor may see elsewhere.
    for state in ("pending", "planned"):
        assert f"đã đăng {state}" in shown


def test_cursors_are_opened(secrets: Secrets, query_as: AskingAs) -> None:
    """The tests above would prove nothing of cursors, if a word in one were not seen."""
    document = "{ articles(first: 100, orderBy: TITLE) { edges { cursor } } }"
    seen = found(query_as("EDITOR", document))
    assert {word(state, "title") for state in ("draft", "pending", "planned")} <= seen


THINGS = """query ($ids: [ID!]!) { nodes(ids: $ids) { id
  ... on Tag { name slug articleCount } ... on Image { alt url } ... on Account { displayName }
  ... on Revision { version changedFields by { displayName } } ... on Link { title }
  ... on LinkGroup { name links { title } } ... on CitedDocument { number } } }"""


@pytest.mark.parametrize("role", ["", "WRITER"])
def test_nothing_that_only_secrets_use_is_shown(
    secrets: Secrets, query: Asking, query_as: AskingAs, role: str
) -> None:
    """The tag or the picture of a draft would tell what it is about."""
    asking = query_as.role(role) if role else query
    things = list(secrets._things(15))
    for some in (things[:50], things[50:]):
        answer = asking(THINGS, ids=some)
        assert not found(answer)
        assert not any(one and one["id"] in _revisions() for one in answer["nodes"])
    listed = asking(
        "{ tags(first: 100) { name articleCount } linkGroups { name links { title } } }"
    )
    assert listed["tags"] == [{"name": "Chung", "articleCount": 6}]
    assert listed["linkGroups"] == [{"name": "Liên kết", "links": []}]


def _revisions() -> set[str]:
    return {ids.encode("Revision", number) for number in range(1, 16)}


SAID = """query ($q: String!) { suggest(prefix: $q) { text } search(query: $q) { totalCount
  completeCount interpretedAs didYouMean interpretation { text typing wordsLetGo missing }
  facets { category { label count } year { count } byline { label count } } } }"""
NOTHING_SAID: dict[str, Any] = {
    "totalCount": 0,
    "completeCount": 0,
    "interpretedAs": None,
    "didYouMean": None,
    "facets": {"category": [], "year": [], "byline": []},
}


def taken_for(word: str) -> dict[str, Any]:
    """What is said of a word that nothing holds."""
    return {"text": word, "typing": "AS_TYPED", "wordsLetGo": False, "missing": [word]}


@pytest.mark.parametrize("role", ["", "WRITER"])
@pytest.mark.parametrize("state", STATES)
def test_no_count_knows_of_a_secret(
    secrets: Secrets, query: Asking, query_as: AskingAs, role: str, state: str
) -> None:
    """Guessing words, a reader would learn from a total what a draft says."""
    asking = query_as.role(role) if role else query
    for where in (
        {"title": {"contains": word(state, "title")}},
        {"byline": {"eq": word(state, "byline")}},
        {"tags": {"anyOf": [word(state, "tag")]}},
        {"or": [{"byline": {"in": [word(state, "byline")]}}], "status": ["DRAFT", "SCHEDULED"]},
        {"not": {"title": {"contains": "tin"}}},
    ):
        answer = asking(
            "query ($where: ArticleFilter) { articles(where: $where) { totalCount } }", where=where
        )
        assert answer["articles"]["totalCount"] == 0, where
    for field in FIELDS:
        answer = asking(SAID, q=word(state, field))
        assert answer["search"].pop("interpretation") == taken_for(word(state, field))
        assert answer == {"search": NOTHING_SAID, "suggest": []}, field


@pytest.mark.parametrize("state", STATES)
def test_nothing_said_about_a_query_knows_of_a_secret(
    secrets: Secrets, query: Asking, state: str
) -> None:
    """Mistyping on purpose, a reader would be told the word that a draft holds."""
    for field in FIELDS:
        secret = word(state, field)
        for typed in (
            f"{secret[:-1]}x",
            secret[:-1],
            f"{secret}t",
            f"{secret[1]}{secret[0]}{secret[2:]}",
        ):
            said = query(SAID, q=typed)["search"]
            assert said.pop("interpretation") == taken_for(typed)
            assert said == NOTHING_SAID
            for text in (
                f"tin {typed}",
                f"tinn OR {typed}",
                f'"công khai" {typed}',
                f"tin -{typed}",
            ):
                answer = query(SAID, q=text)["search"]
                assert secret not in json.dumps(answer, ensure_ascii=False).replace(typed, "")


@pytest.mark.parametrize("role", ["", "WRITER"])
def test_totals_are_those_of_what_is_published(
    secrets: Secrets, query: Asking, query_as: AskingAs, role: str
) -> None:
    """A menu would show more articles than a reader finds."""
    asking = query_as.role(role) if role else query
    answer = asking(
        """{ articles(where: {status: [DRAFT, TRASHED, PUBLISHED]}) { totalCount }
             categories { articleCount articles { totalCount } children { articleCount } } }"""
    )
    (root,) = answer["categories"]
    assert root["articleCount"] == root["children"][0]["articleCount"] == 6
    assert root["articles"]["totalCount"] == 6
    assert answer["articles"]["totalCount"] == 6


def test_a_writer_sees_their_own_draft_and_no_other(
    desk: Desk, secrets: Secrets, query: Asking, query_as: AskingAs
) -> None:
    """A writer could not go on with their own text, or would read a colleague's."""
    writer = query_as.role("WRITER")
    account = ids.row_of(
        writer("{ viewer { account { id } } }")["viewer"]["account"]["id"], "Account"
    )
    own = desk.article(
        secrets.child, "Bản nháp của tôi", actor=Actor(account, Role.WRITER), publish=False
    )
    document = "query ($id: ID!) { node(id: $id) { ... on Article { title status } } }"
    shown = writer(document, id=article_id(own))["node"]
    assert shown == {"title": "Bản nháp của tôi", "status": "DRAFT"}
    assert query(document, id=article_id(own))["node"] is None
    mine = writer("{ articles(where: {status: [DRAFT]}) { nodes { title } } }")
    assert mine["articles"]["nodes"] == [{"title": "Bản nháp của tôi"}]
    desk.move(own, "trash")
