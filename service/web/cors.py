"""Which pages of other sites may ask with a browser: those of the origins that a setting lists."""

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from service.api.authentication import CSRF_HEADER
from service.settings import Settings

ASKED_WITH = ("Accept", "Authorization", "Content-Type", "If-None-Match", CSRF_HEADER)
"""Headers that such a page may send."""
READABLE = ("ETag", "Location", "Retry-After", "X-Request-ID")
"""Headers that it may read, beside those that every page may."""
REMEMBERED = 600
"""Seconds for which a browser need not ask again whether it may ask."""


def cors(settings: Settings) -> list[Middleware]:
    """Nothing, unless origins are listed: then these alone, and with credentials."""
    if not settings.origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=settings.origins,
            allow_methods=("GET", "POST"),
            allow_headers=ASKED_WITH,
            allow_credentials=True,
            expose_headers=READABLE,
            max_age=REMEMBERED,
        )
    ]
