"""Reads and checks one line, without a look at the database.

The kinds of line, by their `type`: `article` (the default), `category`, `tag`, `image`,
`linkGroup`, `site` and `synonyms`.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from html import escape
from typing import Any

from index.vietnamese.slug import slugify
from service.content.addresses import WebAddress
from service.content.article import ARTICLE, MAX_IMAGES, MAX_TAGS
from service.content.base import State, Status
from service.content.fields import Text, client_name
from service.content.synonym import SynonymEntry
from service.errors import Invalid, Required
from service.operations.synonyms import MAX_SYNONYMS, MAX_TERMS
from service.operations.transfer.given import (
    Given,
    choice,
    cleaned,
    count,
    line_of,
    list_of,
    moment,
    text,
    version,
    within,
)
from service.operations.transfer.shapes import (
    ArticleLine,
    CategoryLine,
    Content,
    History,
    ImageRef,
    Line,
    LinkGroupLine,
    LinkLine,
    Named,
    PastChange,
    Scheduled,
    SiteLine,
    SynonymsLine,
    TagLine,
    TagRef,
    UsedSlug,
)

MAX_PARAGRAPHS = 20_000
MAX_SLUGS = 1_000
MAX_LINKS = 1_000
MAX_SLUG = 120

MAX_REVISIONS = 100_000
FIELD_NAMES = {client_name(column): column for column in (*ARTICLE.fields, "status")}
"""What a revision may have changed: the client's names, and the table's."""

_FIELDS = ARTICLE.fields
_NOTHING = Content({}, None, None, None, None, covered=False, version=None, updated_at=None)
_TITLE = cleaned(_FIELDS["title"])
_CLEARABLE = {name: cleaned(_FIELDS[name]) for name in ("lead", "byline")}
_EARLIEST = datetime.min


def read_line(line: Mapping[str, Any]) -> tuple[Line, list[str]]:
    """What the line, an object of JSON, says, and the names of its fields that mean nothing here.

    Raises Refused or a Refusal with all that is wrong with it.
    """
    given = Given(line)
    kind = given.take("type", text) or "article"
    if kind not in _KINDS:
        raise Invalid("type", f"It must be one of {', '.join(_KINDS)}.")
    said = _KINDS[kind](given)
    return said, given.finish()


def _article(given: Given) -> ArticleLine:
    content = _content(given, published=given.says("publishedAt"))
    if not given.says("title"):
        given.refuse(Required("title"))
    line = ArticleLine(
        content=content,
        status=given.take("status", choice(Status)),
        visible_from=given.take("visibleFrom", moment),
        visible_until=given.take("visibleUntil", moment),
        view_count=given.take("viewCount", count),
        history=_history(given),
        pending=given.take("pending", within(_content)),
        scheduled=given.take("scheduled", within(_scheduled)),
    )
    begin = line.visible_from or content.values.get("published_at")
    if line.status is Status.SCHEDULED and begin is None:
        given.refuse(Required("publishedAt"))
    return line


def _content(given: Given, published: bool | None = None) -> Content:
    """`published` is whether a time of publication is given; None: null is one too."""
    values: dict[str, Any] = {
        name: given.take(name, read) for name, read in _CLEARABLE.items() if name in given
    }
    if given.says("title"):
        values["title"] = given.take("title", _TITLE)
    if "body" in given:
        values["body"] = given.take("body", _body) or ""
    at = given.take("publishedAt", moment)
    if published or (published is None and "publishedAt" in given):
        values["published_at"] = at
    if (slug := given.take("slug", _slug)) is not None:
        values["slug"] = slug
    images = given.take("images", list_of(within(_shown_image), MAX_IMAGES))
    return Content(
        values=values,
        category=given.take("category", within(_category_ref)),
        tags=given.take("tags", list_of(_tag_ref, MAX_TAGS)),
        images=images,
        cover=given.take("cover", _cover([image for image, _ in images or ()])),
        covered="cover" in given,
        version=given.take("editionVersion", version),
        updated_at=given.take("editionUpdatedAt", moment),
    )


def _scheduled(given: Given) -> Scheduled:
    return Scheduled(
        visible_from=given.need("visibleFrom", moment, _EARLIEST),
        visible_until=given.take("visibleUntil", moment),
        content=_content(given),
    )


def _history(given: Given) -> History:
    return History(
        version=given.take("version", version),
        created_at=given.take("createdAt", moment),
        updated_at=given.take("updatedAt", moment),
        trashed_from=given.take("trashedFrom", choice(State)),
        import_key=given.take("importKey", line_of(64)),
        public_from=given.take("publicFrom", moment),
        slugs=_used_slugs(given),
        revisions=tuple(given.take("revisions", list_of(within(_past), MAX_REVISIONS)) or ()),
    )


def _past(given: Given) -> PastChange:
    return PastChange(
        version=given.need("version", version, 1),
        at=given.need("at", moment, _EARLIEST),
        changed=tuple(given.need("changedFields", list_of(_field_name, len(FIELD_NAMES)), [])),
        before=given.take("before", within(_content)) or _NOTHING,
        status=given.take("status", choice(Status)),
    )


def _field_name(name: str, value: Any) -> str:
    column = FIELD_NAMES.get(text(name, value))
    if column is None:
        raise Invalid(name, f"It must be one of {', '.join(FIELD_NAMES)}.")
    return column


def _body(name: str, value: Any) -> Any:
    """HTML, or a list of paragraphs of plain text."""
    if isinstance(value, list):
        paragraphs = list_of(text, MAX_PARAGRAPHS)(name, value)
        value = "".join(f"<p>{escape(one, quote=False)}</p>" for one in paragraphs)
    return _FIELDS["body"](name, text(name, value))


def _slug(name: str, value: Any) -> str:
    slug = line_of(MAX_SLUG)(name, value)
    if slugify(slug, MAX_SLUG, "") != slug:
        raise Invalid(name, "It may hold a to z, 0 to 9 and single hyphens between them.")
    return slug


def _used_slugs(given: Given) -> tuple[UsedSlug, ...]:
    return tuple(given.take("slugs", list_of(within(_used_slug), MAX_SLUGS)) or ())


def _used_slug(given: Given) -> UsedSlug:
    return UsedSlug(given.need("slug", _slug, ""), given.take("publicFrom", moment))


def _category_ref(given: Given) -> Named:
    """By its slug, its name, or both; a slug is made of the name."""
    name, slug = given.take("name", line_of(200)), given.take("slug", _slug)
    if name is None and slug is None:
        given.refuse(Required("category.slug"))
    return Named(slug or slugify(name or "", fallback="chuyen-muc"), name or slug or "")


def _tag_ref(name: str, value: Any) -> TagRef:
    """A name, or an object where the slug is not the one made of the name."""
    if isinstance(value, dict):
        return within(_named_tag)(name, value)
    return TagRef(line_of(100)(name, value), None)


def _named_tag(given: Given) -> TagRef:
    return TagRef(given.need("name", line_of(100), ""), given.need("slug", _slug, ""))


def _shown_image(given: Given) -> tuple[ImageRef, str | None]:
    return _image(given), given.take("caption", cleaned(Text(1_000, lines=True)))


def _image(given: Given) -> ImageRef:
    return ImageRef(
        given.need("file", line_of(1_000), ""), given.take("alt", cleaned(Text(1_000))) or ""
    )


def _cover(images: list[ImageRef]) -> Callable[[str, Any], ImageRef]:
    """One of the images by its index from 0, or another as an object."""

    def read(name: str, value: Any) -> ImageRef:
        if isinstance(value, dict):
            return within(_image)(name, value)
        index = count(name, value)
        if index >= len(images):
            raise Invalid(name, f"There are {len(images)} images, counted from 0.")
        return images[index]

    return read


def _category(given: Given) -> CategoryLine:
    values: dict[str, Any] = {"name": given.need("name", line_of(200), "")}
    if "description" in given:
        values["description"] = given.take("description", cleaned(Text(4_000, lines=True)))
    return CategoryLine(
        slug=given.need("slug", _slug, ""),
        values=values,
        parent=given.take("parent", _slug),
        placed="parent" in given,
        slugs=_used_slugs(given),
    )


def _tag(given: Given) -> TagLine:
    return TagLine(given.need("slug", _slug, ""), given.need("name", line_of(100), ""))


def _link_group(given: Given) -> LinkGroupLine:
    links = given.take("links", list_of(within(_link), MAX_LINKS))
    return LinkGroupLine(given.need("name", line_of(200), ""), links or [])


def _link(given: Given) -> LinkLine:
    return LinkLine(
        title=given.need("title", line_of(300), ""),
        url=given.need("url", cleaned(WebAddress(2_000, required=True)), ""),
        visible_from=given.take("visibleFrom", moment),
        visible_until=given.take("visibleUntil", moment),
    )


def _site(given: Given) -> SiteLine:
    values: dict[str, Any] = {}
    if given.says("name"):
        values["name"] = given.take("name", line_of(200))
    if "slogan" in given:
        values["slogan"] = given.take("slogan", cleaned(Text(500)))
    if "baseUrl" in given:
        values["base_url"] = given.take("baseUrl", cleaned(WebAddress(500)))
    return SiteLine(values, given.take("defaultCategory", _slug))


def _synonyms(given: Given) -> SynonymsLine:
    return SynonymsLine(given.need("synonyms", list_of(within(_synonym), MAX_SYNONYMS), []))


def _synonym(given: Given) -> SynonymEntry:
    return SynonymEntry(
        tuple(given.need("terms", list_of(text, MAX_TERMS), [])), given.take("oneWayTo", text)
    )


_KINDS: dict[str, Callable[[Given], Line]] = {
    "article": _article,
    "category": _category,
    "tag": _tag,
    "image": _image,
    "linkGroup": _link_group,
    "site": _site,
    "synonyms": _synonyms,
}
