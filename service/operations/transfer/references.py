"""What lines call categories, tags and images, as ids: looked up together, made where missing."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlmodel import Session, col, select

from service.content.category import Category
from service.content.history import SlugHistory
from service.content.image import Image
from service.content.tag import spelling_of
from service.operations import categories, site, tag_slugs, tags
from service.operations.editions import Row
from service.operations.media import Stored, record_image
from service.operations.slugs import CATEGORY
from service.operations.transfer.shapes import Content, ImageRef, Named, TagRef
from service.permissions import Actor

DEFAULT_CATEGORY = Named("tin-tuc", "Tin tức")
"""Where articles without a category go, in a site that has not chosen one."""
MISSING = -1
"""The id of what is not there, where nothing may be made."""
_CHUNK = 500


class References:
    """Of some lines, in one session; without an `actor` nothing is made."""

    def __init__(
        self,
        session: Session,
        actor: Actor | None,
        contents: Collection[Content],
        pictures: Mapping[ImageRef, Stored],
    ) -> None:
        self._session = session
        self._actor = actor
        self._pictures = pictures
        self._categories = _find_categories(session, contents)
        self._tags = _find_tags(session, contents)
        self._images = _find_images(session, contents, pictures)

    def given(self, content: Content, there: Collection[int] = ()) -> Row:
        """The fields that the line gives, as values of the table.

        Of images that are the same, one of those that are `there` is taken: it needs no change.
        """
        row: Row = dict(content.values)
        if content.category is not None:
            row["category_id"] = self.category(content.category)
        if content.tags is not None:
            row["tags"] = list(dict.fromkeys((self._tag(tag),) for tag in content.tags))
        if content.images is not None:
            row["images"] = [
                (self._image(image, there), caption) for image, caption in content.images
            ]
        if content.covered:
            cover = content.cover
            row["cover_id"] = None if cover is None else self._image(cover, there)
        return row

    def category(self, named: Named) -> int:
        known = self._categories.get(named.slug)
        if known is None and self._actor is not None:
            made = categories.create(self._session, self._actor, name=named.name, slug=named.slug)
            known = self._categories[named.slug] = made.id or 0
        return MISSING if known is None else known

    def default_category(self) -> int:
        """The site's; the first article that needs one makes it, and the site remembers."""
        portal = site.get(self._session)
        if portal.default_category_id is not None:
            return portal.default_category_id
        category = self.category(DEFAULT_CATEGORY)
        if self._actor is not None:
            site.update(self._session, self._actor, {"default_category_id": category})
        return category

    def _tag(self, ref: TagRef) -> int:
        spelling = spelling_of(ref.name)
        known = self._tags.get(spelling)
        if known is None and self._actor is not None:
            slug = ref.slug
            if slug is not None and tag_slugs.taken(self._session, [slug]):
                slug = None
            made = tags.create(self._session, self._actor, name=ref.name, slug=slug)
            known = self._tags[spelling] = made.id or 0
        return MISSING if known is None else known

    def _image(self, image: ImageRef, there: Collection[int]) -> int:
        stored = self._pictures[image]
        same = self._images.setdefault((stored.name, image.alt), [])
        if not same and self._actor is not None:
            made = record_image(self._session, self._actor, stored, image.alt)
            same.append(made.id or 0)
        return next((one for one in same if one in there), same[0] if same else MISSING)


def _find_categories(session: Session, contents: Collection[Content]) -> dict[str, int]:
    """By every slug that a category has or has had."""
    wanted = {DEFAULT_CATEGORY.slug}
    wanted |= {content.category.slug for content in contents if content.category}
    used = col(SlugHistory.slug)
    found: dict[str, int] = {}
    for some in _chunks(wanted):
        statement = select(used, SlugHistory.category_id).where(SlugHistory.kind == CATEGORY)
        found.update(
            (slug, id_ or 0) for slug, id_ in session.exec(statement.where(used.in_(some)))
        )
        current = select(Category.slug, Category.id).where(col(Category.slug).in_(some))
        found.update((slug, id_ or 0) for slug, id_ in session.exec(current))
    return found


def _find_tags(session: Session, contents: Collection[Content]) -> dict[str, int]:
    """By the spelling of their names."""
    refs = {tag for content in contents for tag in content.tags or ()}
    return tags.find(session, {spelling_of(tag.name) for tag in refs})


def _find_images(
    session: Session, contents: Collection[Content], pictures: Mapping[ImageRef, Stored]
) -> dict[tuple[str, str], list[int]]:
    """By name and text, the first first: several writers may have brought the same."""
    wanted = {pictures[image].name for content in contents for image in content.pictures()}
    found: dict[tuple[str, str], list[int]] = {}
    for some in _chunks(wanted):
        statement = select(Image.name, Image.alt, Image.id).where(col(Image.name).in_(some))
        for name, alt, id_ in session.exec(statement.order_by(col(Image.id))):
            found.setdefault((name, alt), []).append(id_ or 0)
    return found


def _chunks(wanted: Collection[Any]) -> Iterable[list[Any]]:
    """In pieces that every database takes as parameters."""
    ordered = sorted(wanted)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]
