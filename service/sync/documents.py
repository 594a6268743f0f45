"""The current state of entries as the index is to hold it, many at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from index.document import Document
from service.content import KINDS
from service.content.base import Edition, Entry, Kind, Searchable, Stage
from service.content.category import Category, CategoryTree
from service.content.tag import Tag
from service.store import Store

CHUNK = 200
"""Entries that are loaded at once."""

CATEGORY_COLUMN = "category_id"
"""The column by which the editions of a kind that has categories name theirs."""

Tags = dict[int, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Indexable:
    """One entry: the owners whose documents are replaced, and the documents in their place.

    `error` says why its documents cannot be made; it has none then, and the index none of it.
    """

    entry_id: int
    owners: tuple[str, ...]
    documents: tuple[Document, ...] = ()
    error: Exception | None = None


def load(store: Store, entry_ids: Sequence[int]) -> list[Indexable]:
    """The current state of at most CHUNK entries, in a constant number of statements.

    An entry that cannot be read is found by halving, and the others are loaded without it.
    """
    try:
        with store.snapshot() as session:
            return _load(session, entry_ids)
    except SQLAlchemyError:
        raise  # the database cannot answer: no entry is to blame
    except Exception as error:
        if len(entry_ids) == 1:
            return [without(entry_ids[0], error)]
        half = len(entry_ids) // 2
        return load(store, entry_ids[:half]) + load(store, entry_ids[half:])


def ids_after(store: Store, position: int, last: int) -> list[int]:
    """The next CHUNK entries in the order of their ids: those after `position`, up to `last`."""
    id_ = col(Entry.id)
    ids = select(id_).where(id_ > position, id_ <= last).order_by(id_).limit(CHUNK)
    with store.snapshot() as session:
        return [one or 0 for one in session.exec(ids)]


def extent(session: Session) -> tuple[int, int]:
    """The greatest id of any entry, 0 without one, and how many entries there are."""
    last, count = session.exec(select(func.max(col(Entry.id)), func.count(col(Entry.id)))).one()
    return last or 0, count


def _load(session: Session, entry_ids: Sequence[int]) -> list[Indexable]:
    entries = {
        entry.id or 0: entry
        for entry in session.exec(select(Entry).where(col(Entry.id).in_(entry_ids)))
    }
    tree = CategoryTree(session.exec(select(Category)))
    documents: dict[int, list[Document]] = defaultdict(list)
    for kind in KINDS.values():
        own = {id_: entry for id_, entry in entries.items() if entry.kind == kind.name}
        for source in _sources(session, kind, own, tree) if own else ():
            documents[source.edition.entry_id].append(kind.document(source))
    return [
        Indexable(id_, _owners(entries.get(id_), id_), tuple(documents[id_])) for id_ in entry_ids
    ]


def _sources(
    session: Session, kind: Kind, entries: dict[int, Entry], tree: CategoryTree
) -> Iterator[Searchable]:
    edition = kind.edition
    editions = session.exec(
        select(edition)
        .where(col(edition.entry_id).in_(entries), col(edition.stage) != Stage.WORKING)
        .order_by(col(edition.entry_id), col(edition.stage))
    ).all()
    tags = _tags(session, kind, editions)
    for one in editions:
        category = getattr(one, CATEGORY_COLUMN, None)
        lineage = () if category is None else tree.lineage(category)
        yield Searchable(entries[one.entry_id], one, lineage, tags.get(one.id or 0, ()))


def _tags(session: Session, kind: Kind, editions: Iterable[Edition]) -> Tags:
    rule = kind.parts.get("tags")
    if rule is None:
        return {}
    rows = session.exec(
        select(rule.table.edition_id, Tag.slug, Tag.name)
        .join(Tag, col(Tag.id) == getattr(rule.table, rule.columns[0]))
        .where(col(rule.table.edition_id).in_([one.id for one in editions]))
        .order_by(col(rule.table.edition_id), col(rule.table.position))
    )
    tags: Tags = {}
    for edition_id, slug, name in rows:
        tags[edition_id] = (*tags.get(edition_id, ()), (slug, name))
    return tags


def _owners(entry: Entry | None, entry_id: int) -> tuple[str, ...]:
    """Of an entry that is gone nobody knows the kind any more."""
    kinds = [entry.kind] if entry else list(KINDS)
    return tuple(f"{kind}:{entry_id}" for kind in kinds)


def without(entry_id: int, error: Exception | None = None) -> Indexable:
    """An entry of which the index is to hold nothing, and what is wrong with it."""
    return Indexable(entry_id, _owners(None, entry_id), error=error)
