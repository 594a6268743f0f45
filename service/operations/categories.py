"""The tree of categories."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import update as update_rows
from sqlmodel import Session, select

from index.vietnamese.slug import slugify
from service import outbox
from service.content import KINDS, times
from service.content.category import MAX_CATEGORIES, MAX_DEPTH, Category, CategoryTree
from service.content.change import Lane, Subject
from service.content.fields import Text, clean_values
from service.content.history import SlugHistory
from service.content.site import Site
from service.errors import InUse, Invalid, NotFound
from service.operations import editions
from service.operations.slugs import CATEGORY, SlugPool, check_form
from service.permissions import Action, Actor, require

_FIELDS = {
    "name": Text(200, required=True),
    "slug": Text(120),
    "description": Text(4_000, lines=True),
}


def tree(session: Session) -> CategoryTree:
    """All categories as they are now."""
    return CategoryTree(session.exec(select(Category)))


def create(
    session: Session,
    actor: Actor,
    *,
    name: str,
    slug: str | None = None,
    description: str | None = None,
    parent_id: int | None = None,
) -> Category:
    """A new category, the last under its parent; without a parent, of the roots."""
    require(actor, Action.CATEGORIES)
    values = clean_values(_FIELDS, {"name": name, "slug": slug, "description": description})
    now = tree(session)
    if len(now.by_id) >= MAX_CATEGORIES:
        raise Invalid("", f"There are {MAX_CATEGORIES:,} categories already.")
    _check_parent(now, parent_id, height=1)
    values["slug"] = _slug(session, values["slug"], values["name"], None)
    category = Category(**values, parent_id=parent_id, position=len(now.children(parent_id)))
    session.add(category)
    session.flush()
    _remember(session, category)
    return category


def update(session: Session, actor: Actor, id: int, values: Mapping[str, Any]) -> Category:
    """Changes name, slug and description, as far as given; a slug that is None is made anew."""
    require(actor, Action.CATEGORIES)
    category = _get(tree(session), id)
    cleaned = clean_values(_FIELDS, values)
    if "slug" in cleaned:
        name = cleaned.get("name", category.name)
        cleaned["slug"] = _slug(session, cleaned["slug"], name, category)
    for field, value in cleaned.items():
        setattr(category, field, value)
    session.flush()
    _remember(session, category)
    _note(session, category)
    return category


def place_of(session: Session, id: int) -> tuple[int | None, int | None]:
    """Its parent's id, None for a root, and its place there from 0; nothing for an unknown id."""
    now = tree(session)
    category = now.by_id.get(id)
    if category is None:
        return None, None
    return category.parent_id, now.children(category.parent_id).index(category)


def move(
    session: Session,
    actor: Actor,
    id: int,
    parent_id: int | None,
    position: int | None = None,
) -> Category:
    """Puts a category, with all below it, under another; `position` counts from 0, None is last."""
    require(actor, Action.CATEGORIES)
    now = tree(session)
    category = _get(now, id)
    if parent_id is not None and parent_id in now.subtree(id):
        raise Invalid("parent", "A category cannot stand under itself.")
    _check_parent(now, parent_id, height=now.height(id))
    if position is not None and position < 0:
        raise Invalid("position", "A position counts from 0.")
    siblings = [one for one in now.children(parent_id) if one is not category]
    place = len(siblings) if position is None else min(position, len(siblings))
    if category.parent_id != parent_id:
        _number(one for one in now.children(category.parent_id) if one is not category)
    category.parent_id = parent_id
    _number([*siblings[:place], category, *siblings[place:]])
    _note(session, category)
    return category


def delete(session: Session, actor: Actor, id: int, move_to: int | None = None) -> None:
    """Removes a category; its articles, its children and its old addresses go to `move_to`.

    Raises InUse where it has articles or children and `move_to` is None. Where it has none and
    `move_to` is None nothing follows its slugs: they find nothing, and are free for another.
    """
    require(actor, Action.CATEGORIES)
    now = tree(session)
    category = _get(now, id)
    target = None if move_to is None else _target(now, category, move_to)
    children = now.children(id)
    used = bool(children) or _has_content(session, id)
    if used and target is None:
        raise InUse("moveTo", "The category has articles or children; say where they go.")
    if target is not None:
        _check_children_fit(now, target, children)
        _move_content(session, id, target.id or 0)
        _move_slugs(session, id, target.id or 0)
        _adopt(now, target, children)
    _number(one for one in now.children(category.parent_id) if one is not category)
    site = select(Site).where(Site.default_category_id == id)
    for row in session.exec(site):
        row.default_category_id = move_to
    session.flush()
    session.delete(category)
    session.flush()
    if target is not None:
        _note(session, target)


def _get(now: CategoryTree, id: int, field: str = "id") -> Category:
    category = now.by_id.get(id)
    if category is None:
        raise NotFound(field, "There is no category with this id.")
    return category


def _check_parent(now: CategoryTree, parent_id: int | None, height: int) -> None:
    """Whether a subtree of that height may stand there."""
    if parent_id is None:
        return
    _get(now, parent_id, "parent")
    if len(now.lineage(parent_id)) + height > MAX_DEPTH:
        raise Invalid("parent", f"At most {MAX_DEPTH} levels of categories are allowed.")


def _slug(session: Session, chosen: str | None, name: str, category: Category | None) -> str:
    """The chosen slug, or one made from the name, that no other category has or has had."""
    own = set() if category is None else _slugs_of(session, category)
    base = chosen or slugify(name, fallback="chuyen-muc")
    if chosen is not None:
        check_form(chosen)
    if base in own:
        return base
    pool = SlugPool(session, CATEGORY, [base])
    return pool.claim(base) if chosen is not None else pool.free(base)


def _slugs_of(session: Session, category: Category) -> set[str]:
    return set(session.exec(select(SlugHistory.slug).where(SlugHistory.category_id == category.id)))


def _remember(session: Session, category: Category) -> None:
    """The slug stays the category's, whatever it is called later."""
    if category.slug in _slugs_of(session, category):
        return
    session.add(
        SlugHistory(
            kind=CATEGORY, slug=category.slug, category_id=category.id, public_from=times.now()
        )
    )
    session.flush()


def _move_slugs(session: Session, id: int, target: int) -> None:
    """Whatever slug it has had finds the target."""
    owner = editions.tabular(SlugHistory).c.category_id
    session.execute(update_rows(owner.table).where(owner == id).values(category_id=target))


def _note(session: Session, category: Category) -> None:
    """What is indexed of every article in the subtree follows, behind what editors wait for."""
    outbox.record(session, Subject.CATEGORY, category.id or 0, Lane.BULK)


def _number(siblings: Iterable[Category]) -> None:
    for position, category in enumerate(siblings):
        category.position = position


def _target(now: CategoryTree, category: Category, move_to: int) -> Category:
    target = _get(now, move_to, "moveTo")
    if move_to in now.subtree(category.id or 0):
        raise Invalid("moveTo", "This category is being deleted, or stands under it.")
    return target


def _check_children_fit(now: CategoryTree, target: Category, children: Sequence[Category]) -> None:
    height = max((now.height(child.id or 0) for child in children), default=0)
    if height and len(now.lineage(target.id or 0)) + height > MAX_DEPTH:
        raise Invalid("moveTo", f"At most {MAX_DEPTH} levels of categories are allowed.")


def _adopt(now: CategoryTree, target: Category, children: Sequence[Category]) -> None:
    siblings = list(now.children(target.id))
    for child in children:
        child.parent_id = target.id
    _number([*siblings, *children])


def _has_content(session: Session, id: int) -> bool:
    """Whether any edition of any kind stands in the category."""
    for kind in KINDS.values():
        if "category_id" not in kind.fields:
            continue
        place = editions.tabular(kind.edition).c.category_id
        if session.execute(select(place).where(place == id).limit(1)).first() is not None:
            return True
    return False


def _move_content(session: Session, id: int, target: int) -> None:
    """Moves every edition; entries keep their versions, for they say what they said."""
    for kind in KINDS.values():
        if "category_id" not in kind.fields:
            continue
        table = editions.tabular(kind.edition)
        moved = session.scalars(select(table.c.id).where(table.c.category_id == id)).all()
        session.execute(
            update_rows(table).where(table.c.category_id == id).values(category_id=target)
        )
        editions.refresh_digests(session, kind, moved)
