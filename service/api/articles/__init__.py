"""Articles: reading, listing, filtering and changing them."""

from service.api.articles.mutations import ArticleMutation
from service.api.articles.queries import ArticleQuery
from service.api.articles.types import Article, ArticleConnection

__all__ = ["Article", "ArticleConnection", "ArticleMutation", "ArticleQuery"]
