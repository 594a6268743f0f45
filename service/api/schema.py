"""The whole schema: one line for each kind of thing."""

import strawberry
from strawberry.schema.config import StrawberryConfig

from service.api.accounts import AccountMutation
from service.api.articles import ArticleMutation, ArticleQuery
from service.api.categories import CategoryMutation, CategoryQuery
from service.api.citations import CitationQuery
from service.api.links import LinkMutation, LinkQuery
from service.api.nodes import NodeQuery
from service.api.scalars import SCALARS
from service.api.search import SearchQuery
from service.api.searches import SearchesQuery
from service.api.site import SiteMutation, SiteQuery
from service.api.suggest import SuggestQuery
from service.api.synonyms import SynonymMutation, SynonymQuery
from service.api.tags import TagMutation, TagQuery
from service.api.viewer import ViewerMutation, ViewerQuery
from service.api.views import ViewMutation

QUERIES: tuple[type, ...] = (
    NodeQuery,
    SiteQuery,
    ArticleQuery,
    CategoryQuery,
    TagQuery,
    CitationQuery,
    LinkQuery,
    SearchQuery,
    SuggestQuery,
    SynonymQuery,
    SearchesQuery,
    ViewerQuery,
)
MUTATIONS: tuple[type, ...] = (
    ViewerMutation,
    ArticleMutation,
    CategoryMutation,
    TagMutation,
    LinkMutation,
    SiteMutation,
    SynonymMutation,
    AccountMutation,
    ViewMutation,
)


def build(queries: tuple[type, ...] = (), mutations: tuple[type, ...] = ()) -> strawberry.Schema:
    """The schema of all kinds, and of those given besides."""
    query = type("Query", (*QUERIES, *queries), {})
    mutation = type("Mutation", (*MUTATIONS, *mutations), {})
    return strawberry.Schema(
        query=strawberry.type(query, description="What can be read; all of it at one moment."),
        mutation=strawberry.type(
            mutation, description="What can be changed: each with one input, giving a payload."
        ),
        config=StrawberryConfig(scalar_map=SCALARS),
    )


schema = build()
