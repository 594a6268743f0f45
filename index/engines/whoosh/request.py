"""What a search is asked."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from index.engine import NO_FILTERS, Order
from index.query import Query


class Request(NamedTuple):
    """The arguments of `Engine.search`."""

    query: Query
    at: datetime
    filters: Mapping[str, Query] = NO_FILTERS
    partial: Query | None = None
    facets: Collection[str] = ()
    order: Order = Order.RELEVANCE
    offset: int = 0
    limit: int = 10
    recency: float = 0.0
    tiers: bool = True
