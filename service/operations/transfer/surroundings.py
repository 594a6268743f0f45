"""Says all that stands around articles: categories, tags, images, links, the site, synonyms."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from service.content.category import Category, CategoryTree
from service.content.history import SlugHistory
from service.content.image import Image
from service.content.link import Link, LinkGroup
from service.content.site import SITE_ID, Site
from service.content.tag import Tag
from service.operations.synonyms import entries
from service.operations.transfer.saying import Said, image_line, say_moment, say_slugs

PAGE = 200
"""Rows read at a time."""


def say_surroundings(session: Session, tree: CategoryTree) -> Iterator[Said]:
    """Their lines, those first that others name."""
    yield from _categories(session, tree)
    yield from _tags(session)
    yield from _images(session)
    yield from _link_groups(session)
    yield from _site(session, tree)
    yield _synonyms(session)


def _categories(session: Session, tree: CategoryTree) -> Iterator[Said]:
    slugs: dict[int, list[SlugHistory]] = {}
    owner = col(SlugHistory.category_id)
    for row in session.exec(
        select(SlugHistory).where(owner.is_not(None)).order_by(col(SlugHistory.id))
    ):
        slugs.setdefault(row.category_id or 0, []).append(row)
    for category in _below(tree, None):
        parent = tree.by_id.get(category.parent_id or 0)
        said: Said = {
            "type": "category",
            "slug": category.slug,
            "name": category.name,
            "description": category.description,
            "parent": parent.slug if parent else None,
        }
        used = slugs.get(category.id or 0, [])
        if [row.slug for row in used] != [category.slug]:
            said["slugs"] = say_slugs(used)
        yield said


def _below(tree: CategoryTree, parent: int | None) -> Iterator[Category]:
    for category in tree.children(parent):
        yield category
        yield from _below(tree, category.id)


def _tags(session: Session) -> Iterator[Said]:
    for tag in _paged(session, Tag):
        yield {"type": "tag", "slug": tag.slug, "name": tag.name}


def _images(session: Session) -> Iterator[Said]:
    """Each picture with each of its texts once, in the order in which they came."""
    first = select(func.min(Image.id)).group_by(col(Image.name), col(Image.alt))
    for image in _paged(session, Image, first):
        yield {"type": "image", **image_line(image)}


def _link_groups(session: Session) -> Iterator[Said]:
    for group in session.exec(
        select(LinkGroup).order_by(col(LinkGroup.position), col(LinkGroup.id))
    ):
        links = session.exec(
            select(Link).where(Link.group_id == group.id).order_by(col(Link.position), col(Link.id))
        )
        yield {
            "type": "linkGroup",
            "name": group.name,
            "links": [
                {
                    "title": link.title,
                    "url": link.url,
                    "visibleFrom": say_moment(link.visible_from),
                    "visibleUntil": say_moment(link.visible_until),
                }
                for link in links
            ],
        }


def _site(session: Session, tree: CategoryTree) -> Iterator[Said]:
    site = session.get(Site, SITE_ID)
    if site is not None:
        default = tree.by_id.get(site.default_category_id or 0)
        yield {
            "type": "site",
            "name": site.name,
            "slogan": site.slogan,
            "baseUrl": site.base_url,
            "defaultCategory": default.slug if default else None,
        }


def _synonyms(session: Session) -> Said:
    """Always there, as an empty list is one too."""
    said = [{"terms": one.terms, "oneWayTo": one.one_way_to} for one in entries(session)]
    return {"type": "synonyms", "synonyms": said}


def _paged(session: Session, table: type[Any], only: Any = None) -> Iterator[Any]:
    """All rows by id, some at a time; of `only` the ids that it selects."""
    last = 0
    while True:
        wanted = select(table).where(table.id > last).order_by(table.id).limit(PAGE)
        page = session.exec(wanted if only is None else wanted.where(table.id.in_(only))).all()
        yield from page
        if len(page) < PAGE:
            return
        last = page[-1].id
        session.expunge_all()
