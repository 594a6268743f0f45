"""What fields cost beyond an ordinary one, and how long their lists usually are.

A point is about 20 µs of a processor: what one more value costs in a list. A change costs what it
and its way into the index take.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Price(NamedTuple):
    """Points for finding the value, and how many things its list usually has."""

    points: int = 1
    usually: int = 10


ORDINARY, CHANGE = Price(), Price(100)
DESCRIBING = Price(1, 3)
"""Of the schema itself: as long as it is, it never grows with the content."""
LONG, LISTED, COUNTED, SEARCHED = Price(5), Price(10), Price(20), Price(200)
"""What is long; has a statement of its own; counts what it lists; asks the index."""

PRICES: Mapping[str, Price] = {
    "Query.search": SEARCHED,
    "Query.suggest": SEARCHED,
    "Query.articles": LISTED,
    "Query.citedDocument": LISTED,
    "Query.tags": LISTED,
    "Category.children": Price(1, 5),
    "Category.ancestors": Price(1, 3),
    "Category.articles": LISTED,
    "Category.articleCount": COUNTED,
    "Tag.articleCount": COUNTED,
    "CitedDocument.articles": LISTED,
    "Article.body": LONG,
    "Article.plainText": LONG,
    "Article.newer": LISTED,
    "Article.older": LISTED,
    "Article.related": SEARCHED,
    "Article.revisions": LISTED,
    "ArticleConnection.totalCount": COUNTED,
    "SearchConnection.facets": SEARCHED,
    "SearchConnection.didYouMean": SEARCHED,
}
"""By type and field; all others are ordinary."""


def price(type_name: str, field: str) -> Price:
    if type_name.startswith("__"):
        return DESCRIBING
    return PRICES.get(f"{type_name}.{field}", CHANGE if type_name == "Mutation" else ORDINARY)
