"""The citations of editions, written with what they are taken from."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import Session, SQLModel, col, select

from service.content.base import CiteRule, Kind
from service.content.citation import CitedDocument
from service.content.citing import Cited, citations

_BATCH = 500

Row = Mapping[str, Any]


def cite(session: Session, kind: Kind, editions: Iterable[tuple[int, Row]]) -> None:
    """Writes the citations of new editions, given the id of each and what it says."""
    if kind.cites is None:
        return
    found: dict[int, list[Cited]] = {}
    known: dict[tuple[str, ...], list[Cited]] = {}
    for edition_id, row in editions:
        texts = tuple(row[name] or "" for name in kind.cites.columns)
        if texts not in known:  # the working version and the public one often say the same
            known[texts] = citations(texts)
        found[edition_id] = known[texts]
    _insert(session, kind.cites, found)


def cite_again(session: Session, kind: Kind, edition_id: int, row: Row) -> None:
    """Writes the citations of an edition anew, whose texts have changed."""
    assert kind.cites is not None
    table = _table(kind.cites.table)
    session.execute(delete(table).where(table.c.edition_id == edition_id))
    cite(session, kind, [(edition_id, row)])


def _insert(session: Session, rule: CiteRule, found: Mapping[int, Sequence[Cited]]) -> None:
    documents = _documents(session, [one for cited in found.values() for one in cited])
    rows = [
        {
            "edition_id": edition_id,
            "position": position,
            "document_id": documents[one.key],
            "issuer": one.issuer,
            "issued_on": one.issued_on,
            "term": one.term,
            "passage": one.passage,
        }
        for edition_id, cited in found.items()
        for position, one in enumerate(cited)
    ]
    if rows:
        session.execute(insert(_table(rule.table)), rows)


def _documents(session: Session, cited: Sequence[Cited]) -> dict[str, int]:
    """The ids of the documents by their keys; those that are cited for the first time are made."""
    wanted = {one.key: one for one in reversed(cited)}
    ids: dict[str, int] = {}
    keys = list(wanted)
    for start in range(0, len(keys), _BATCH):
        some = col(CitedDocument.key).in_(keys[start : start + _BATCH])
        ids |= {key: id_ or 0 for key, id_ in session.exec(_ids().where(some))}
    fresh = [one for key, one in wanted.items() if key not in ids]
    if fresh:
        rows = [{"key": one.key, "number": one.number, "kind": one.kind} for one in fresh]
        written = insert(_table(CitedDocument)).returning(
            col(CitedDocument.key), col(CitedDocument.id)
        )
        ids.update((key, id_) for key, id_ in session.execute(written, rows))
    return ids


def _ids() -> Any:
    return select(CitedDocument.key, CitedDocument.id)


def _table(entity: type[SQLModel]) -> Any:
    return entity.__table__  # type: ignore[attr-defined]
