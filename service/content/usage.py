"""Whether something is used by what a view shows: only then the view shows the thing itself."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select, true
from sqlmodel import col

from service.content import KINDS
from service.content.base import Entry, Kind
from service.content.image import Image
from service.content.visibility import View


def used(view: View, column: str, thing_id: Any) -> ColumnElement[bool]:
    """Whether an edition that is seen, or a part of it, names the thing in `column`."""
    return or_(*(one for kind in KINDS.values() for one in _uses(view, kind, column, thing_id)))


def _uses(view: View, kind: Kind, column: str, thing_id: Any) -> Iterator[ColumnElement[bool]]:
    edition: Any = kind.edition
    own = {"image_id": "cover_id"}.get(column, column)
    if hasattr(edition, own):
        yield exists(
            select(edition.id).where(getattr(edition, own) == thing_id, view.sees(edition))
        )
    for rule in kind.parts.values():
        if column in rule.columns:
            part: Any = rule.table
            yield exists(
                select(edition.id)
                .join(part, part.edition_id == edition.id)
                .where(getattr(part, column) == thing_id, view.sees(edition))
            )


def shows_image(view: View) -> ColumnElement[bool]:
    """The condition on Image under which a view shows it, and who has it may use it.

    Editors see every picture, others their own and those of something that they see.
    """
    if view.editor:
        return true()
    shown = used(view, "image_id", col(Image.id))
    if view.account_id is None:  # else the public would be shown what nobody in particular brought
        return shown
    return or_(col(Image.uploaded_by_id) == view.account_id, shown)


def posted(view: View, account_id: Any) -> ColumnElement[bool]:
    """Whether the account posted something that is seen."""
    return or_(
        *(
            exists(
                select(col(Entry.id))
                .join(edition, edition.entry_id == col(Entry.id))
                .where(col(Entry.posted_by_id) == account_id, view.sees(edition))
            )
            for edition in _editions()
        )
    )


def _editions() -> list[Any]:
    return [kind.edition for kind in KINDS.values()]
