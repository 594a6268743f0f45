"""Writing articles: payloads, refusals as data, the lifecycle, and what is searchable."""

from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from service.api import ids
from service.content.times import now
from tests.asking import Asking, AskingAs, make_token
from tests.service.api.desk import Desk, article_id, category_id
from tests.service.operations.picture_files import draw

PAYLOAD = """searchable errors { code field message }
  article { id version status title slug publishedAt hasPendingChanges updatedBy { displayName }
    tags { name } images { caption } cover { alt } lead byline }"""


def mutation(name: str, input_type: str) -> str:
    return f"mutation ($input: {input_type}!) {{ do: {name}(input: $input) {{ {PAYLOAD} }} }}"


def move(name: str) -> str:
    return mutation(f"{name}Article", "ArticleTransitionInput")


CREATE = mutation("createArticle", "CreateArticleInput")
UPDATE = mutation("updateArticle", "UpdateArticleInput")
SCHEDULE = mutation("scheduleArticle", "ScheduleArticleInput")


@pytest.fixture(scope="module")
def category(desk: Desk) -> str:
    return category_id(desk.category("Thời sự"))


@pytest.fixture(scope="module")
def editor(query_as: AskingAs) -> Asking:
    return query_as.role("EDITOR")


def done(asking: Asking, document: str, **values: Any) -> dict[str, Any]:
    """The payload's article, where nothing was refused."""
    payload = asking(document, input=values)["do"]
    assert payload["errors"] == []
    assert payload["searchable"] is True
    article: dict[str, Any] = payload["article"]
    return article


def refused(asking: Asking, document: str, **values: Any) -> list[tuple[str, list[str] | None]]:
    """Code and field of each refusal."""
    payload = asking(document, input=values)["do"]
    return [(one["code"], one["field"]) for one in payload["errors"]]


def test_a_life(editor: Asking, query: Asking, category: str) -> None:
    """What an editor does would be found late, or still be found when it is gone."""

    def hits(words: str) -> int:
        document = "query ($q: String!) { search(query: $q) { totalCount } }"
        total: int = query(document, q=words)["search"]["totalCount"]
        return total

    article = done(editor, CREATE, title="Khởi công cầu", body="<p>Nhịp</p>", category=category)
    assert (article["status"], article["version"]) == ("DRAFT", 1)
    assert article["updatedBy"] == {"displayName": "editor"}
    assert hits("khoi cong cau") == 0
    own = {"id": article["id"]}
    article = done(editor, move("publish"), **own, expectedVersion=1)
    assert article["status"] == "PUBLISHED"
    assert hits("khoi cong cau") == 1
    article = done(editor, UPDATE, **own, expectedVersion=2, title="Thông xe hầm", tags=["Cầu"])
    assert article["hasPendingChanges"] is True
    assert (hits("khoi cong cau"), hits("thong xe ham")) == (1, 0)
    article = done(editor, UPDATE, **own, expectedVersion=3, byline="PH", publish=True)
    assert article["hasPendingChanges"] is False
    assert (hits("khoi cong cau"), hits("thong xe ham")) == (0, 1)
    article = done(editor, move("unpublish"), **own, expectedVersion=4)
    assert (article["status"], hits("thong xe ham")) == ("DRAFT", 0)
    article = done(editor, move("archive"), **own, expectedVersion=5)
    article = done(editor, move("trash"), **own, expectedVersion=6)
    assert article["status"] == "TRASHED"
    assert refused(editor, move("publish"), **own, expectedVersion=7) == [
        ("INVALID_TRANSITION", None)
    ]
    article = done(editor, move("restore"), **own, expectedVersion=7)
    assert (article["status"], article["version"]) == ("ARCHIVED", 8)


def test_scheduling(editor: Asking, category: str) -> None:
    """A text would appear at once instead of at its time."""
    article = done(editor, CREATE, title="Hẹn giờ", body="", category=category)
    later = (now() + timedelta(days=2)).replace(microsecond=0)
    made = done(editor, SCHEDULE, id=article["id"], expectedVersion=1, publishAt=later.isoformat())
    assert made["status"] == "SCHEDULED"
    past = "2020-01-01T00:00:00"
    refusals = refused(editor, SCHEDULE, id=article["id"], expectedVersion=2, publishAt=past)
    assert refusals == [("INVALID", ["publishAt"])]


def test_absent_keeps_and_null_clears(desk: Desk, editor: Asking, category: str) -> None:
    """Saving one field of a form would empty the others, or none could be emptied."""
    image = ids.encode("Image", desk.image("Ảnh"))
    article = done(
        editor,
        CREATE,
        title="Đủ cả",
        body="",
        category=category,
        lead="Sapo",
        byline="PH",
        tags=["Một", "Hai", "một"],
        cover=image,
        images=[{"image": image, "caption": "Chú thích"}, {"image": image}],
    )
    assert [one["name"] for one in article["tags"]] == ["Một", "Hai"]
    assert [one["caption"] for one in article["images"]] == ["Chú thích", None]
    kept = done(editor, UPDATE, id=article["id"], expectedVersion=1, title="Đổi tên")
    assert {**kept, "title": "Đủ cả", "version": 1, "slug": article["slug"]} == article
    cleared = done(
        editor,
        UPDATE,
        id=article["id"],
        expectedVersion=2,
        **dict.fromkeys(("lead", "byline", "tags", "cover", "images")),
    )
    assert (cleared["lead"], cleared["byline"], cleared["cover"]) == (None, None, None)
    assert cleared["tags"] == cleared["images"] == []


def test_everything_wrong_is_said_at_once(editor: Asking, category: str) -> None:
    """A form would show one mistake after another."""
    assert refused(
        editor,
        CREATE,
        title=" ",
        body="<p>x</p>",
        category=category_id(999),
        byline="x" * 201,
        cover="QXJ0aWNsZTox",
        images=[{"image": "rubbish"}],
        tags=["", "x" * 200],
    ) == [
        ("REQUIRED", ["title"]),
        ("TOO_LONG", ["byline"]),
        ("NOT_FOUND", ["category"]),
        ("NOT_FOUND", ["cover"]),
        ("REQUIRED", ["tags"]),
        ("NOT_FOUND", ["images"]),
    ]
    assert editor('{ tags(prefix: "Thẻ kèm") { name } }') == {"tags": []}
    article = done(editor, CREATE, title="Sai hai chỗ", body="", category=category)
    wrong = {"title": " ", "tags": ["Thẻ kèm", ""]}
    assert refused(editor, UPDATE, id=article["id"], expectedVersion=1, **wrong) == [
        ("REQUIRED", ["title"]),
        ("REQUIRED", ["tags"]),
    ]


@pytest.mark.parametrize(
    ("values", "refusals"),
    [
        ({"title": None}, [("REQUIRED", ["title"])]),
        ({"category": None}, [("REQUIRED", ["category"])]),
        ({"title": "a\x00b"}, [("INVALID", ["title"])]),
        ({"expectedVersion": -(2**31)}, [("CONFLICT", ["expectedVersion"])]),
        ({"slug": "Có Dấu"}, [("INVALID", ["slug"])]),
        ({"slug": "da-co"}, [("NOT_UNIQUE", ["slug"])]),
        ({"title": "x" * 2_000}, [("TOO_LONG", ["title"])]),
        ({"body": "<div>" * 5_000}, [("INVALID", ["body"])]),
        ({"tags": ["x" * 200]}, [("TOO_LONG", ["tags"])]),
        ({"tags": [f"t{number}" for number in range(60)]}, [("TOO_LONG", ["tags"])]),
        ({"id": "rubbish"}, [("NOT_FOUND", ["id"])]),
        ({"id": article_id(10**12)}, [("NOT_FOUND", ["id"])]),
        ({"expectedVersion": 9}, [("CONFLICT", ["expectedVersion"])]),
    ],
)
def test_refusals(
    editor: Asking, category: str, values: dict[str, Any], refusals: list[Any]
) -> None:
    """A mistake would be taken, or end in an internal error; or half of it would be done."""
    editor(CREATE, input={"title": "Có", "slug": "da-co", "body": "", "category": category})
    article = done(editor, CREATE, title="Sẽ sửa", body="", category=category)
    given = {"id": article["id"], "expectedVersion": 1, "lead": "mới"} | values
    assert refused(editor, UPDATE, **given) == refusals
    document = "query ($id: ID!) { node(id: $id) { ... on Article { version lead } } }"
    assert editor(document, id=article["id"])["node"] == {"version": 1, "lead": None}


def test_a_conflict_shows_who_was_first(query_as: AskingAs, category: str) -> None:
    """Two editors would overwrite each other without knowing."""
    editor, admin = query_as.role("EDITOR"), query_as.role("ADMIN")
    article = done(editor, CREATE, title="Hai người", body="", category=category)
    done(admin, UPDATE, id=article["id"], expectedVersion=1, title="Người trước")
    payload = editor(UPDATE, input={"id": article["id"], "expectedVersion": 1, "title": "Sau"})
    (error,) = payload["do"]["errors"]
    assert (error["code"], error["field"]) == ("CONFLICT", ["expectedVersion"])
    shown = payload["do"]["article"]
    assert (shown["version"], shown["title"]) == (2, "Người trước")
    assert shown["updatedBy"] == {"displayName": "admin"}
    assert payload["do"]["searchable"] is False


def test_who_may(query: Asking, query_as: AskingAs, category: str) -> None:
    """Anyone could write, or a writer publish."""
    new = {"title": "Của ai", "body": "", "category": category}
    writer, editor = query_as.role("WRITER"), query_as.role("EDITOR")
    assert query.code(CREATE, input=new) == "UNAUTHENTICATED"
    assert writer.code(CREATE, input={**new, "publish": True}) == "FORBIDDEN"
    own = done(writer, CREATE, **new)
    done(writer, UPDATE, id=own["id"], expectedVersion=1, title="Của tôi")
    version = {"id": own["id"], "expectedVersion": 2}
    assert writer.code(move("publish"), input=version) == "FORBIDDEN"
    other = done(editor, CREATE, **new)
    stranger = {"id": other["id"], "expectedVersion": 1}
    assert refused(writer, UPDATE, **stranger, title="x") == [("NOT_FOUND", ["id"])]
    assert query.code(move("trash"), input=stranger) == "UNAUTHENTICATED"


def test_a_picture_that_is_not_shown_cannot_be_named(
    desk: Desk, editor: Asking, query_as: AskingAs, category: str
) -> None:
    """A writer would get a colleague's unpublished picture, by guessing its number."""
    writer, alt = query_as.role("WRITER"), "Chưa ai được xem"
    hidden = ids.encode("Image", desk.image(alt))
    new = {"title": "Đoán", "body": "", "category": category}
    assert refused(writer, CREATE, **new, cover=hidden, images=[{"image": hidden}]) == [
        ("NOT_FOUND", ["cover"]),
        ("NOT_FOUND", ["images"]),
    ]
    own = done(writer, CREATE, **new)
    change = {"id": own["id"], "expectedVersion": 1, "cover": hidden}
    assert refused(writer, UPDATE, **change) == [("NOT_FOUND", ["cover"])]
    done(editor, CREATE, **new, cover=hidden, publish=True)
    assert done(writer, UPDATE, **change)["cover"] == {"alt": alt}


def test_ones_own_upload(client: TestClient, category: str) -> None:
    """A writer could not use the picture they have just brought, or a colleague has too."""
    node = "query ($id: ID!) { node(id: $id) { ... on Image { alt } } }"
    first, second = (Asking(client, make_token(client, "WRITER")) for _ in range(2))
    uploaded = {}
    for writer in (first, second):
        form = {"files": {"file": draw("PNG")}, "data": {"alt": "Chợ phiên"}}
        image = client.post("/media", headers=writer.headers, **form).json()["id"]  # type: ignore[arg-type]
        assert writer(node, id=image)["node"] == {"alt": "Chợ phiên"}
        uploaded[writer] = image
    assert first(node, id=uploaded[second])["node"] is None
    for writer, image in uploaded.items():
        article = done(writer, CREATE, title="Chợ", body="", category=category, cover=image)
        assert article["cover"] == {"alt": "Chợ phiên"}


def test_several_in_one_request(editor: Asking, category: str) -> None:
    """The second change of a request would be shown as it was before the first."""
    article = done(editor, CREATE, title="Nối tiếp", body="", category=category)
    document = """mutation ($a: UpdateArticleInput!, $b: ArticleTransitionInput!) {
      a: updateArticle(input: $a) { article { version title status } }
      b: publishArticle(input: $b) { article { version title status } errors { code } } }"""
    found = editor(
        document,
        a={"id": article["id"], "expectedVersion": 1, "title": "Đã đổi"},
        b={"id": article["id"], "expectedVersion": 2},
    )
    assert found["a"]["article"] == {"version": 2, "title": "Đã đổi", "status": "DRAFT"}
    assert found["b"] == {
        "article": {"version": 3, "title": "Đã đổi", "status": "PUBLISHED"},
        "errors": [],
    }


def test_html_is_sanitised(editor: Asking, query: Asking, category: str) -> None:
    """A pasted script would run in every reader's browser."""
    article = done(
        editor,
        CREATE,
        title="Dán từ Word",
        body='<p class="MsoNormal" onclick="x()">Chữ<script>alert(1)</script></p>',
        category=category,
        publish=True,
    )
    document = "query ($id: ID!) { node(id: $id) { ... on Article { body } } }"
    assert query(document, id=article["id"])["node"] == {"body": "<p>Chữ</p>"}
