"""How errors reach a client: refusals as data, the others as GraphQL errors with a code."""

import secrets
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any

import strawberry
import structlog
from graphql import GraphQLError, GraphQLSyntaxError

from index.engine import IndexUnavailable
from service.api.fields import choice
from service.errors import (
    BadRequest,
    RateLimited,
    Refusal,
    Refused,
    ToasoanError,
    Unavailable,
)

log = structlog.get_logger(__name__)

INTERNAL = "INTERNAL"
PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
MAX_ERRORS = 20
"""Of one answer; each is logged, if nobody foresaw it."""
MAX_MESSAGE = 1_000
"""Characters of a message; graphql-core repeats in it what it was given."""


class CostLimit(ToasoanError):
    """A query that would return more than one request may."""

    code = "COST_LIMIT"


@strawberry.enum(description="Why something was refused.")
class ErrorCode(Enum):
    REQUIRED = choice("REQUIRED", "A field that must hold something.")
    INVALID = choice("INVALID", "A value that cannot be taken.")
    TOO_LONG = choice("TOO_LONG", "More than the field may hold.")
    NOT_UNIQUE = choice("NOT_UNIQUE", "Something else has it already.")
    NOT_FOUND = choice("NOT_FOUND", "Nothing has this id.")
    CONFLICT = choice("CONFLICT", "Someone else changed it first.")
    INVALID_TRANSITION = choice(
        "INVALID_TRANSITION", "Its status does not allow it; the message says what is."
    )
    IN_USE = choice("IN_USE", "Something still depends on it.")


@strawberry.type(description="One thing that was refused, for a form to show.")
class MutationError:
    code: ErrorCode = strawberry.field(description="Stable; a client may rely on it.")
    field: list[str] | None = strawberry.field(
        description="Path to the input's field; null where it is about none."
    )
    message: str = strawberry.field(description="In words for the person who asked.")


def refusals_of(error: Refused | Refusal) -> list[Refusal]:
    return error.refusals if isinstance(error, Refused) else [error]


def mutation_errors(refusals: Iterable[Refusal]) -> list[MutationError]:
    return [
        MutationError(code=ErrorCode(one.code), field=list(one.field) or None, message=one.message)
        for one in refusals
    ]


def formatted_all(errors: Sequence[GraphQLError]) -> list[dict[str, Any]]:
    """The errors as the answer shows them: a few, for one cause may show in a thousand places."""
    too_much = [error for error in errors if isinstance(_cause(error), CostLimit)]
    return [formatted(error) for error in (too_much[:1] or errors[:MAX_ERRORS])]


def formatted(error: GraphQLError) -> dict[str, Any]:
    """The error as the answer shows it; what nobody foresaw is logged and masked."""
    shown: dict[str, Any] = dict(error.formatted)
    cause = _cause(error)
    shown["extensions"] = _extensions(error, cause)
    if cause is None or isinstance(cause, ToasoanError):
        message = error.message
    elif isinstance(cause, IndexUnavailable):
        message = "The search index cannot answer just now."
    else:
        message = "Internal error"
    shown["message"] = message[:MAX_MESSAGE]
    return shown


def _cause(error: GraphQLError) -> Exception | None:
    """What was raised in the program, if anything but a GraphQL error was."""
    cause: Exception | None = error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause


def _extensions(error: GraphQLError, cause: Exception | None) -> dict[str, Any]:
    if cause is None:
        code = PARSE_FAILED if isinstance(error, GraphQLSyntaxError) else BadRequest.code
        return {"code": code, **(error.extensions or {})}
    if isinstance(cause, RateLimited):
        return {"code": cause.code, "retryAfter": cause.retry_after}
    if isinstance(cause, ToasoanError):
        return {"code": cause.code}
    if isinstance(cause, IndexUnavailable):
        return {"code": Unavailable.code}
    return {"code": INTERNAL, "id": _logged(cause, error.path)}


def _logged(cause: Exception, path: object) -> str:
    """The id under which it is logged; once, though a batch may fail in many places."""
    reference: str | None = getattr(cause, "logged_as", None)
    if reference is None:
        reference = secrets.token_hex(6)
        cause.logged_as = reference  # type: ignore[attr-defined]
        log.error("unexpected error", id=reference, path=path, exc_info=cause)
    return reference


def code_of(error: GraphQLError, code: str) -> GraphQLError:
    """The same error with a code, unless it has one."""
    error.extensions = {"code": code, **(error.extensions or {})}
    return error
