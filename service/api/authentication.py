"""Who asks: by a bearer token or the session cookie, on GraphQL and beside it."""

from datetime import datetime

from sqlmodel import Session
from starlette.requests import HTTPConnection, Request

from service.errors import Forbidden, Unauthenticated
from service.operations import sessions
from service.permissions import PUBLIC, Actor

COOKIE = "toasoan_session"
CSRF_HEADER = "X-Toasoan-CSRF"
JSON = "application/json"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
MAX_TOKEN = 200
"""Characters; ours are shorter."""


def bearer_token(connection: HTTPConnection) -> str | None:
    """The token of the Authorization header; None without one.

    Raises Unauthenticated for a header of another scheme: who sends one means to be known.
    """
    header = connection.headers.get("authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated("The Authorization header must be: Bearer TOKEN.")
    return token.strip()


def session_token(connection: HTTPConnection) -> str | None:
    """The token that came with the request, in whatever way."""
    return bearer_token(connection) or connection.cookies.get(COOKIE)


def authenticate(
    session: Session, request: Request, now: datetime, content_type: str | None = JSON
) -> Actor:
    """Who sent the request; PUBLIC without a token.

    A cookie that is no longer good is as none, because browsers keep it; a bearer token that is
    not good raises Unauthenticated. Raises Forbidden as `check_cross_site` does.
    """
    token = bearer_token(request)
    if token is not None:
        actor = _actor(session, token, now)
        if actor is None:
            raise Unauthenticated("The token is unknown, has expired or was revoked.")
        return actor
    cookie = request.cookies.get(COOKIE)
    actor = _actor(session, cookie, now) if cookie else None
    if actor is None:
        return PUBLIC
    check_cross_site(request, content_type)
    return actor


def check_cross_site(request: Request, content_type: str | None = JSON) -> None:
    """Raises Forbidden for a change that another site's page could send with a reader's cookie.

    A browser sends neither the header nor this content type across sites without asking first.
    An upload, whose content type is its own, passes None.
    """
    if request.method in SAFE_METHODS:
        return
    if request.headers.get(CSRF_HEADER) != "1":
        raise Forbidden(f"With a cookie the header {CSRF_HEADER}: 1 is required.")
    if content_type is None:
        return
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != content_type:
        raise Forbidden(f"With a cookie the content type must be {content_type}.")


def _actor(session: Session, token: str, now: datetime) -> Actor | None:
    return sessions.authenticate(session, token, now) if len(token) <= MAX_TOKEN else None
