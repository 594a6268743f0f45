"""What the endpoint itself refuses, and the status that says so."""

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLError

from service.api.errors import INTERNAL, formatted
from service.errors import (
    BadRequest,
    Forbidden,
    RateLimited,
    ToasoanError,
    Unauthenticated,
    Unavailable,
)


class TooLarge(ToasoanError):
    """A request's body is over the limit."""

    code = "BODY_TOO_LARGE"


class TooSlow(ToasoanError):
    """A request's body did not arrive in time."""

    code = "REQUEST_TIMEOUT"


class TimedOut(ToasoanError):
    """A request took too long to answer."""

    code = "EXECUTION_TIMEOUT"


class WrongType(ToasoanError):
    """A request's body is of another type than JSON."""

    code = "UNSUPPORTED_MEDIA_TYPE"


class WrongMethod(ToasoanError):
    """A request's method cannot do what it asks for."""

    code = "METHOD_NOT_ALLOWED"


STATUS: Mapping[str, int] = {
    BadRequest.code: 400,
    Unauthenticated.code: 401,
    Forbidden.code: 403,
    WrongMethod.code: 405,
    TooSlow.code: 408,
    TooLarge.code: 413,
    WrongType.code: 415,
    RateLimited.code: 429,
    INTERNAL: 500,
    Unavailable.code: 503,
    TimedOut.code: 503,
}
HEADERS: Mapping[str, Mapping[str, str]] = {
    Unauthenticated.code: {"WWW-Authenticate": "Bearer"},
    WrongMethod.code: {"Allow": "GET, POST"},
    # The rest of the body is not read, so the connection cannot be used again.
    TooSlow.code: {"Connection": "close"},
    TooLarge.code: {"Connection": "close"},
}


def refusal(error: Exception) -> tuple[int, Mapping[str, str], dict[str, Any]]:
    """Status, headers and body for a request that never ran."""
    shown = formatted(GraphQLError(str(error), original_error=error))
    code = shown["extensions"]["code"]
    headers = dict(HEADERS.get(code, {}))
    if isinstance(error, RateLimited):
        headers["Retry-After"] = str(error.retry_after)
    return STATUS.get(code, 400), headers, {"errors": [shown]}
