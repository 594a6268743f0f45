"""What lines say, once they have been read and checked; nothing here knows the database."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.content.base import State, Status
from service.content.synonym import SynonymEntry


@dataclass(frozen=True, slots=True)
class Named:
    """A category: known by its slug, and made under its name if missing."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class TagRef:
    """A tag: known by its name, and made if missing, with this slug if no other tag has it."""

    name: str
    slug: str | None


@dataclass(frozen=True, slots=True)
class ImageRef:
    """A picture file beneath the media folder, and what it shows."""

    file: str
    alt: str


@dataclass(frozen=True, slots=True)
class UsedSlug:
    """A slug that something has had, and since when the public could find it there."""

    slug: str
    public_from: datetime | None


@dataclass(frozen=True, slots=True)
class Content:
    """What one edition says, cleaned; only what the line gives is in it.

    `values` has the columns that need no look-up, by their names in the table. What needs one is
    None where it is not given.
    """

    values: Mapping[str, Any]
    category: Named | None
    tags: list[TagRef] | None
    images: list[tuple[ImageRef, str | None]] | None
    cover: ImageRef | None
    covered: bool
    """Whether a cover is given, be it none."""
    version: int | None
    updated_at: datetime | None

    def pictures(self) -> list[ImageRef]:
        return [*(image for image, _ in self.images or ()), *([self.cover] if self.cover else [])]


@dataclass(frozen=True, slots=True)
class PastChange:
    """One revision: when, and of what was changed, how it was before."""

    version: int
    at: datetime
    changed: tuple[str, ...]
    """Names of fields, as the table has them."""
    before: Content
    status: Status | None


@dataclass(frozen=True, slots=True)
class History:
    """What an article has been through; it counts for a new one only."""

    version: int | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    trashed_from: State | None = None
    import_key: str | None = None
    public_from: datetime | None = None
    slugs: tuple[UsedSlug, ...] = ()
    revisions: tuple[PastChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A change, of an article already public, that waits for its time."""

    visible_from: datetime
    visible_until: datetime | None
    content: Content


@dataclass(frozen=True, slots=True)
class ArticleLine:
    content: Content
    status: Status | None
    visible_from: datetime | None
    visible_until: datetime | None
    view_count: int | None
    history: History
    pending: Content | None
    """What the working version says otherwise than the public one."""
    scheduled: Scheduled | None

    @property
    def slug(self) -> str | None:
        return self.content.values.get("slug")

    @property
    def digest(self) -> str:
        """Of title and publishedAt: by this the article is known where its line has no slug."""
        published = self.content.values.get("published_at")
        known_by = f"{self.content.values['title']}\x1f{published.isoformat() if published else ''}"
        return hashlib.sha256(known_by.encode()).hexdigest()

    def contents(self) -> list[Content]:
        """What all its editions say."""
        more = (self.pending, self.scheduled.content if self.scheduled else None)
        return [self.content, *(content for content in more if content)]

    def all_contents(self) -> list[Content]:
        """What they say and have said."""
        return [*self.contents(), *(past.before for past in self.history.revisions)]

    def pictures(self) -> list[ImageRef]:
        return [picture for content in self.all_contents() for picture in content.pictures()]


@dataclass(frozen=True, slots=True)
class CategoryLine:
    slug: str
    values: Mapping[str, Any]
    """Name, and what else is given."""
    parent: str | None
    """The slug of the category above."""
    placed: bool
    """Whether a place is given, be it that of a root."""
    slugs: tuple[UsedSlug, ...]


@dataclass(frozen=True, slots=True)
class LinkLine:
    title: str
    url: str
    visible_from: datetime | None
    visible_until: datetime | None


@dataclass(frozen=True, slots=True)
class LinkGroupLine:
    name: str
    links: list[LinkLine]


@dataclass(frozen=True, slots=True)
class TagLine:
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class SiteLine:
    values: Mapping[str, Any]
    default_category: str | None


@dataclass(frozen=True, slots=True)
class SynonymsLine:
    """The whole list."""

    entries: list[SynonymEntry]


Line = ArticleLine | CategoryLine | TagLine | ImageRef | LinkGroupLine | SiteLine | SynonymsLine
