"""The site: what stands around every page."""

from collections.abc import Mapping, Sequence

import strawberry
from sqlmodel import Session

from service.api.categories import Category, roots
from service.api.context import Context, Info
from service.api.errors import MutationError
from service.api.fields import field, mutation, optional, refused
from service.api.links import LinkGroup, link_groups
from service.api.mutations import change, given
from service.content.site import Site as SiteRow
from service.content.visibility import View
from service.operations import site as operations


@strawberry.type(description="The portal itself.")
class Site:
    row: strawberry.Private[SiteRow]
    name: str = strawberry.field(description="Its name.")
    slogan: str | None = strawberry.field(description="What stands under the name.")

    @classmethod
    def of(cls, row: SiteRow) -> "Site":
        return cls(row=row, name=row.name, slogan=row.slogan)

    @field(
        description="Where the portal stands, without / at the end; this service's own address"
        " unless it is set."
    )
    def base_url(self, info: Info) -> str:
        return (self.row.base_url or str(info.context.request.base_url)).rstrip("/")

    @field(description="The roots of the categories, in menu order.")
    async def menu(self, info: Info) -> list[Category]:
        return await roots(info.context)

    @field(description="All groups of links, in their order.")
    async def link_groups(self, info: Info) -> list[LinkGroup]:
        return await link_groups(info.context)


def _sites(session: Session, view: View, keys: Sequence[None]) -> Mapping[None, SiteRow]:
    return {None: operations.get(session)}


async def find_site(context: Context) -> Site:
    row = await context.load(_sites, None)
    assert row is not None
    return Site.of(row)


@strawberry.type
class SiteQuery:
    @field(description="What stands around every page.")
    async def site(self, info: Info) -> Site:
        return await find_site(info.context)


@strawberry.input(description="Changes of the site; what is absent stays.")
class UpdateSiteInput:
    name: str | None = optional("Its name.")
    slogan: str | None = optional("What stands under the name.")
    base_url: str | None = optional("Where the portal stands: http:// or https://.")


@strawberry.type(description="The site as it is now, and what was refused.")
class SitePayload:
    site: Site | None = strawberry.field(description="Null where refused.")
    errors: list[MutationError] = refused()


@strawberry.type
class SiteMutation:
    @mutation(description="Changes the site. Administrators.")
    async def update_site(self, info: Info, input: UpdateSiteInput) -> SitePayload:
        values = given({"name": input.name, "slogan": input.slogan, "base_url": input.base_url})
        outcome = await change(
            info, lambda session, actor: operations.update(session, actor, values)
        )
        site = None if outcome.refusals else await find_site(info.context)
        return SitePayload(site=site, errors=outcome.errors)
