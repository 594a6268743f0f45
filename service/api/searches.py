"""What readers search for, for editors."""

from datetime import date
from typing import Annotated

import strawberry

from service.api.connections import bounded
from service.api.context import Info
from service.api.fields import field
from service.errors import BadRequest
from service.operations import searches as operations
from service.permissions import Action

MAX_QUERIES = 100


@strawberry.type(description="How often a query was asked, or found nothing, on one day.")
class SearchDay:
    day: date = strawberry.field(description="The day in Vietnam.")
    count: int = strawberry.field(description="How often.")


@strawberry.type(description="A query that readers asked.")
class SearchedQuery:
    query: str = strawberry.field(description="In lower case.")
    count: int = strawberry.field(description="How often in all of these days.")
    days: list[SearchDay] = strawberry.field(
        description="On which of them; without those on which it was too rare to be shown."
    )

    @classmethod
    def of(cls, counted: operations.Counted) -> "SearchedQuery":
        days = [SearchDay(day=day, count=count) for day, count in counted.days]
        return cls(query=counted.query, count=counted.count, days=days)


@strawberry.type(
    description="What readers searched for, without anything that says who they are; queries that"
    " are long, rare, or hold what looks like a number of a person are never shown."
)
class SearchStatistics:
    counting: bool = strawberry.field(
        description="Whether searches are counted now; the setting TOASOAN_SEARCH_ANALYTICS."
    )
    frequent: list[SearchedQuery] = strawberry.field(description="Asked most, most often first.")
    nothing_found: list[SearchedQuery] = strawberry.field(
        description="Found nothing, most often first; `count` is how often they did."
    )


Since = Annotated[date, strawberry.argument(name="from", description="The first day.")]
Until = Annotated[date, strawberry.argument(description="The last day, included.")]
Count = Annotated[int, strawberry.argument(description="How many of each sort, 1 to 100.")]


@strawberry.type
class SearchesQuery:
    @field(
        description="What readers searched for in these days; a search shows after a few seconds."
        " Editors; null for everyone else."
    )
    async def search_statistics(
        self, info: Info, since: Since, until: Until, first: Count = 20
    ) -> SearchStatistics | None:
        context = info.context
        if not context.actor.may(Action.SEARCH):
            return None
        count = bounded("first", first, MAX_QUERIES)
        if until < since:
            raise BadRequest("`until` is before `from`.")
        context.budget.things(2 * count)
        least = context.services.settings.search_analytics_least
        found = await context.read(
            lambda session: operations.statistics(
                session, context.actor, since, until, first=count, least=least
            )
        )
        return SearchStatistics(
            counting=context.services.searches.enabled,
            frequent=[SearchedQuery.of(one) for one in found.frequent],
            nothing_found=[SearchedQuery.of(one) for one in found.nothing_found],
        )
