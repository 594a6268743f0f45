"""Tags: made by whoever writes, kept in order by editors."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete as delete_rows
from sqlalchemy import insert
from sqlmodel import Session, col, select

from index.vietnamese.order import sort_key
from service import outbox
from service.content import KINDS
from service.content.base import Kind
from service.content.change import Lane, Subject
from service.content.fields import LARGEST_ID, Text, clean_values
from service.content.tag import Tag, spelling_of
from service.errors import NotFound, NotUnique
from service.operations import editions, tag_slugs
from service.operations.slugs import check_form
from service.permissions import Action, Actor, require

_NAME = Text(100, required=True)
_FIELDS = {"name": _NAME, "slug": Text(120)}
_CHUNK = 500


def create(session: Session, actor: Actor, *, name: str, slug: str | None = None) -> Tag:
    """A new tag; without a slug, with one made from the name.

    Raises NotUnique ("name" or "slug") if another tag has it.
    """
    require(actor, Action.TAGS)
    values = clean_values(_FIELDS, {"name": name, "slug": slug})
    _check_name(session, values["name"], None)
    tag = _named(values["name"], _slug(session, values["slug"], values["name"], None))
    session.add(tag)
    session.flush()
    return tag


def update(session: Session, actor: Actor, id: int, values: Mapping[str, Any]) -> Tag:
    """Changes name and slug, as far as given; a slug that is None is made from the name.

    Raises NotUnique ("name" or "slug") if another tag has it.
    """
    require(actor, Action.TAGS)
    tag = _get(session, id)
    cleaned = clean_values(_FIELDS, values)
    name = cleaned.get("name", tag.name)
    _check_name(session, name, id)
    if "slug" in cleaned:
        tag.slug = _slug(session, cleaned["slug"], name, id)
    tag.name, tag.name_key, tag.spelling = name, sort_key(name), spelling_of(name)
    session.flush()
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

    All ways of typing one name are one tag: "Giáo dục" is "giáo dục"; see spelling_of.
    """
    by_spelling: dict[str, str] = {}
    for name in names:
        cleaned = str(_NAME("tags", name))
        by_spelling.setdefault(spelling_of(cleaned), cleaned)
    found = find(session, by_spelling)
    missing = [name for spelling, name in by_spelling.items() if spelling not in found]
    if missing:
        made = zip(missing, tag_slugs.free(session, missing), strict=True)
        rows = [_named(name, slug).model_dump(exclude={"id"}) for name, slug in made]
        session.execute(insert(editions.tabular(Tag)), rows)
        found = find(session, by_spelling)
    return [found[spelling] for spelling in by_spelling]


def find(session: Session, spellings: Iterable[str]) -> dict[str, int]:
    """The ids of those tags that are there, by their spelling."""
    asked = list(spellings)
    found: dict[str, int] = {}
    for start in range(0, len(asked), _CHUNK):
        some = col(Tag.spelling).in_(asked[start : start + _CHUNK])
        rows = session.exec(select(Tag.spelling, Tag.id).where(some))
        found.update((spelling, id_ or 0) for spelling, id_ in rows)
    return found


def _named(name: str, slug: str) -> Tag:
    return Tag(slug=slug, name=name, name_key=sort_key(name), spelling=spelling_of(name))


def _get(session: Session, id: int) -> Tag:
    tag = session.get(Tag, id) if 0 < id <= LARGEST_ID else None
    if tag is None:
        raise NotFound("id", "There is no tag with this id.")
    return tag


def _check_name(session: Session, name: str, own_id: int | None) -> None:
    spelling = spelling_of(name)
    if find(session, [spelling]).get(spelling, own_id) != own_id:
        raise NotUnique("name", "There is a tag with this name already.")


def _slug(session: Session, chosen: str | None, name: str, own_id: int | None) -> str:
    if chosen is None:
        return tag_slugs.free(session, [name], but=own_id)[0]
    check_form(chosen)
    if tag_slugs.taken(session, [chosen], but=own_id):
        raise NotUnique("slug", "There is a tag with this slug already.")
    return chosen


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
