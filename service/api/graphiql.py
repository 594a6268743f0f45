"""GraphiQL, in which a newcomer tries queries."""

from functools import cache

from starlette.requests import Request
from strawberry.http.ides import get_graphql_ide_html

from service.api.authentication import CSRF_HEADER


def wants_page(request: Request) -> bool:
    """Whether a browser asks for a page, and not for data."""
    wanted = "text/html" in request.headers.get("accept", "")
    return request.method == "GET" and "query" not in request.query_params and wanted


@cache
def page() -> str:
    """GraphiQL, which says that it is no page of another site once it has logged in."""
    html = get_graphql_ide_html(graphql_ide="graphiql")
    ours = f'const defaultHeaders = {{"{CSRF_HEADER}": "1"}};'
    return html.replace("const defaultHeaders = {};", ours)
