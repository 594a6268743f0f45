"""The demo newsroom: what a first visitor sees, and what every example in the README stands on."""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlmodel import col, select

from index.vietnamese.slug import slugify
from service.content.account import Account, Role
from service.content.base import Entry, Status
from service.content.change import Outbox
from service.content.citing import citations
from service.content.html import plain_text, sanitise
from service.content.times import VIETNAM, now
from service.demo import is_empty, load, make_accounts
from service.demo.newsroom import content_files
from service.demo.pictures import PICTURES, draw_pictures
from service.operations.media import MediaStore
from service.operations.sessions import login
from service.store import Store

Line = dict[str, Any]


@cache
def lines() -> tuple[Line, ...]:
    texts = (file.read_text(encoding="utf-8") for file in content_files())
    return tuple(json.loads(line) for text in texts for line in text.splitlines())


def of_type(kind: str) -> list[Line]:
    return [line for line in lines() if line.get("type", "article") == kind]


def with_status(status: str) -> list[Line]:
    return [line for line in of_type("article") if line["status"] == status]


def text_of(article: Line) -> str:
    return f"{article['lead']}\n{plain_text(sanitise(article['body']))}"


def sentences(article: Line) -> Iterator[str]:
    yield from re.split(r"(?<=[.!?…:])\s+|\n", text_of(article))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def test_every_line_is_read_from_the_package() -> None:
    """Without this a file could be left out of the newsroom unnoticed."""
    folder = content_files()[0].parent
    assert set(content_files()) == set(folder.glob("*.jsonl"))


def test_there_is_enough_to_look_at() -> None:
    """A visitor who browses would soon run out of articles, drafts or links."""
    assert len(with_status("PUBLISHED")) >= 64
    assert len(with_status("DRAFT")) == 4
    assert len(with_status("SCHEDULED")) == 2
    assert len(with_status("ARCHIVED")) == 1
    groups = of_type("linkGroup")
    assert 3 <= len(groups) <= 4
    assert sum(len(group["links"]) for group in groups) >= 14
    assert len({tag for article in of_type("article") for tag in article["tags"]}) >= 25
    (site,) = of_type("site")
    assert site["name"]
    assert site["slogan"]


def test_categories_have_two_levels() -> None:
    """The menu would show no tree."""
    parents = {category["slug"]: category.get("parent") for category in of_type("category")}
    children = [slug for slug, parent in parents.items() if parent]
    assert len(parents) >= 10
    assert len(children) >= 3
    assert all(parents[parents[slug] or ""] is None for slug in children)


def test_every_article_is_whole() -> None:
    """A page would show a gap where the lead, the author or the category belongs."""
    names = {category["slug"]: category["name"] for category in of_type("category")}
    for article in of_type("article"):
        assert article["title"]
        assert article["lead"]
        assert article["byline"]
        assert names[article["category"]["slug"]] == article["category"]["name"]
        assert slugify(article["slug"]) == article["slug"]
        assert 120 <= len(text_of(article).split()) <= 350, article["title"]


def test_every_published_category_but_parents_has_articles() -> None:
    """The menu would lead to an empty page."""
    parents = {category.get("parent") for category in of_type("category")}
    used = {article["category"]["slug"] for article in with_status("PUBLISHED")}
    assert {category["slug"] for category in of_type("category")} - parents <= used


def test_nothing_is_told_twice() -> None:
    """Search would find copies, and readers would see filler."""
    for name in ("title", "slug", "lead"):
        (_, often), *_ = Counter(article[name] for article in of_type("article")).most_common(1)
        assert often == 1, name
    tellers: defaultdict[str, set[str]] = defaultdict(set)
    for article in of_type("article"):
        for sentence in sentences(article):
            if len(sentence.split()) > 8:
                tellers[sentence.strip()].add(article["slug"])
    assert [sentence for sentence, told_by in tellers.items() if len(told_by) > 1] == []


def test_the_text_is_composed_unicode() -> None:
    """Some fonts would show the marks beside their letters."""
    for line in lines():
        for text in strings(line):
            assert unicodedata.is_normalized("NFC", text)
            assert text == text.strip()


def test_the_html_is_as_editors_write_it_and_is_kept() -> None:
    """What the sanitiser takes away would be missing from the page."""
    bodies = [article["body"] for article in of_type("article")]
    for body in bodies:
        assert sanitise(body) == body
    for tag in ("h2", "h3", "blockquote", "table", "ul", "ol", "strong"):
        assert sum(f"<{tag}>" in body for body in bodies) >= 3, tag


def test_both_habits_of_placing_tone_marks_occur() -> None:
    """Nobody could try out that hoà finds hòa."""
    texts = [text_of(article) for article in with_status("PUBLISHED")]
    newer = [re.findall(r"\b(?:hoà|hoá|khoẻ|thuỷ|quí|toả)\b", text) for text in texts]
    older = [re.findall(r"\b(?:hòa|hóa|khỏe|thủy|quý|xóa)\b", text) for text in texts]
    assert sum(map(bool, newer)) >= 8
    assert sum(map(bool, older)) >= 20
    assert not [text for text, new, old in zip(texts, newer, older, strict=True) if new and old]


def test_documents_are_cited_and_offices_abbreviated() -> None:
    """Nobody could try out a search for a number or an abbreviation."""
    text = "\n".join(map(text_of, with_status("PUBLISHED")))
    numbers = set(re.findall(r"\b\d+(?:/\d{4})?[/-][A-ZĐ]{2}-[A-ZĐ]{2,4}\b", text))
    assert len(numbers) >= 15
    for abbreviation in ("UBND", "HĐND", "MTTQ", "BHXH", "THPT"):
        assert abbreviation in text


def test_dates_spread_over_two_years() -> None:
    """Lists by date, and the facet of years, would have little to show."""
    shown = [datetime.fromisoformat(a["publishedAt"]) for a in with_status("PUBLISHED")]
    assert datetime(2024, 11, 1, tzinfo=VIETNAM) <= min(shown)
    assert max(shown) < datetime(2026, 11, 1, tzinfo=VIETNAM)
    assert max(shown) - min(shown) > timedelta(days=660)
    assert len({(day.year, day.month) for day in shown}) >= 22
    for article in with_status("SCHEDULED"):
        assert datetime.fromisoformat(article["publishedAt"]).year >= 2035


def test_every_picture_is_drawn_the_same_each_time(tmp_path: Path) -> None:
    """An article would lack its picture; or loading again would change it."""
    folders = tmp_path / "first", tmp_path / "second"
    for folder in folders:
        folder.mkdir()
    first, second = (draw_pictures(folder) for folder in folders)
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]
    named = {image["file"] for article in of_type("article") for image in article.get("images", ())}
    assert named == {file.name for file in first} == set(PICTURES)
    for file in first:
        with Image.open(file) as picture:
            assert picture.size == (1200, 675)
            assert len(picture.getcolors(picture.width * picture.height) or ()) > 500


def test_every_picture_has_a_text_and_a_caption() -> None:
    """Who cannot see a picture would not learn what it shows."""
    for article in of_type("article"):
        images = article.get("images", [])
        assert all(image["alt"] and image["caption"] for image in images)
        assert ("cover" in article) == bool(images)


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "media")


def contents(store: Store) -> tuple[list[tuple[Any, ...]], int]:
    with store.snapshot() as session:
        entries = session.exec(select(Entry).order_by(col(Entry.id))).all()
        seen = [(e.id, e.version, e.updated_at, e.view_count, e.state) for e in entries]
        return seen, len(session.exec(select(Outbox.seq)).all())


def test_loading_again_changes_nothing(store: Store, media: MediaStore) -> None:
    """A second `toasoan demo` would double the newsroom, or write it all again."""
    with store.snapshot() as session:
        assert is_empty(session)
    first = load(store, media)
    assert (first.created, first.updated, first.unchanged) == (len(of_type("article")), 0, 0)
    assert (first.bad, first.ignored) == ([], {})
    before, pictures = contents(store), sorted(media.folder.iterdir())
    again = load(store, media)
    assert (again.created, again.updated, again.bad) == (0, 0, [])
    assert contents(store) == before
    assert sorted(media.folder.iterdir()) == pictures
    with store.snapshot() as session:
        assert not is_empty(session)


def test_each_article_has_the_status_that_its_line_says(store: Store, media: MediaStore) -> None:
    """A draft would be public, or an article hidden."""
    load(store, media)
    with store.snapshot() as session:
        counted = Counter(entry.status(now()) for entry in session.exec(select(Entry)))
    assert counted == Counter(Status(article["status"]) for article in of_type("article"))


def test_accounts_are_made_once_and_can_log_in(store: Store) -> None:
    """A visitor could not try a mutation; or a newsroom in use would get unknown keys."""
    made = make_accounts(store)
    assert [(account.login, account.role) for account in made] == [
        ("admin", Role.ADMIN),
        ("bientap", Role.EDITOR),
        ("phongvien", Role.WRITER),
    ]
    assert len({account.password for account in made}) == 3
    for account in made:
        assert login(store, account.login, account.password, hours=1) is not None
    assert make_accounts(store) == []


def test_what_is_loaded_was_posted_by_the_administrator(store: Store, media: MediaStore) -> None:
    """The page would not say who posted an article."""
    make_accounts(store)
    load(store, media)
    with store.snapshot() as session:
        admin = session.exec(select(Account).where(Account.login == "admin")).one()
        posted = set(session.exec(select(Entry.posted_by_id)))
    assert posted == {admin.id}


def test_articles_cite_documents() -> None:
    """A visitor would find no document to look up, or one that is none."""
    cited = {
        one.number: (one.kind, one.issuer)
        for article in of_type("article")
        for one in citations([article["title"], text_of(article)])
    }
    assert len(cited) > 20
    assert cited["10-CT/TW"] == ("CT", "Ban Bí thư")
    assert cited["12-HD/BTCTW"] == ("HD", "Ban Tổ chức Trung ương")
    assert cited["178/2024/NĐ-CP"] == ("NĐ-CP", "Chính phủ")
