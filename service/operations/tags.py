"""Tags: made by whoever writes, kept in order by editors."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete as delete_rows
from sqlalchemy import insert
from sqlmodel import Session, col, select

from index.vietnamese.order import sort_key
from index.vietnamese.slug import slugify
from service import outbox
from service.content import KINDS
from service.content.base import Kind
from service.content.change import Lane, Subject
from service.content.fields import LARGEST_ID, Text, clean_values
from service.content.tag import Tag
from service.errors import NotFound, NotUnique
from service.operations import editions
from service.operations.slugs import check_form
from service.permissions import Action, Actor, require

_NAME = Text(100, required=True)
_FIELDS = {"name": _NAME, "slug": Text(120)}
_FALLBACK = "the"
"""The slug of a tag without any Latin letter or digit."""
_CHUNK = 500


def create(session: Session, actor: Actor, *, name: str, slug: str | None = None) -> Tag:
    """A new tag. Raises NotUnique if there is one with its slug."""
    require(actor, Action.TAGS)
    values = clean_values(_FIELDS, {"name": name, "slug": slug})
    tag = _named(values["name"], _slug(session, values["slug"], values["name"], None))
    session.add(tag)
    session.flush()
    return tag


def update(session: Session, actor: Actor, id: int, values: Mapping[str, Any]) -> Tag:
    """Changes name and slug, as far as given; a slug that is None is made from the name."""
    require(actor, Action.TAGS)
    tag = _get(session, id)
    cleaned = clean_values(_FIELDS, values)
    tag.name = cleaned.get("name", tag.name)
    tag.name_key = sort_key(tag.name)
    if "slug" in cleaned:
        tag.slug = _slug(session, cleaned["slug"], tag.name, tag.id)
    outbox.record(session, Subject.TAG, id, Lane.BULK)
    return tag


def delete(session: Session, actor: Actor, id: int) -> None:
    """Removes a tag, also from everything that has it; entries keep their versions."""
    require(actor, Action.TAGS)
    tag = _get(session, id)
    for kind in KINDS.values():
        _detach(session, kind, id)
    session.delete(tag)
    session.flush()


def ids_for_names(session: Session, names: Sequence[str]) -> list[int]:
    """The ids of the tags of these names, made where missing, each once and in this order.

    Two names with one slug are one tag: "Giáo dục" is "giáo dục".
    """
    by_slug: dict[str, str] = {}
    for name in names:
        cleaned = str(_NAME("tags", name))
        by_slug.setdefault(slug_of(cleaned), cleaned)
    found = _find(session, list(by_slug))
    missing = [slug for slug in by_slug if slug not in found]
    if missing:
        rows = [_named(by_slug[slug], slug).model_dump(exclude={"id"}) for slug in missing]
        session.execute(insert(editions.tabular(Tag)), rows)
        found |= _find(session, missing)
    return [found[slug] for slug in by_slug]


def slug_of(name: str) -> str:
    """The slug of a tag of this name, unless another is chosen."""
    return slugify(name, fallback=_FALLBACK)


def _find(session: Session, slugs: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(slugs), _CHUNK):
        some = col(Tag.slug).in_(slugs[start : start + _CHUNK])
        found.update(
            (slug, id_ or 0) for slug, id_ in session.exec(select(Tag.slug, Tag.id).where(some))
        )
    return found


def _named(name: str, slug: str) -> Tag:
    return Tag(slug=slug, name=name, name_key=sort_key(name))


def _get(session: Session, id: int) -> Tag:
    tag = session.get(Tag, id) if 0 < id <= LARGEST_ID else None
    if tag is None:
        raise NotFound("id", "There is no tag with this id.")
    return tag


def _slug(session: Session, chosen: str | None, name: str, own_id: int | None) -> str:
    if chosen is not None:
        check_form(chosen)
    slug = chosen or slug_of(name)
    owner = _find(session, [slug]).get(slug)
    if owner is not None and owner != own_id:
        raise NotUnique("slug" if chosen else "name", "There is a tag with this slug already.")
    return slug


def _detach(session: Session, kind: Kind, tag_id: int) -> None:
    """Takes the tag off every edition; notes the entries, for the tag will not lead to them."""
    for rule in kind.parts.values():
        if "tag_id" not in rule.columns:
            continue
        part = editions.tabular(rule.table)
        has = part.c.tag_id == tag_id
        ids = session.scalars(select(part.c.edition_id).where(has)).all()
        session.execute(delete_rows(part).where(has))
        editions.refresh_digests(session, kind, ids)
        outbox.record_many(session, editions.owners(session, kind, ids), Lane.BULK)
