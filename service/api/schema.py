"""The whole schema: one line for each kind of thing."""

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from service.api.accounts import AccountMutation
from service.api.articles import ArticleMutation, ArticleQuery
from service.api.categories import CategoryMutation, CategoryQuery
from service.api.citations import CitationQuery
from service.api.limits import Limited
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


class Schema(strawberry.Schema):
    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Logs nothing: an error's text repeats the document, and with it what may be a password.

        What nobody foresaw is logged where it is masked; see errors.formatted.
        """


def build(queries: tuple[type, ...] = (), mutations: tuple[type, ...] = ()) -> Schema:
    """The schema of all kinds, and of those given besides."""
    query = type("Query", (*QUERIES, *queries), {})
    mutation = type("Mutation", (*MUTATIONS, *mutations), {})
    return Schema(
        query=strawberry.type(query, description="What can be read; all of it at one moment."),
        mutation=strawberry.type(
            mutation, description="What can be changed: each with one input, giving a payload."
        ),
        extensions=[Limited],
        config=StrawberryConfig(scalar_map=SCALARS),
    )


schema = build()
