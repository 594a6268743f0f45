"""Web links (Liên kết), in groups."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import strawberry
from sqlmodel import Session

from service.api import ids
from service.api.context import Context, Info
from service.api.errors import MutationError
from service.api.fields import field, mutation, optional, refused
from service.api.loaders.links import all_groups, groups_by_id, links_by_id, links_of_groups
from service.api.mutations import (
    DeleteInput,
    DeletePayload,
    change,
    delete,
    given,
    present,
)
from service.api.nodes import Node, finds
from service.content.link import Link as LinkRow
from service.content.link import LinkGroup as LinkGroupRow
from service.operations import links as operations
from service.permissions import Actor


@strawberry.type(description="A link to another site.")
class Link(Node):
    title: str = strawberry.field(description="What readers see.")
    url: str = strawberry.field(description="Where it leads.")
    position: int = strawberry.field(description="Its place in the group, from 0.")
    visible_from: datetime | None = strawberry.field(description="Not shown before; or null.")
    visible_until: datetime | None = strawberry.field(
        description="Not shown from this moment on; or null."
    )

    @classmethod
    def of(cls, row: LinkRow) -> "Link":
        return cls(
            id=ids.encode("Link", row.id),
            title=row.title,
            url=row.url,
            position=row.position,
            visible_from=row.visible_from,
            visible_until=row.visible_until,
        )


@strawberry.type(description="A group of links.")
class LinkGroup(Node):
    row: strawberry.Private[LinkGroupRow]
    name: str = strawberry.field(description="What readers see.")
    position: int = strawberry.field(description="Its place among the groups, from 0.")

    @classmethod
    def of(cls, row: LinkGroupRow) -> "LinkGroup":
        return cls(
            id=ids.encode("LinkGroup", row.id), row=row, name=row.name, position=row.position
        )

    @field(description="Those visible now, in their order; editors see all.")
    def links(self, info: Info) -> list[Link]:
        return info.context.show_all(links_of_groups, self.row.id or 0, Link.of)


async def link_groups(context: Context) -> list[LinkGroup]:
    """All groups, in their order."""
    rows = await context.load(all_groups, None) or []
    context.budget.things(len(rows))
    return [LinkGroup.of(row) for row in rows]


@finds("LinkGroup")
async def find_group(context: Context, row_id: int) -> LinkGroup | None:
    row = await context.load(groups_by_id, row_id)
    return None if row is None else LinkGroup.of(row)


@finds("Link")
async def find_link(context: Context, row_id: int) -> Link | None:
    row = await context.load(links_by_id, row_id)
    return None if row is None else Link.of(row)


@strawberry.type
class LinkQuery:
    @field(description="All groups of links, in their order.")
    async def link_groups(self, info: Info) -> list[LinkGroup]:
        return await link_groups(info.context)


@strawberry.input(description="A new group of links.")
class CreateLinkGroupInput:
    name: str = strawberry.field(description="What readers see.")


@strawberry.input(description="Changes of a group; what is absent stays.")
class UpdateLinkGroupInput:
    id: strawberry.ID = strawberry.field(description="Of the group.")
    name: str | None = optional("What readers see.")
    position: int | None = optional("Its place among the groups, from 0.")


@strawberry.type(description="A group that was made or changed, or why not.")
class LinkGroupPayload:
    link_group: LinkGroup | None = strawberry.field(description="Null where refused.")
    errors: list[MutationError] = refused()


@strawberry.input(description="A new link, the last one of its group.")
class CreateLinkInput:
    group: strawberry.ID = strawberry.field(description="The group it is in.")
    title: str = strawberry.field(description="What readers see.")
    url: str = strawberry.field(description="Where it leads: http:// or https://.")
    visible_from: datetime | None = optional("Not shown before.")
    visible_until: datetime | None = optional("Not shown from this moment on.")


@strawberry.input(description="Changes of a link; what is absent stays.")
class UpdateLinkInput:
    id: strawberry.ID = strawberry.field(description="Of the link.")
    group: strawberry.ID | None = optional("Another group; it becomes the last one there.")
    title: str | None = optional("What readers see.")
    url: str | None = optional("Where it leads: http:// or https://.")
    visible_from: datetime | None = optional("Not shown before.")
    visible_until: datetime | None = optional("Not shown from this moment on.")


@strawberry.input(description="All links of a group, in their new order.")
class ReorderLinksInput:
    group: strawberry.ID = strawberry.field(description="The group.")
    links: list[strawberry.ID] = strawberry.field(description="All its links, each once.")


@strawberry.type(description="A link that was made or changed, or why not.")
class LinkPayload:
    link: Link | None = strawberry.field(description="Null where refused.")
    errors: list[MutationError] = refused()


@strawberry.type
class LinkMutation:
    @mutation(description="Makes a group of links. Editors.")
    async def create_link_group(self, info: Info, input: CreateLinkGroupInput) -> LinkGroupPayload:
        return await _group(
            info, lambda session, actor: operations.create_group(session, actor, name=input.name)
        )

    @mutation(description="Changes a group of links. Editors.")
    async def update_link_group(self, info: Info, input: UpdateLinkGroupInput) -> LinkGroupPayload:
        row_id = ids.row_of(input.id, "LinkGroup")
        values = given({"name": input.name, "position": input.position})
        return await _group(
            info, lambda session, actor: operations.update_group(session, actor, row_id, values)
        )

    @mutation(description="Deletes a group with its links. Editors.")
    async def delete_link_group(self, info: Info, input: DeleteInput) -> DeletePayload:
        return await delete(info, input, "LinkGroup", operations.delete_group)

    @mutation(description="Makes a link. Editors.")
    async def create_link(self, info: Info, input: CreateLinkInput) -> LinkPayload:
        group_id = ids.row_of(input.group, "LinkGroup")
        return await _link(
            info,
            lambda session, actor: operations.create_link(
                session,
                actor,
                group_id=group_id,
                title=input.title,
                url=input.url,
                visible_from=present(input.visible_from),
                visible_until=present(input.visible_until),
            ),
        )

    @mutation(description="Changes a link. Editors.")
    async def update_link(self, info: Info, input: UpdateLinkInput) -> LinkPayload:
        row_id, values = ids.row_of(input.id, "Link"), _link_values(input)
        return await _link(
            info, lambda session, actor: operations.update_link(session, actor, row_id, values)
        )

    @mutation(description="Puts the links of a group in another order. Editors.")
    async def reorder_links(self, info: Info, input: ReorderLinksInput) -> LinkGroupPayload:
        group_id = ids.row_of(input.group, "LinkGroup")
        link_ids = [ids.row_of(one, "Link") for one in input.links]
        return await _group(
            info,
            lambda session, actor: operations.reorder_links(session, actor, group_id, link_ids),
        )

    @mutation(description="Deletes a link. Editors.")
    async def delete_link(self, info: Info, input: DeleteInput) -> DeletePayload:
        return await delete(info, input, "Link", operations.delete_link)


def _link_values(input: UpdateLinkInput) -> dict[str, Any]:
    values = given(
        {
            "group_id": input.group,
            "title": input.title,
            "url": input.url,
            "visible_from": input.visible_from,
            "visible_until": input.visible_until,
        }
    )
    if values.get("group_id") is not None:
        values["group_id"] = ids.row_of(values["group_id"], "LinkGroup")
    return values


async def _group(
    info: Info, operation: Callable[[Session, Actor], LinkGroupRow]
) -> LinkGroupPayload:
    outcome = await change(info, operation)
    return LinkGroupPayload(link_group=outcome.shown(LinkGroup.of), errors=outcome.errors)


async def _link(info: Info, operation: Callable[[Session, Actor], LinkRow]) -> LinkPayload:
    outcome = await change(info, operation)
    return LinkPayload(link=outcome.shown(Link.of), errors=outcome.errors)
