"""Keeping what stands around the articles: categories, tags, links, the site, accounts, tokens."""

from typing import Any

import pytest

from tests.asking import Asking, AskingAs
from tests.service.api.desk import Desk, category_id


@pytest.fixture(scope="module")
def editor(query_as: AskingAs) -> Asking:
    return query_as.role("EDITOR")


@pytest.fixture(scope="module")
def admin(query_as: AskingAs) -> Asking:
    return query_as.role("ADMIN")


def do(asking: Asking, name: str, fields: str, /, **values: Any) -> Any:
    """The payload of a mutation whose input type has the mutation's name."""
    kinds = {"Tag": "TagInput", "DeleteTag": "DeleteInput", "DeleteLink": "DeleteInput"}
    kinds |= {"DeleteLinkGroup": "DeleteInput", "RevokeToken": "DeleteInput"}
    upper = name[0].upper() + name[1:]
    kind = "TagInput" if upper in {"CreateTag", "UpdateTag"} else kinds.get(upper, f"{upper}Input")
    document = f"""mutation ($input: {kind}!) {{ {name}(input: $input) {{
      {fields} errors {{ code field }} }} }}"""
    return asking(document, input=values)[name]


def test_categories(desk: Desk, editor: Asking, query: Asking) -> None:
    """An editor could not keep the menu, or could tie it into a knot."""
    fields = "category { id slug path position description parent { slug } }"
    root = do(editor, "createCategory", fields, name="Kinh tế", description="Chung")["category"]
    assert root["path"] == "/kinh-te"
    leaf = do(editor, "createCategory", fields, name="Nông nghiệp", parent=root["id"])["category"]
    assert leaf["path"] == "/kinh-te/nong-nghiep"
    loop = do(editor, "moveCategory", fields, id=root["id"], parent=leaf["id"])
    assert loop == {"category": None, "errors": [{"code": "INVALID", "field": ["parent"]}]}
    kept = do(editor, "moveCategory", fields, id=leaf["id"], position=0)["category"]
    assert kept["parent"] == {"slug": "kinh-te"}  # absent is not null
    second = do(editor, "createCategory", fields, name="Rừng", parent=root["id"])["category"]
    for where in ({}, {"parent": root["id"]}):
        kept = do(editor, "moveCategory", fields, id=leaf["id"], **where)["category"]
        assert kept["position"] == 0
    last = do(editor, "moveCategory", fields, id=leaf["id"], position=None)["category"]
    assert last["position"] == 1
    do(editor, "deleteCategory", "id", id=second["id"])
    moved = do(editor, "moveCategory", fields, id=leaf["id"], parent=None, position=0)
    assert (moved["category"]["parent"], moved["category"]["position"]) == (None, 0)
    assert [one["slug"] for one in query("{ categories { slug } }")["categories"]] == [
        "nong-nghiep",
        "kinh-te",
    ]
    renamed = do(editor, "updateCategory", fields, id=leaf["id"], name="Ruộng đồng", slug="ruong")
    assert renamed["category"]["slug"] == "ruong"
    assert query('{ category(slug: "nong-nghiep") { slug } }') == {"category": {"slug": "ruong"}}
    cleared = do(editor, "updateCategory", fields, id=root["id"], description=None)
    assert cleared["category"]["description"] is None
    twin = do(editor, "createCategory", fields, name="Khác", slug="ruong")
    assert twin["errors"] == [{"code": "NOT_UNIQUE", "field": ["slug"]}]
    missing = do(editor, "createCategory", fields, name="Lạc", parent="rubbish")
    assert missing["errors"] == [{"code": "NOT_FOUND", "field": ["parent"]}]
    desk.article(int(_row(root["id"])), "Trong kinh tế")
    used = do(editor, "deleteCategory", "id", id=root["id"])
    assert used == {"id": None, "errors": [{"code": "IN_USE", "field": ["moveTo"]}]}
    gone = do(editor, "deleteCategory", "id", id=root["id"], moveTo=leaf["id"])
    assert gone == {"id": root["id"], "errors": []}
    listed = "query ($where: ArticleFilter) { articles(where: $where) { nodes { path } } }"
    desk.settle_index()
    for slug in ("ruong", "nong-nghiep", "kinh-te"):  # its own, its old one, one of what is gone
        found = query(listed, where={"category": {"slugs": [slug]}})["articles"]["nodes"]
        assert found == [{"path": "/ruong/trong-kinh-te"}]


def _row(global_id: str) -> str:
    for number in range(1, 100):
        if category_id(number) == global_id:
            return str(number)
    raise AssertionError(global_id)


def test_tags(desk: Desk, editor: Asking, query: Asking) -> None:
    """A reader who types without accents would not find a tag."""
    made = do(editor, "createTag", "tag { id slug name }", name="Đại hội Đảng")["tag"]
    assert made["slug"] == "dai-hoi-dang"
    again = do(editor, "createTag", "tag { id }", id=made["id"], name="Khác")
    assert again == {"tag": None, "errors": [{"code": "INVALID", "field": ["id"]}]}
    twin = do(editor, "createTag", "tag { id }", name="đại hội đảng")
    assert twin["errors"][0]["code"] == "NOT_UNIQUE"
    assert query('{ tags(prefix: "dai") { name } }') == {"tags": []}
    category = desk.category("Thẻ")
    for names in (["Đại hội Đảng", "Đãi cát"], ["Đại lễ", "Bão"]):
        desk.article(category, tags=names)

    def tags(arguments: str) -> list[str]:
        return [one["name"] for one in query(f"{{ tags({arguments}) {{ name }} }}")["tags"]]

    assert tags('prefix: "dai"') == ["Đãi cát", "Đại hội Đảng", "Đại lễ"]
    assert tags('prefix: "ĐẠI"') == ["Đại hội Đảng", "Đại lễ"]
    assert tags('prefix: "dai hoi d"') == ["Đại hội Đảng"]
    assert tags('prefix: "%"') == []
    assert tags("first: 1") == ["Bão"]
    assert query.code("{ tags(first: 0) { name } }") == "BAD_REQUEST"
    renamed = do(editor, "updateTag", "tag { slug name }", id=made["id"], name="Đại hội", slug="dh")
    assert renamed["tag"] == {"slug": "dh", "name": "Đại hội"}
    nameless = do(editor, "updateTag", "tag { slug }", name="x")
    assert nameless["errors"] == [{"code": "REQUIRED", "field": ["id"]}]
    assert do(editor, "deleteTag", "id", id=made["id"])["id"] == made["id"]
    assert tags('prefix: "dai hoi"') == []


def test_links(editor: Asking, query: Asking) -> None:
    """The links beside a page could not be kept, or would show before their time."""
    group = do(editor, "createLinkGroup", "linkGroup { id name position }", name="Trung ương")
    group_id, past = group["linkGroup"]["id"], "2020-01-01T00:00:00"
    made = [
        do(editor, "createLink", "link { id position }", group=group_id, **values)
        for values in (
            {"title": "Chính phủ", "url": "https://chinhphu.example"},
            {"title": "Quốc hội", "url": "https://quochoi.example", "visibleUntil": past},
            {"title": "Đảng", "url": "https://dang.example"},
        )
    ]
    links = [one["link"]["id"] for one in made]
    shown = "{ linkGroups { name links { title } } site { linkGroups { links { id } } } }"
    assert query(shown)["linkGroups"] == [
        {"name": "Trung ương", "links": [{"title": "Chính phủ"}, {"title": "Đảng"}]}
    ]
    assert len(editor(shown)["linkGroups"][0]["links"]) == 3
    order = do(
        editor, "reorderLinks", "linkGroup { links { id } }", group=group_id, links=links[::-1]
    )
    assert [one["id"] for one in order["linkGroup"]["links"]] == links[::-1]
    partial = do(editor, "reorderLinks", "linkGroup { id }", group=group_id, links=links[:1])
    assert partial["errors"] == [{"code": "INVALID", "field": ["links"]}]
    script = do(editor, "updateLink", "link { id }", id=links[0], url="javascript:alert(1)")
    assert script["errors"] == [{"code": "INVALID", "field": ["url"]}]
    changed = do(
        editor, "updateLink", "link { title visibleUntil }", id=links[1], visibleUntil=None
    )
    assert changed["link"] == {"title": "Quốc hội", "visibleUntil": None}
    second = do(editor, "createLinkGroup", "linkGroup { id }", name="Báo")["linkGroup"]["id"]
    moved = do(editor, "updateLink", "link { position }", id=links[1], group=second)
    assert moved["link"] == {"position": 0}
    first = do(editor, "updateLinkGroup", "linkGroup { name position }", id=second, position=0)
    assert first["linkGroup"] == {"name": "Báo", "position": 0}
    node = "query ($id: ID!) { node(id: $id) { ... on Link { title } ... on LinkGroup { name } } }"
    assert query(node, id=links[0])["node"] == {"title": "Chính phủ"}
    assert do(editor, "deleteLink", "id", id=links[0])["errors"] == []
    assert do(editor, "deleteLinkGroup", "id", id=group_id)["errors"] == []
    assert query(node, id=group_id)["node"] is None


def test_site(admin: Asking, editor: Asking, query: Asking) -> None:
    """The name above every page could not be set, or by anyone."""
    values = {"name": "Cổng thông tin", "slogan": "Vì dân", "baseUrl": "https://cong.example/"}
    document = (
        "mutation ($input: UpdateSiteInput!) { updateSite(input: $input) { errors { code } } }"
    )
    assert editor.code(document, input=values) == "FORBIDDEN"
    made = do(admin, "updateSite", "site { name slogan baseUrl }", **values)["site"]
    assert made == {**values, "baseUrl": "https://cong.example"}
    assert do(admin, "updateSite", "site { slogan }", slogan=None)["site"] == {"slogan": None}
    nameless = do(admin, "updateSite", "site { name }", name=None)
    assert nameless == {"site": None, "errors": [{"code": "REQUIRED", "field": ["name"]}]}
    assert query("{ site { name menu { slug } } }")["site"]["name"] == "Cổng thông tin"


def test_accounts(admin: Asking, editor: Asking) -> None:
    """Nobody could be let in, or kept out."""
    new = {"login": "lan", "displayName": "Lan", "role": "WRITER"}
    document = """mutation ($input: CreateAccountInput!) {
      createAccount(input: $input) { errors { code } } }"""
    assert editor.code(document, input=new) == "FORBIDDEN"
    made = do(admin, "createAccount", "account { id displayName } invitation", **new)
    assert made["account"]["displayName"] == "Lan"
    assert len(made["invitation"]) > 20
    twin = do(admin, "createAccount", "account { id } invitation", **new)
    assert twin["errors"] == [{"code": "NOT_UNIQUE", "field": ["login"]}]
    short = do(admin, "createAccount", "account { id }", **{**new, "login": "x"}, password="x")
    assert short["errors"][0]["field"] == ["password"]
    own = {"id": made["account"]["id"]}
    changed = do(
        admin, "updateAccount", "account { displayName }", **own,
        displayName="Lan Anh", role="EDITOR", disabled=True,
    )  # fmt: skip
    assert changed == {"account": {"displayName": "Lan Anh"}, "errors": []}
    nameless = do(admin, "updateAccount", "account { id }", **own, role=None)
    assert nameless["errors"] == [{"code": "REQUIRED", "field": ["role"]}]


def test_an_invitation(admin: Asking, query: Asking) -> None:
    """Who is invited could not come in, or could come in twice by one invitation."""
    new = {"login": "minh", "displayName": "Minh", "role": "WRITER"}
    invitation = do(admin, "createAccount", "invitation", **new)["invitation"]
    given = {"invitation": invitation, "password": "mat khau cua Minh"}
    fields = "account { displayName }"
    short = do(query, "acceptInvitation", fields, **{**given, "password": "x"})
    assert short["errors"] == [{"code": "INVALID", "field": ["password"]}]
    accepted = do(query, "acceptInvitation", fields, **given)
    assert accepted == {"account": {"displayName": "Minh"}, "errors": []}
    entered = do(query, "login", "viewer { login }", login="minh", password=given["password"])
    assert entered["viewer"] == {"login": "minh"}
    query.client.cookies.clear()
    again = do(query, "acceptInvitation", fields, **given)
    assert again["errors"] == [{"code": "INVALID", "field": ["invitation"]}]


def test_tokens(admin: Asking, editor: Asking) -> None:
    """A program could not be given a key, or it could not be taken back."""
    made = do(admin, "createToken", "id token", name="Trang chủ", role="EDITOR", scopes=["tags"])
    asking = Asking(admin.client, made["token"])
    viewer = asking("{ viewer { login role scopes account { displayName } } }")["viewer"]
    assert (viewer["role"], viewer["scopes"]) == ("EDITOR", ["tags"])
    assert do(asking, "createTag", "tag { name }", name="Thẻ mới")["errors"] == []
    document = 'mutation { createLinkGroup(input: {name: "x"}) { errors { code } } }'
    assert asking.code(document) == "FORBIDDEN"
    for wrong in (["everything"], []):  # of no action it would be confined to nothing at all
        refused = do(admin, "createToken", "id", name="x", role="EDITOR", scopes=wrong)
        assert refused == {"id": None, "errors": [{"code": "INVALID", "field": ["scopes"]}]}
    assert do(admin, "revokeToken", "id", id=made["id"])["id"] == made["id"]
    response = admin.client.post(
        "/graphql", json={"query": "{ viewer { login } }"}, headers=asking.headers
    )
    assert response.status_code == 401
    assert response.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert do(admin, "revokeToken", "id", id="rubbish")["errors"][0]["code"] == "NOT_FOUND"


def test_a_token_without_drafts_reads_as_the_public(desk: Desk, admin: Asking) -> None:
    """A key for one purpose would read everything that its role may."""
    desk.article(desk.category("Kín"), "Bài kín", publish=False)
    made = do(admin, "createToken", "token", name="Nhập", role="ADMIN", scopes=["import"])
    asking = Asking(admin.client, made["token"])
    assert asking('{ article(slug: "bai-kin") { title } }') == {"article": None}


@pytest.mark.parametrize("scope", ["write", "publish"])
def test_a_token_that_changes_articles_sees_them(desk: Desk, admin: Asking, scope: str) -> None:
    """A program would not get to know the id or the version of what it has just made."""
    scopes = sorted({"write", scope})
    made = do(admin, "createToken", "token", name="Nguồn tin", role="EDITOR", scopes=scopes)
    asking = Asking(admin.client, made["token"])
    values = {"title": f"Từ {scope}", "body": "", "category": category_id(desk.category(scope))}
    draft = do(asking, "createArticle", "article { id version status }", **values)["article"]
    assert (draft["version"], draft["status"]) == (1, "DRAFT")
    assert asking("{ viewer { scopes } }")["viewer"]["scopes"] == sorted({*scopes, "see_drafts"})
    only = do(admin, "createToken", "token", name="Một việc", role="EDITOR", scopes=[scope])
    node = "query ($id: ID!) { node(id: $id) { ... on Article { status } } }"
    assert Asking(admin.client, only["token"])(node, id=draft["id"])["node"] == {"status": "DRAFT"}
