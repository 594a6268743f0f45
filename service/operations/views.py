"""How often entries have been viewed."""

from collections.abc import Mapping

from sqlalchemy import bindparam, update
from sqlmodel import Session

from service.content.base import Entry
from service.content.fields import LARGEST_ID
from service.operations.editions import tabular


def add_views(session: Session, counts: Mapping[int, int]) -> None:
    """Adds to the view counts of entries, by id; ids that are unknown are left out.

    Changes no version and notes nothing for the index: a view says nothing new.
    """
    table = tabular(Entry)
    rows = [
        {"entry": entry_id, "views": views}
        for entry_id, views in counts.items()
        if views > 0 and 0 < entry_id <= LARGEST_ID
    ]
    if rows:
        more = table.c.view_count + bindparam("views")
        counted = update(table).where(table.c.id == bindparam("entry")).values(view_count=more)
        session.connection().execute(counted, rows)
