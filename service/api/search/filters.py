"""What narrows a search, as filters of its query."""

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import or_

import strawberry

from index.query import Nothing, Query, Range, Value
from service.api.articles.filters import MAX_VALUES, DateTimeFilter, checked, not_given
from service.api.context import Context
from service.api.fields import optional
from service.api.loaders.categories import categories_named
from service.api.mutations import present
from service.content.times import VIETNAM
from service.errors import BadRequest

FIRST_YEAR, LAST_YEAR = 1900, 2200
KIND = "article"


@strawberry.input(description="What narrows a search; an empty list narrows nothing.")
class SearchFilter:
    category: list[str] | None = optional("Slugs of categories, each with all under it.")
    tags: list[str] | None = optional("Slugs of tags, any of them.")
    byline: list[str] | None = optional("Who wrote it, as the byline says; any of them.")
    year: list[int] | None = optional("Years of publication in Vietnamese time; any of them.")
    published_at: DateTimeFilter | None = optional("When it was published.")


async def narrowing(context: Context, where: SearchFilter | None) -> dict[str, Query]:
    """What of all articles is searched, by the names of the facets that leave a filter out."""
    filters: dict[str, Query] = {"kind": Value("kind", KIND)}
    if where is None:
        return filters
    lists = (where.category, where.tags, where.byline, where.year)
    context.budget.conditions(sum(len(present(one) or ()) for one in lists))
    for name, given in (("tags", where.tags), ("byline_value", where.byline)):
        if not not_given(given) and given:
            filters[name] = _any([Value(name, value) for value in checked(given)])
    if not not_given(where.category) and where.category:
        named = await categories_named(context, checked(where.category))
        known = sorted({one.id or 0 for one in named.values()})
        filters["categories"] = _any([Value("categories", str(one)) for one in known])
    if not not_given(where.year) and where.year:
        filters["year"] = _any(_years(where.year))
    published = where.published_at
    if published is not None and not not_given(published):
        filters["published_at"] = Range(
            "published_at", present(published.gte), present(published.lt)
        )
    return filters


def _any(queries: Sequence[Query]) -> Query:
    return reduce(or_, queries) if queries else Nothing()


def _years(years: Sequence[int]) -> list[Query]:
    if len(years) > MAX_VALUES:
        raise BadRequest(f"A filter takes at most {MAX_VALUES} values.")
    return [_year(year) for year in years]


def _year(year: int) -> Query:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadRequest(f"`year` must be between {FIRST_YEAR} and {LAST_YEAR}; it is {year}.")
    begin, end = (datetime(one, 1, 1, tzinfo=VIETNAM) for one in (year, year + 1))
    return Range("published_at", begin, end)
