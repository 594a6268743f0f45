"""The top address: it shows a newcomer the way."""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

ADDRESSES = {
    "graphql": "/graphql",
    "media": "/media/{name}",
    "health": "/health/ready",
}


def home_route(*, development: bool) -> Route:
    """A browser is led to GraphiQL in development; everyone else gets the addresses."""

    async def home(request: Request) -> Response:
        if development and "text/html" in request.headers.get("accept", ""):
            return RedirectResponse("/graphql", 302)
        return JSONResponse({"service": "toasoan", "addresses": ADDRESSES})

    return Route("/", home)
