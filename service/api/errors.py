"""How errors reach a client: refusals as data, the others as GraphQL errors with a code."""

import secrets
import sqlite3
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any

import strawberry
import structlog
from graphql import GraphQLError, GraphQLSyntaxError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from index.engine import IndexUnavailable
from service import logs
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
PRIMARY = 0xFF
"""SQLite's codes say more in their higher bits."""
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
    if cause is None:
        message = error.message
    else:
        message = cause.message if isinstance(cause, ToasoanError) else "Internal error"
    shown["message"] = message[:MAX_MESSAGE]
    return shown


def foreseen(error: Exception) -> ToasoanError | None:
    """The error as one of ours, where it is one or says what one says."""
    if isinstance(error, ToasoanError):
        return error
    if isinstance(error, IndexUnavailable):
        return Unavailable("The search index cannot answer just now.")
    if isinstance(error, NoConnection):
        return Unavailable("Too many requests at once; try again.")
    code = getattr(error.orig, "sqlite_errorcode", 0) if isinstance(error, DBAPIError) else 0
    match code & PRIMARY:
        case sqlite3.SQLITE_INTERRUPT:
            return CostLimit("The request takes too long to answer; ask for less at once.")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Unavailable("The database is busy; try again.")
    return None


def _cause(error: GraphQLError) -> Exception | None:
    """What was raised in the program, if anything but a GraphQL error was; ours if foreseen."""
    cause: Exception | None = error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return None if cause is None else foreseen(cause) or cause


def _extensions(error: GraphQLError, cause: Exception | None) -> dict[str, Any]:
    if cause is None:
        code = PARSE_FAILED if isinstance(error, GraphQLSyntaxError) else BadRequest.code
        return {"code": code, **(error.extensions or {})}
    if isinstance(cause, RateLimited):
        return {"code": cause.code, "retryAfter": cause.retry_after}
    if isinstance(cause, ToasoanError):
        return {"code": cause.code}
    return {"code": INTERNAL, "id": logged(cause, error.path)}


def logged(cause: Exception, path: object) -> str:
    """The id under which it is logged; once, though a batch may fail in many places."""
    reference: str | None = getattr(cause, "logged_as", None)
    if reference is None:
        reference = secrets.token_hex(6)
        cause.logged_as = reference  # type: ignore[attr-defined]
        log.error("unexpected error", id=reference, path=path, exception=logs.traceback_of(cause))
    return reference


def code_of(error: GraphQLError, code: str) -> GraphQLError:
    """The same error with a code, unless it has one."""
    error.extensions = {"code": code, **(error.extensions or {})}
    return error
