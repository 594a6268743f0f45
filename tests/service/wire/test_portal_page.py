"""All that stands on a real page of a portal has a place here, and comes back in one query."""

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from service.app import create_app
from service.cli import main
from service.settings import Settings
from tests.service.wire.portal_page import FILE, PortalPage, read_portal_page
from tests.service.wire.readers import read_by_many

pytestmark = pytest.mark.skipif(not FILE.is_file(), reason=f"{FILE} is kept beside the project")

MENU = ["Tin trong tỉnh", "Đại đoàn kết", "Giám sát - Phản biện"]
LINKS = {"Cổng thông tin điện tử": "https://example.vn/", "Báo điện tử": "https://bao.example.vn/"}
NEWER = ["Tin mới thứ nhất", "Tin mới thứ hai"]
OLDER = ["Tin cũ thứ nhất", "Tin cũ thứ hai"]
ALT = "Các đảng viên ngồi trong hội trường"
PASSWORD = "một mật khẩu khá dài"

EVERYTHING = """
query Page($slug: String!) {
  site { slogan menu { name } linkGroups { name links { title url } } }
  article(slug: $slug) {
    category { name }
    title
    lead
    body
    plainText
    byline
    postedBy { displayName }
    publishedAt
    viewCount
    images { caption image { url alt width height } }
    newer { title }
    older { title }
  }
}
"""


class Portal:
    """One service in this process, and a client that acts as whoever `token` says."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.token = ""

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def query(self, document: str, **variables: Any) -> Any:
        body = {"query": document, "variables": variables}
        answer = self.client.post("/graphql", json=body, headers=self.headers).json()
        assert "errors" not in answer, answer
        return answer["data"]

    def change(self, mutation: str, fields: str, **values: Any) -> Any:
        kind = f"{mutation[0].upper()}{mutation[1:]}Input!"
        document = (
            f"mutation ($input: {kind}) "
            f"{{ {mutation}(input: $input) {{ {fields} errors {{ code field message }} }} }}"
        )
        payload = self.query(document, input=values)[mutation]
        assert payload["errors"] == [], payload
        return payload

    def log_in(self, login: str) -> None:
        self.leave()
        made = self.change("login", "token", login=login, password=PASSWORD)
        self.token = made["token"]

    def leave(self) -> None:
        """From here on it is a reader's browser."""
        self.token = ""
        self.client.cookies.clear()

    def found(self, text: str) -> list[str]:
        document = "query ($q: String!) { search(query: $q) { nodes { title } } }"
        return [node["title"] for node in self.query(document, q=text)["search"]["nodes"]]


@dataclass(frozen=True)
class Entered:
    """The page once an editor has entered it: what comes back, and where the picture is."""

    page: PortalPage
    portal: Portal
    shown: Any
    picture: str


@pytest.fixture(scope="module")
def entered(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[Entered]:
    folder = tmp_path_factory.mktemp("portal")
    settings = Settings(data_dir=folder)
    (folder / "toasoan.db").write_bytes(empty_database.read_bytes())
    page = read_portal_page()
    with TestClient(create_app(settings)) as client:
        portal = Portal(client)
        portal.token = first_token(folder)
        furnish(portal, page)
        portal.log_in("quantri")
        category = menu(portal, page)
        image = upload(portal)
        neighbours(portal, page, category)
        article = publish(portal, page, category, image)
        portal.leave()
        read(portal, article["id"], page.views)
        shown = portal.query(EVERYTHING, slug=article["slug"])
        yield Entered(page, portal, shown, image["url"])


def first_token(folder: Path) -> str:
    """An administrator's, from the command line, as at any new portal."""
    with pytest.MonkeyPatch.context() as patch, io.StringIO() as printed:
        patch.setenv("TOASOAN_DATA_DIR", str(folder))
        patch.setattr("sys.stdout", printed)
        assert main(["token", "create", "--role", "admin", "--name", "first"]) == 0
        return printed.getvalue().splitlines()[-1]


def furnish(portal: Portal, page: PortalPage) -> None:
    """What an administrator sets up once: the slogan, the web links, and who works here."""
    portal.change("updateSite", "site { slogan }", slogan=page.slogan)
    made = portal.change("createLinkGroup", "linkGroup { id }", name=page.links_heading)
    for title, url in LINKS.items():
        group = made["linkGroup"]["id"]
        portal.change("createLink", "link { id }", group=group, title=title, url=url)
    portal.change(
        "createAccount",
        "account { id }",
        login="quantri",
        displayName=page.poster,
        role="EDITOR",
        password=PASSWORD,
    )


def menu(portal: Portal, page: PortalPage) -> str:
    """The categories in the order of the menu; returns the id of the page's own."""
    for name in (*MENU, page.category):
        made = portal.change("createCategory", "category { id }", name=name)
    return str(made["category"]["id"])


def upload(portal: Portal) -> Any:
    """The picture; the page as text does not hold it, so it is drawn."""
    drawn = io.BytesIO()
    Image.radial_gradient("L").resize((640, 420)).convert("RGB").save(drawn, "JPEG")
    answer = portal.client.post(
        "/media",
        files={"file": ("toan-canh.jpg", drawn.getvalue(), "image/jpeg")},
        data={"alt": ALT},
        headers=portal.headers,
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


def neighbours(portal: Portal, page: PortalPage, category: str) -> None:
    """Articles before and after, the nearest first in each list."""
    for title, days in zip((*NEWER, *OLDER), (1, 2, -1, -2), strict=True):
        portal.change(
            "createArticle",
            "article { id }",
            title=title,
            body="<p>Một bài khác.</p>",
            category=category,
            publishedAt=(page.published_at + timedelta(days=days)).isoformat(),
            publish=True,
        )


def publish(portal: Portal, page: PortalPage, category: str, image: Any) -> Any:
    figure = (
        f'<figure><img src="{image["url"]}" alt="{ALT}">'
        f"<figcaption>{escape(page.caption)}</figcaption></figure>"
    )
    paragraphs = [f"<p>{escape(one)}</p>" for one in page.paragraphs]
    paragraphs.insert(len(page.before_picture), figure)
    made = portal.change(
        "createArticle",
        "searchable article { id slug }",
        title=page.title,
        lead=page.lead,
        body="\n".join(paragraphs),
        category=category,
        byline=page.byline,
        images=[{"image": image["id"], "caption": page.caption}],
        cover=image["id"],
        publishedAt=page.published_at.replace(tzinfo=None).isoformat(),
        publish=True,
    )
    assert made["searchable"] is True
    return made["article"]


def read(portal: Portal, article: str, readers: int) -> None:
    """So many readers open it; returns when all of them have been counted."""
    app = portal.client.app
    assert portal.client.portal is not None
    portal.client.portal.call(read_by_many, app, article, readers)
    deadline = time.monotonic() + 30
    query = "query ($id: ID!) { node(id: $id) { ... on Article { viewCount } } }"
    while portal.query(query, id=article)["node"]["viewCount"] < readers:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_the_frame_of_the_page(entered: Entered) -> None:
    """The slogan, the menu and the web links stand on every page of a portal."""
    site = entered.shown["site"]
    assert site["slogan"] == entered.page.slogan
    assert [one["name"] for one in site["menu"]] == [*MENU, entered.page.category]
    (group,) = site["linkGroups"]
    assert group["name"] == entered.page.links_heading
    assert {one["title"]: one["url"] for one in group["links"]} == LINKS


def test_the_head_of_the_article(entered: Entered) -> None:
    """Where it belongs, who posted it, when, and how often it was read."""
    page, article = entered.page, entered.shown["article"]
    assert article["category"]["name"] == page.category
    assert article["title"] == page.title
    assert article["postedBy"]["displayName"] == page.poster
    assert article["viewCount"] == page.views
    assert datetime.fromisoformat(article["publishedAt"]) == page.published_at
    assert page.published_at.isoformat() == "2020-10-07T10:49:00+07:00"


def test_the_text(entered: Entered) -> None:
    """Every paragraph in its place, the picture between the two it stood between, the byline."""
    page, article = entered.page, entered.shown["article"]
    assert article["lead"] == page.lead
    assert article["byline"] == page.byline
    lines = [line.strip() for line in article["plainText"].splitlines() if line.strip()]
    assert lines == [*page.before_picture, page.caption, *page.after_picture]
    before, after = article["body"].split("<figure>", 1)
    assert escape(page.before_picture[-1], quote=False) in before
    assert escape(page.after_picture[0], quote=False) in after


def test_the_picture(entered: Entered) -> None:
    """With its caption, in the size it has, and to be fetched."""
    (image,) = entered.shown["article"]["images"]
    assert image["caption"] == entered.page.caption
    assert image["image"]["alt"] == ALT
    assert (image["image"]["width"], image["image"]["height"]) == (640, 420)
    assert entered.picture in entered.shown["article"]["body"]
    fetched = entered.portal.client.get(image["image"]["url"])
    assert fetched.headers["content-type"] == "image/jpeg"


def test_what_is_newer_and_older(entered: Entered) -> None:
    """The two lists under the text, nearest first."""
    article = entered.shown["article"]
    assert [one["title"] for one in article["newer"]] == NEWER
    assert [one["title"] for one in article["older"]] == OLDER


@pytest.mark.parametrize("typed", ["sinh hoat chi bo", "Sinh hoạt chi bộ", "12-HD/BTCTW"])
def test_it_is_found_as_readers_type(entered: Entered, typed: str) -> None:
    """With accents, without, and by the number of a document it speaks of."""
    assert entered.portal.found(typed) == [entered.page.title]


def test_it_is_found_by_a_sentence(entered: Entered) -> None:
    """As somebody does who has a copy on paper."""
    sentence = entered.page.after_picture[2].partition(". ")[0]
    assert len(sentence.split()) > 8
    assert entered.portal.found(sentence)[0] == entered.page.title
