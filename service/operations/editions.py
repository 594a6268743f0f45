"""Reading, writing and copying the editions of an entry, whatever its kind."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, update
from sqlmodel import Session, SQLModel, col, select

from index.vietnamese.order import sort_key
from service.content.base import Edition, Kind, Stage
from service.operations import citing

Row = dict[str, Any]
"""One edition as column values, and its parts under their fields' names."""


_BATCH = 500


def tabular(entity: type[SQLModel]) -> Table:
    """The table of an entity: statements about it leave the session's objects alone."""
    table: Table = entity.__table__  # type: ignore[attr-defined]
    return table


def load(session: Session, kind: Kind, entry_id: int) -> dict[Stage, Edition]:
    """All editions of one entry, by stage."""
    table = kind.edition
    rows = session.exec(select(table).where(col(table.entry_id) == entry_id))
    return {edition.stage: edition for edition in rows}


def content(session: Session, kind: Kind, editions: Sequence[Edition]) -> list[Row]:
    """What each edition says: the value of every field of its kind, parts included."""
    parts = {
        name: _part_rows(session, kind, name, [edition.id or 0 for edition in editions])
        for name in kind.parts
    }
    return [
        {
            name: parts[name].get(edition.id or 0, [])
            if name in kind.parts
            else getattr(edition, name)
            for name in kind.fields
        }
        for edition in editions
    ]


def _part_rows(
    session: Session, kind: Kind, name: str, edition_ids: Sequence[int]
) -> dict[int, list[tuple[Any, ...]]]:
    rule = kind.parts[name]
    cells = [col(getattr(rule.table, column)) for column in rule.columns]
    owner = col(rule.table.edition_id)
    found = session.execute(
        select(owner, *cells)
        .where(owner.in_(edition_ids))
        .order_by(owner, col(rule.table.position))
    )
    rows: dict[int, list[tuple[Any, ...]]] = {}
    for edition_id, *row in found:
        rows.setdefault(edition_id, []).append(tuple(row))
    return rows


def complete(kind: Kind, row: Row) -> Row:
    """The row with all that follows from its fields: see Kind.derive."""
    row["title_key"] = sort_key(row["title"])
    row["digest"] = digest(kind, row)
    row.update(kind.derive(row))
    return row


def digest(kind: Kind, row: Mapping[str, Any]) -> str:
    """32 hex digits of the values of all fields."""
    text = "\x1f".join(_as_text(row[name]) for name in kind.fields)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _as_text(value: Any) -> str:
    """Different for different values: in quotes a text cannot look like None, or like two."""
    # Unlike repr, ascii depends on no table of characters that a later Python may know better.
    return value.isoformat() if isinstance(value, datetime) else ascii(value)


def insert_editions(session: Session, kind: Kind, rows: Sequence[Row]) -> None:
    """Writes new editions with their parts."""
    table = kind.edition
    columns = [{key: row[key] for key in row if key not in kind.parts} for row in rows]
    # By the table, and not in the order of the rows: else it would be one statement for each.
    written = insert(tabular(table)).returning(col(table.id), col(table.entry_id), col(table.stage))
    by_key = {(entry, stage): id_ for id_, entry, stage in session.execute(written, columns)}
    ids = [by_key[row["entry_id"], row["stage"]] for row in rows]
    citing.cite(session, kind, zip(ids, rows, strict=True))
    for name in kind.parts:
        _insert_parts(session, kind, name, zip(ids, (row[name] for row in rows), strict=True))


def _insert_parts(
    session: Session,
    kind: Kind,
    name: str,
    owned: Iterable[tuple[int | None, Sequence[tuple[Any, ...]]]],
) -> None:
    rule = kind.parts[name]
    rows = [
        {
            "edition_id": edition_id,
            "position": position,
            **dict(zip(rule.columns, row, strict=True)),
        }
        for edition_id, part in owned
        for position, row in enumerate(part)
    ]
    if rows:
        session.execute(insert(tabular(rule.table)), rows)


def rewrite(
    session: Session, kind: Kind, edition: Edition, row: Row, changed: Collection[str]
) -> None:
    """Makes an edition say what the completed row says; `changed` names the fields that differ."""
    for name, value in row.items():
        if name not in kind.parts:
            setattr(edition, name, value)
    session.add(edition)
    if kind.cites is not None and not kind.cites.fields.isdisjoint(changed):
        citing.cite_again(session, kind, edition.id or 0, row)
    for name in kind.parts.keys() & changed:
        rule = kind.parts[name]
        session.execute(delete(rule.table).where(col(rule.table.edition_id) == edition.id))
        _insert_parts(session, kind, name, [(edition.id, row[name])])


def remove(session: Session, edition: Edition) -> None:
    """Deletes an edition at once, so that another can take its stage; the database its parts."""
    session.delete(edition)
    session.flush()


def refresh_digests(session: Session, kind: Kind, edition_ids: Sequence[int]) -> None:
    """Computes the digests anew, after something was changed in many editions at once."""
    table = tabular(kind.edition)
    columns = [table.c[name] for name in kind.fields if name not in kind.parts]
    fresh = (
        update(table).where(table.c.id == bindparam("edition")).values(digest=bindparam("fresh"))
    )
    for start in range(0, len(edition_ids), _BATCH):
        some = edition_ids[start : start + _BATCH]
        parts = {name: _part_rows(session, kind, name, some) for name in kind.parts}
        found = session.execute(select(table.c.id, *columns).where(table.c.id.in_(some))).mappings()
        rows = []
        for row in found:
            own = {name: parts[name].get(row["id"], []) for name in parts}
            rows.append({"edition": row["id"], "fresh": digest(kind, {**row, **own})})
        session.connection().execute(fresh, rows)


def owners(session: Session, kind: Kind, edition_ids: Sequence[int]) -> list[int]:
    """The ids of the entries that the editions belong to, each once."""
    table = kind.edition
    found: set[int] = set()
    for start in range(0, len(edition_ids), _BATCH):
        some = col(table.id).in_(edition_ids[start : start + _BATCH])
        found.update(session.exec(select(table.entry_id).where(some)))
    return sorted(found)
