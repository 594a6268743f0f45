"""Search: a reader's words in the public versions of articles."""

from service.api.search.queries import MAX_QUERY, SearchQuery

__all__ = ["MAX_QUERY", "SearchQuery"]
