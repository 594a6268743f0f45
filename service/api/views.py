"""Counting that an article was read."""

import strawberry

from service.api import ids
from service.api.articles.listing import ARTICLES
from service.api.context import Info
from service.api.errors import MutationError, mutation_errors
from service.api.fields import mutation, refused
from service.errors import NotFound


@strawberry.input(description="What was read.")
class RecordViewInput:
    article: strawberry.ID = strawberry.field(description="The article's id.")


@strawberry.type(description="Whether the view could be counted.")
class RecordViewPayload:
    errors: list[MutationError] = refused()


@strawberry.type
class ViewMutation:
    @mutation(
        description="Counts a view: once for a reader and article in a while. Public. It changes"
        " no version."
    )
    async def record_view(self, info: Info, input: RecordViewInput) -> RecordViewPayload:
        context, entry_id = info.context, ids.row_of(input.article, "Article")
        if await context.load(ARTICLES.public_titles, entry_id) is None:
            missing = NotFound("article", "There is no article with this id.")
            return RecordViewPayload(errors=mutation_errors([missing]))
        reader = context.request.headers.get("user-agent", "")
        context.services.views.count(entry_id, context.address, reader)
        return RecordViewPayload(errors=[])
