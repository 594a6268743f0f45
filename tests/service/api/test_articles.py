"""One article: what is read of it, by whom, and by which of its slugs."""

from datetime import timedelta

import pytest

from service.content.times import now
from tests.asking import Asking, AskingAs
from tests.service.api.desk import DAY_ONE, Desk, article_id, category_id

ARTICLE = """query ($slug: String!) { article(slug: $slug) {
  id slug path title lead body plainText byline status publishedAt createdAt updatedAt version
  viewCount hasPendingChanges postedBy { displayName } updatedBy { displayName }
  category { name path parent { name } ancestors { slug } children { slug } position }
  tags { slug name } cover { url width height alt placeholder }
  images { image { alt } caption position }
  newer(first: 2) { slug } older(first: 2) { slug }
  revisions { totalCount nodes { version changedFields at by { displayName } } } } }"""


def test_everything_of_it(desk: Desk, query: Asking, query_as: AskingAs) -> None:
    """A page of a portal would lack something that stands on it."""
    poster = desk.account(name="Quản trị")
    root = desk.category("Xây dựng Đảng")
    leaf = desk.category("Dân tộc - Tôn giáo", root)
    image = desk.image("Quang cảnh hội nghị")
    around = [desk.article(leaf, published_at=DAY_ONE + timedelta(days=day)) for day in (1, 2, 3)]
    entry_id = desk.article(
        leaf,
        "Nâng cao chất lượng sinh hoạt chi bộ",
        actor=poster,
        lead="Thực hiện Hướng dẫn số 12-HD/BTCTW.",
        body="<h2>Một</h2><p>Hai</p>",
        byline="PH",
        tags=["Chi bộ", "Đảng viên"],
        cover_id=image,
        images=[(image, "Ảnh: PH")],
        published_at=DAY_ONE + timedelta(days=1, hours=1),
    )
    desk.view(entry_id, 4710)
    found = query(ARTICLE, slug="nang-cao-chat-luong-sinh-hoat-chi-bo")["article"]
    cover, category = found.pop("cover"), found.pop("category")
    assert found.pop("createdAt")[-6:] == found.pop("updatedAt")[-6:] == "+07:00"
    assert cover.pop("url").startswith("/media/")
    assert cover == {
        "width": 8, "height": 6, "alt": "Quang cảnh hội nghị", "placeholder": None
    }  # fmt: skip
    assert category == {
        "name": "Dân tộc - Tôn giáo",
        "path": "/xay-dung-dang/dan-toc-ton-giao",
        "parent": {"name": "Xây dựng Đảng"},
        "ancestors": [{"slug": "xay-dung-dang"}],
        "children": [],
        "position": 0,
    }
    assert found == {
        "id": article_id(entry_id),
        "slug": "nang-cao-chat-luong-sinh-hoat-chi-bo",
        "path": "/dan-toc-ton-giao/nang-cao-chat-luong-sinh-hoat-chi-bo",
        "title": "Nâng cao chất lượng sinh hoạt chi bộ",
        "lead": "Thực hiện Hướng dẫn số 12-HD/BTCTW.",
        "body": "<h2>Một</h2><p>Hai</p>",
        "plainText": found["plainText"],
        "byline": "PH",
        "status": "PUBLISHED",
        "publishedAt": "2020-10-02T11:00:00+07:00",
        "version": 1,
        "viewCount": 4710,
        "hasPendingChanges": None,
        "postedBy": {"displayName": "Quản trị"},
        "updatedBy": None,
        "tags": [
            {"slug": "chi-bo", "name": "Chi bộ"},
            {"slug": "dang-vien", "name": "Đảng viên"},
        ],
        "images": [{"image": {"alt": "Quang cảnh hội nghị"}, "caption": "Ảnh: PH", "position": 0}],
        "newer": [{"slug": _slug(query, around[1])}, {"slug": _slug(query, around[2])}],
        "older": [{"slug": _slug(query, around[0])}],
        "revisions": None,
    }
    assert found["plainText"].split() == ["Một", "Hai"]


def _slug(query: Asking, entry_id: int) -> str:
    document = "query ($id: ID!) { node(id: $id) { ... on Article { slug } } }"
    slug: str = query(document, id=article_id(entry_id))["node"]["slug"]
    return slug


def test_the_two_versions(desk: Desk, query: Asking, query_as: AskingAs) -> None:
    """A reader would read a change before it is published, or an editor would not."""
    category, image = desk.category("Hai bản"), desk.image()
    entry_id = desk.article(category, "Bản đầu", body="<p>đầu</p>")
    desk.edit(entry_id, title="Bản sau", slug="ban-sau", body="<p>sau</p>")
    public = query(ARTICLE, slug="ban-dau")["article"]
    inside = query_as("EDITOR", ARTICLE, slug="ban-dau")["article"]
    assert (public["title"], public["body"], public["version"]) == ("Bản đầu", "<p>đầu</p>", 1)
    assert (inside["title"], inside["body"], inside["version"]) == ("Bản sau", "<p>sau</p>", 2)
    assert inside["hasPendingChanges"] is True
    assert inside["status"] == "PUBLISHED"
    assert inside["revisions"]["totalCount"] == 2
    assert [one["version"] for one in inside["revisions"]["nodes"]] == [2, 1]
    assert set(inside["revisions"]["nodes"][0]["changedFields"]) == {"title", "slug", "body"}
    desk.edit(entry_id, category_id=desk.category("Khác"), published_at=DAY_ONE, cover_id=image)
    newest = query_as("EDITOR", ARTICLE, slug="ban-dau")["article"]["revisions"]["nodes"][0]
    assert set(newest["changedFields"]) == {"category", "publishedAt", "cover"}
    assert query(ARTICLE, slug="ban-sau")["article"] is None
    desk.move(entry_id, "publish")
    assert query(ARTICLE, slug="ban-sau")["article"]["slug"] == "ban-sau"
    assert query(ARTICLE, slug="ban-dau")["article"]["slug"] == "ban-sau"
    assert query_as("EDITOR", ARTICLE, slug="ban-sau")["article"]["hasPendingChanges"] is False


def test_scheduled(desk: Desk, query: Asking, query_as: AskingAs) -> None:
    """It would be read before its time, or not be found by its editor."""
    entry_id = desk.article(desk.category("Hẹn giờ"), "Bài hẹn giờ", publish=False)
    desk.move(entry_id, "schedule", now() + timedelta(days=1))
    assert query(ARTICLE, slug="bai-hen-gio")["article"] is None
    assert query_as("EDITOR", ARTICLE, slug="bai-hen-gio")["article"]["status"] == "SCHEDULED"


@pytest.mark.parametrize("slug", ["", "khong-co", "a\x00b", "x" * 1_000, "ô'\"%"])
def test_no_such_slug(query: Asking, slug: str) -> None:
    """A wrong address would be an error instead of nothing."""
    assert query(ARTICLE, slug=slug) == {"article": None}


@pytest.mark.parametrize(
    "node_id", ["", "x", "QXJ0aWNsZTo", article_id(2**62), article_id(2**70), "A" * 10_000, "ơ",
                "\x00", article_id(-1), "QXJ0aWNsZTowMQ"]
)  # fmt: skip
def test_no_such_id(query: Asking, node_id: str) -> None:
    """Rubbish for an id would be an internal error."""
    document = "query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }"
    assert query(document, id=node_id) == {"node": None, "nodes": [None]}


def test_nodes_in_order(desk: Desk, query: Asking) -> None:
    """A client would take one thing for another."""
    category = desk.category("Thứ tự")
    wanted = [article_id(desk.article(category)), category_id(category), "x"]
    wanted += [article_id(desk.article(category)), wanted[0]]
    found = query("query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }", ids=wanted)
    assert [one and one["id"] for one in found["nodes"]] == [*wanted[:2], None, *wanted[3:]]
    assert query.code("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=["x"] * 101)


def test_neighbours_are_those_of_its_own_category(desk: Desk, query: Asking) -> None:
    """Other news under an article would come from another section, or be out of order."""
    root = desk.category("Tin nhà")
    child = desk.category("Tin con", root)
    at = [DAY_ONE + timedelta(days=day) for day in range(5)]
    first, second, third = (
        desk.article(root, f"Hàng xóm {day}", published_at=at[day]) for day in (1, 2, 3)
    )
    desk.article(child, "Con", published_at=at[2])
    desk.article(root, "Nháp hàng xóm", publish=False, published_at=at[2])
    twin = desk.article(root, "Cùng lúc", published_at=at[2])
    document = "query ($slug: String!) { article(slug: $slug) { newer { id } older { id } } }"
    found = query(document, slug="hang-xom-2")["article"]
    assert [one["id"] for one in found["newer"]] == [article_id(twin), article_id(third)]
    assert [one["id"] for one in found["older"]] == [article_id(first)]
    assert _slug(query, second) == "hang-xom-2"
    for wrong in (0, 101):
        document = f'{{ article(slug: "hang-xom-2") {{ newer(first: {wrong}) {{ id }} }} }}'
        assert query.code(document) == "BAD_REQUEST"


def test_pages_of_revisions(desk: Desk, query_as: AskingAs) -> None:
    """An editor would not see how an article came to be."""
    entry_id = desk.article(desk.category("Lịch sử"), "Bài có lịch sử")
    for number in range(5):
        desk.edit(entry_id, title=f"Lần {number}")
    document = """query ($id: ID!, $first: Int, $after: String) { node(id: $id) { ... on Article {
      revisions(first: $first, after: $after) { totalCount nodes { id version }
        pageInfo { hasNextPage hasPreviousPage endCursor } } } } }"""

    def page(after: str | None, first: int = 4) -> tuple[list[int], dict[str, object]]:
        found = query_as("EDITOR", document, id=article_id(entry_id), first=first, after=after)
        revisions = found["node"]["revisions"]
        assert revisions["totalCount"] == 6
        return [one["version"] for one in revisions["nodes"]], revisions["pageInfo"]

    versions, info = page(None)
    assert (versions, info["hasNextPage"], info["hasPreviousPage"]) == ([6, 5, 4, 3], True, False)
    versions, info = page(str(info["endCursor"]))
    assert (versions, info["hasNextPage"], info["hasPreviousPage"]) == ([2, 1], False, True)
    asking = query_as.role("EDITOR")
    assert asking.code(document, id=article_id(entry_id), after="x") == "BAD_REQUEST"


def test_renditions(desk: Desk, query: Asking) -> None:
    """A page would load pictures larger than it shows."""
    desk.article(desk.category("Ảnh"), "Bài có ảnh", cover_id=desk.image())
    document = '{ article(slug: "bai-co-anh") { cover { url(width: 320, format: WEBP) } } }'
    url = query(document)["article"]["cover"]["url"]
    assert url.startswith("/media/r/")
    assert url.endswith(".webp")
    assert query.code(document.replace("320", "1")) == "BAD_REQUEST"
    assert query.code(document.replace("WEBP", "BMP")) == "GRAPHQL_VALIDATION_FAILED"
