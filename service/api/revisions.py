"""Revisions: who changed what of an entry, and when."""

from datetime import datetime

import strawberry

from service.api import cursors, ids
from service.api.accounts import Account, maker
from service.api.connections import Edge, PageInfo, window
from service.api.context import Context, Info
from service.api.fields import field
from service.api.loaders.entries import EntryRow
from service.api.loaders.revisions import (
    RevisionPage,
    find_revision_pages,
    revisions_by_id,
    totals_of_revisions,
)
from service.api.nodes import Node, finds
from service.content.fields import client_name
from service.content.history import Revision as RevisionRow

MAX_VERSION = 2**31 - 1


@strawberry.type(description="One change of an article, for editors.")
class Revision(Node):
    row: strawberry.Private[RevisionRow]
    version: int = strawberry.field(description="The version that it made.")
    at: datetime = strawberry.field(description="When.")
    changed_fields: list[str] = strawberry.field(description="Names of the fields it changed.")

    @classmethod
    def of(cls, row: RevisionRow) -> "Revision":
        return cls(
            id=ids.encode("Revision", row.id),
            row=row,
            version=row.version,
            at=row.at,
            changed_fields=[client_name(name) for name in row.changed_fields],
        )

    @field(description="Who did it; null for a command.")
    def by(self, info: Info) -> Account | None:
        return maker(info.context, self.row.by_id)


@strawberry.type(description="A page of revisions, the last one first.")
class RevisionConnection:
    page: strawberry.Private[RevisionPage]
    begins: strawberry.Private[bool]

    @field(description="The page's revisions with their cursors.")
    async def edges(self, info: Info) -> list[Edge[Revision]]:
        return [Edge(cursor=_cursor(one.row), node=one) for one in await self._revisions(info)]

    @field(description="The page's revisions alone.")
    async def nodes(self, info: Info) -> list[Revision]:
        return await self._revisions(info)

    @field(description="Where the page stands in the list.")
    async def page_info(self, info: Info) -> PageInfo:
        rows = await self._rows(info.context)
        shown = rows[: self.page.most]
        ends = [_cursor(row) for row in shown[:1] + shown[-1:]]
        return PageInfo(
            has_next_page=len(rows) > len(shown),
            has_previous_page=not self.begins,
            start_cursor=ends[0] if ends else None,
            end_cursor=ends[-1] if ends else None,
        )

    @field(description="How many there are; counted only when asked for.")
    async def total_count(self, info: Info) -> int:
        return await info.context.load(totals_of_revisions, self.page.entry_id) or 0

    async def _revisions(self, info: Info) -> list[Revision]:
        info.context.budget.things(self.page.most)
        rows = (await self._rows(info.context))[: self.page.most]
        return [Revision.of(row) for row in rows]

    async def _rows(self, context: Context) -> list[RevisionRow]:
        return await context.load(find_revision_pages, self.page) or []


def revisions_of(entry: EntryRow, first: int | None, after: str | None) -> RevisionConnection:
    """A page of an entry's revisions, for a view that sees its working version."""
    asked = window(first, after)
    below = None if asked.after is None else _version(asked.after)
    page = RevisionPage(entry.id, asked.count, below)
    return RevisionConnection(page=page, begins=below is None or below > entry.version)


def _cursor(row: RevisionRow) -> str:
    return cursors.write("revision", row.version)


def _version(cursor: str) -> int:
    name, version = cursors.read(cursor, 2)
    if name != "revision":
        raise cursors.foreign()
    return cursors.read_number(version, 1, MAX_VERSION)


@finds("Revision")
async def find_revision(context: Context, row_id: int) -> Revision | None:
    row = await context.load(revisions_by_id, row_id)
    return None if row is None else Revision.of(row)
