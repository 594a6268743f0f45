"""Brings what stands around articles into the database: categories, tags, links, synonyms..."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from service.content.history import SlugHistory
from service.content.link import LinkGroup
from service.content.tag import Tag, spelling_of
from service.errors import NotFound
from service.operations import categories, links, site, synonyms, tags
from service.operations.editions import tabular
from service.operations.media import Stored, record_image
from service.operations.slugs import CATEGORY
from service.operations.transfer.shapes import (
    CategoryLine,
    ImageRef,
    LinkGroupLine,
    LinkLine,
    SiteLine,
    SynonymsLine,
    TagLine,
)
from service.permissions import Actor

Arranged = CategoryLine | TagLine | ImageRef | LinkGroupLine | SiteLine | SynonymsLine


class Arranging:
    """Does what such lines say, and nothing where it is so already."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._groups: Counter[str] = Counter()

    def arrange(
        self, session: Session, line: Arranged, pictures: Mapping[ImageRef, Stored]
    ) -> None:
        """Raises a Refusal; the caller then takes all of it back."""
        match line:
            case CategoryLine():
                self._category(session, line)
            case TagLine():
                self._tag(session, line)
            case ImageRef():
                record_image(session, self._actor, pictures[line], line.alt)
            case LinkGroupLine():
                self._link_group(session, line)
                self._groups[line.name] += 1
            case SiteLine():
                self._site(session, line)
            case SynonymsLine():
                synonyms.replace(session, self._actor, line.entries)

    def _category(self, session: Session, line: CategoryLine) -> None:
        parent = None if line.parent is None else _category_id(session, line.parent, "parent")
        known = _find_category(session, line.slug)
        if known is None:
            made = categories.create(
                session, self._actor, slug=line.slug, parent_id=parent, **line.values
            )
            _remember(session, made.id or 0, line)
            return
        category = categories.tree(session).by_id[known]
        if any(getattr(category, name) != value for name, value in line.values.items()):
            categories.update(session, self._actor, known, line.values)
        if line.placed and category.parent_id != parent:
            categories.move(session, self._actor, known, parent)

    def _tag(self, session: Session, line: TagLine) -> None:
        """Known by its slug, else by its name, as an article's is that only names it."""
        known = session.exec(select(Tag).where(Tag.slug == line.slug)).one_or_none()
        if known is None:
            spelling = spelling_of(line.name)
            known = session.exec(select(Tag).where(Tag.spelling == spelling)).one_or_none()
        if known is None:
            tags.create(session, self._actor, name=line.name, slug=line.slug)
        elif (known.slug, known.name) != (line.slug, line.name):
            values = {"name": line.name, "slug": line.slug}
            tags.update(session, self._actor, known.id or 0, values)

    def _link_group(self, session: Session, line: LinkGroupLine) -> None:
        """The group of this name; of several, the one that has the same place among them."""
        place = self._groups[line.name]
        named = [group for group in links.groups(session) if group.name == line.name]
        if place < len(named):
            group = named[place]
        else:
            group = links.create_group(session, self._actor, name=line.name)
        self._links(session, group, line)

    def _links(self, session: Session, group: LinkGroup, line: LinkGroupLine) -> None:
        group_id = group.id or 0
        there = links.links(session, group_id)
        as_lines = [
            LinkLine(link.title, link.url, link.visible_from, link.visible_until) for link in there
        ]
        if as_lines == line.links:
            return
        for link in there:
            links.delete_link(session, self._actor, link.id or 0)
        for wanted in line.links:
            links.create_link(
                session,
                self._actor,
                group_id=group_id,
                title=wanted.title,
                url=wanted.url,
                visible_from=wanted.visible_from,
                visible_until=wanted.visible_until,
            )

    def _site(self, session: Session, line: SiteLine) -> None:
        values: dict[str, Any] = dict(line.values)
        if line.default_category is not None:
            found = _category_id(session, line.default_category, "defaultCategory")
            values["default_category_id"] = found
        portal = site.get(session)
        if any(getattr(portal, name) != value for name, value in values.items()):
            site.update(session, self._actor, values)


def _find_category(session: Session, slug: str) -> int | None:
    """By any slug that it has had."""
    used = select(SlugHistory.category_id).where(
        SlugHistory.kind == CATEGORY, SlugHistory.slug == slug
    )
    return session.exec(used).one_or_none()


def _category_id(session: Session, slug: str, field: str) -> int:
    found = _find_category(session, slug)
    if found is None:
        raise NotFound(field, f"There is no category {slug}.")
    return found


def _remember(session: Session, category_id: int, line: CategoryLine) -> None:
    """The slugs that a new category had where it comes from, unless another has them here."""
    if not line.slugs:
        return
    table = tabular(SlugHistory)
    session.execute(delete(table).where(table.c.category_id == category_id))
    wanted = {used.slug: used.public_from for used in line.slugs}
    wanted.setdefault(line.slug, None)
    slug = col(SlugHistory.slug)
    taken = session.exec(select(slug).where(SlugHistory.kind == CATEGORY, slug.in_(wanted))).all()
    owned = {"kind": CATEGORY, "category_id": category_id}
    rows = [
        {**owned, "slug": slug, "public_from": public_from}
        for slug, public_from in wanted.items()
        if slug not in taken
    ]
    session.execute(insert(table), rows)
