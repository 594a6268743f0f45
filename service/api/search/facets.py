"""How many of the articles found have which category, year and byline."""

from collections.abc import Iterable, Mapping

import strawberry

from index.engine import Facet
from service.api.context import Context
from service.api.loaders.categories import category_tree
from service.content.category import CategoryTree

NAMES = ("categories", "year", "byline_value")
"""The facets as the index calls them."""
MAX_VALUES = 50
"""Values of a facet that are shown, the most frequent ones."""


@strawberry.type(description="How many of the articles found have one value.")
class FacetCount:
    value: str = strawberry.field(description="What to give to `where`: a slug, a year, a byline.")
    label: str = strawberry.field(description="To be shown.")
    count: int = strawberry.field(description="How many articles.")


@strawberry.type(
    description="Counts under the query and all of `where` but what narrows by the same thing, so"
    " that the other choices are seen; the most frequent first, at most 50 each."
)
class SearchFacets:
    category: list[FacetCount] = strawberry.field(
        description="Categories, each with all under it; `value` is the slug."
    )
    year: list[FacetCount] = strawberry.field(
        description="Years of publication in Vietnamese time."
    )
    byline: list[FacetCount] = strawberry.field(description="Who wrote them, by their bylines.")


async def shown(context: Context, found: Mapping[str, tuple[Facet, ...]]) -> SearchFacets:
    """What the index has counted, as clients see it."""
    tree = await category_tree(context)
    categories, years, bylines = (found.get(name, ()) for name in NAMES)
    facets = SearchFacets(
        category=_categories(tree, categories), year=_plain(years), byline=_plain(bylines)
    )
    context.budget.things(len(facets.category) + len(facets.year) + len(facets.byline))
    return facets


def _categories(tree: CategoryTree, found: Iterable[Facet]) -> list[FacetCount]:
    """Without those that are gone since they were indexed."""
    there = ((tree.by_id.get(int(one.value)), one.count) for one in found)
    counts = [
        FacetCount(value=one.slug, label=one.name, count=count) for one, count in there if one
    ]
    return counts[:MAX_VALUES]


def _plain(found: Iterable[Facet]) -> list[FacetCount]:
    counts = [FacetCount(value=one.value, label=one.value, count=one.count) for one in found]
    return counts[:MAX_VALUES]
