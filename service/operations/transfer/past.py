"""The revisions of an article, said in its line and written from it; accounts are left out."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from service.content.article import ARTICLE
from service.content.base import Entry
from service.content.fields import client_name
from service.content.history import Revision
from service.operations.changing import as_json
from service.operations.editions import tabular
from service.operations.transfer.adding import Added
from service.operations.transfer.references import References
from service.operations.transfer.saying import Names, Said, say_moment
from service.operations.transfer.shapes import PastChange

MAX_BYTES = 8_000_000
"""Of revisions in one line; beyond that the oldest are left out."""
_REVISIONS = tabular(Revision)


def say_revisions(session: Session, entry: Entry, names: Names) -> Said:
    """The article's past, oldest first; nothing where it has only been made."""
    if entry.version == 1:
        return {}
    newest_first = select(Revision).where(Revision.entry_id == entry.id)
    found = session.exec(newest_first.order_by(col(Revision.version).desc()))
    said: list[Said] = []
    size = 0
    for revision in found.yield_per(100):
        said.append(_say_revision(revision, names))
        size += len(orjson.dumps(said[-1]))
        if size > MAX_BYTES:
            said.pop()
            break
    found.close()
    return {"revisions": said[::-1]}


def _say_revision(revision: Revision, names: Names) -> Said:
    before = revision.before
    images = [image for image, _ in before.get("images") or ()]
    cover = [before["cover_id"]] if before.get("cover_id") else []
    names.look_up({tag for (tag,) in before.get("tags") or ()}, {*images, *cover})
    said: Said = {
        "version": revision.version,
        "at": say_moment(revision.at),
        "changedFields": [client_name(name) for name in revision.changed_fields],
        "before": dict(_say_before(before, names)),
    }
    return said | ({"status": before["status"]} if "status" in before else {})


def _say_before(before: dict[str, Any], names: Names) -> Iterator[tuple[str, Any]]:
    """Field by field; what has been deleted since is not known any more."""
    for name in ARTICLE.fields:
        if name not in before:
            continue
        value, called = before[name], client_name(name)
        match name:
            case "category_id":
                if value in names.categories:
                    yield called, names.category(value)
            case "cover_id":
                yield called, names.image(value) if value in names.images else None
            case "tags":
                yield called, [names.tag(tag) for (tag,) in value if tag in names.tags]
            case "images":
                known = [(image, caption) for image, caption in value if image in names.images]
                yield called, [{**names.image(one), "caption": text} for one, text in known]
            case "published_at":
                yield called, say_moment(datetime.fromisoformat(value) if value else None)
            case _:
                yield called, value


def restore_revisions(session: Session, added: Sequence[Added], references: References) -> None:
    """In place of the one that a new article has."""
    with_past = [one for one in added if one.line.history.revisions]
    if not with_past:
        return
    ids = [one.entry.id for one in with_past]
    session.execute(delete(_REVISIONS).where(_REVISIONS.c.entry_id.in_(ids)))
    rows = [
        {"entry_id": one.entry.id, **_columns(past, references)}
        for one in with_past
        for past in {past.version: past for past in one.line.history.revisions}.values()
    ]
    session.execute(insert(_REVISIONS), rows)


def _columns(past: PastChange, references: References) -> dict[str, Any]:
    before = {name: as_json(value) for name, value in references.given(past.before).items()}
    if past.status is not None:
        before["status"] = past.status.value
    return {
        "version": past.version,
        "at": past.at,
        "by_id": None,
        "changed_fields": list(past.changed),
        "before": before,
    }
