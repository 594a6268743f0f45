"""How an article is said in a line, the reverse of `lines`; what goes without saying is omitted."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlmodel import Session, select

from service.content.base import Edition, Entry, Stage, State
from service.content.category import Category
from service.content.history import SlugHistory
from service.content.image import Image
from service.content.tag import Tag
from service.content.times import VIETNAM
from service.operations.editions import Row
from service.operations.tag_slugs import slug_of

Said = dict[str, Any]

_CHUNK = 500
_PLAIN_OFFSET = timezone(timedelta(hours=7))


class Names:
    """What lines call the things that editions refer to by their ids."""

    def __init__(self, session: Session, categories: Mapping[int, Category]) -> None:
        self._session = session
        self.categories = categories
        self.tags: dict[int, Tag] = {}
        self.images: dict[int, Image] = {}

    def forget(self) -> None:
        self.tags.clear()
        self.images.clear()

    def look_up(self, tags: set[int], images: set[int]) -> None:
        """Makes these known, as far as they are there."""
        self.tags |= _by_id(self._session, Tag, tags - self.tags.keys())
        self.images |= _by_id(self._session, Image, images - self.images.keys())

    def category(self, category_id: int) -> Said:
        found = self.categories[category_id]
        return {"slug": found.slug, "name": found.name}

    def tag(self, tag_id: int) -> str | Said:
        """Its name, or an object where the slug is not the one made of the name."""
        tag = self.tags[tag_id]
        plain = slug_of(tag.name) == tag.slug
        return tag.name if plain else {"slug": tag.slug, "name": tag.name}

    def image(self, image_id: int) -> Said:
        return image_line(self.images[image_id])


def _by_id(session: Session, table: type[Any], ids: set[int]) -> dict[int, Any]:
    """In pieces that every database takes as parameters."""
    wanted, found = sorted(ids), {}
    for start in range(0, len(wanted), _CHUNK):
        piece = wanted[start : start + _CHUNK]
        rows = session.exec(select(table).where(table.id.in_(piece)))
        found.update({one.id: one for one in rows})
    return found


def image_line(image: Image) -> Said:
    return {"file": image.name, "alt": image.alt}


def say_moment(moment: datetime | None) -> str | None:
    """In Vietnamese time, as RFC 3339."""
    if moment is None:
        return None
    local = moment.astimezone(VIETNAM)
    if (local.utcoffset() or timedelta()) % timedelta(minutes=1):
        local = moment.astimezone(_PLAIN_OFFSET)  # before 1911 its offset had seconds
    return local.isoformat()


def say_slugs(rows: list[SlugHistory]) -> list[Said]:
    return [{"slug": row.slug, "publicFrom": say_moment(row.public_from)} for row in rows]


def say_article(
    entry: Entry,
    editions: Mapping[Stage, tuple[Edition, Row]],
    slugs: list[SlugHistory],
    names: Names,
    now: datetime,
) -> Said:
    """The line of one article: as the public sees it or will, else its working version."""
    working = _Saying(entry, *editions[Stage.WORKING], names)
    public = editions.get(Stage.PUBLIC)
    shown = working if public is None else _Saying(entry, *public, names)
    return {
        **shown.content(),
        "status": entry.status(now).value,
        "viewCount": entry.view_count,
        **_times(entry, shown.edition, slugs),
        **shown.written(),
        **_history(entry),
        **_changes(entry, editions, shown, working, names),
    }


class _Saying:
    """One edition, in the words of a line."""

    def __init__(self, entry: Entry, edition: Edition, row: Row, names: Names) -> None:
        self.edition = edition
        self._entry = entry
        self._row = row
        self._names = names

    def content(self) -> Said:
        row = self._row
        images = self._images()
        cover = self._cover()
        return {
            "title": row["title"],
            "slug": row["slug"],
            "lead": row["lead"],
            "body": row["body"],
            "byline": row["byline"],
            "publishedAt": say_moment(row["published_at"]),
            "category": self._names.category(row["category_id"]),
            "tags": [self._names.tag(tag_id) for (tag_id,) in row["tags"]],
            "images": [
                {**image, "caption": caption}
                for image, (_, caption) in zip(images, row["images"], strict=True)
            ],
            "cover": images.index(cover) if cover in images else cover,
        }

    def _images(self) -> list[Said]:
        return [self._names.image(image_id) for image_id, _ in self._row["images"]]

    def _cover(self) -> Said | None:
        cover: int | None = self._row["cover_id"]
        return None if cover is None else self._names.image(cover)

    def written(self) -> Said:
        """When this edition was last written, where that was not with the entry's last change."""
        said: Said = {}
        if self.edition.version != self._entry.version:
            said["editionVersion"] = self.edition.version
        if self.edition.updated_at != self._entry.updated_at:
            said["editionUpdatedAt"] = say_moment(self.edition.updated_at)
        return said

    def beside(self, other: "_Saying") -> Said:
        """What this one says otherwise than the other."""
        ours, theirs = self.content(), other.content()
        differing = {key: ours[key] for key in ours if ours[key] != theirs[key]}
        if {"images", "cover"} & differing.keys():  # an index means nothing without the list
            differing["cover"] = self._cover()
        return differing


def _times(entry: Entry, shown: Edition, slugs: list[SlugHistory]) -> Said:
    said: Said = {}
    if entry.state is State.PUBLIC:
        said["visibleFrom"] = say_moment(shown.visible_from)
        if shown.visible_until is not None:
            said["visibleUntil"] = say_moment(shown.visible_until)
    if entry.public_from != shown.visible_from:
        said["publicFrom"] = say_moment(entry.public_from)
    if [(row.slug, row.public_from) for row in slugs] != [(shown.slug, entry.public_from)]:
        said["slugs"] = say_slugs(slugs)
    return said


def _history(entry: Entry) -> Said:
    said: Said = {
        "version": entry.version,
        "createdAt": say_moment(entry.created_at),
        "updatedAt": say_moment(entry.updated_at),
    }
    if entry.trashed_from is not None:
        said["trashedFrom"] = entry.trashed_from.value
    if entry.import_key is not None:
        said["importKey"] = entry.import_key
    return said


def _changes(
    entry: Entry,
    editions: Mapping[Stage, tuple[Edition, Row]],
    shown: _Saying,
    working: _Saying,
    names: Names,
) -> Said:
    said: Said = {}
    differing = working.beside(shown)
    if differing or working.written() != shown.written():
        said["pending"] = {**differing, **working.written()}
    if Stage.SCHEDULED in editions:
        waiting = _Saying(entry, *editions[Stage.SCHEDULED], names)
        said["scheduled"] = {
            **_window(waiting.edition),
            **waiting.beside(shown),
            **waiting.written(),
        }
    return said


def _window(edition: Edition) -> Said:
    said: Said = {"visibleFrom": say_moment(edition.visible_from)}
    if edition.visible_until is not None:
        said["visibleUntil"] = say_moment(edition.visible_until)
    return said
