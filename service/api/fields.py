"""Declaring fields: Strawberry's own functions, typed so that resolvers keep their types."""

from collections.abc import Callable
from typing import Any, TypeVar

import strawberry

Resolver = TypeVar("Resolver", bound=Callable[..., Any])


def field(description: str) -> Callable[[Resolver], Resolver]:
    """A field whose value the decorated function resolves."""
    decorate: Callable[[Resolver], Resolver] = strawberry.field(description=description)
    return decorate


def mutation(description: str) -> Callable[[Resolver], Resolver]:
    decorate: Callable[[Resolver], Resolver] = strawberry.mutation(description=description)
    return decorate


def choice(value: Any, description: str) -> Any:
    """A member of an enum, which has this value."""
    return strawberry.enum_value(value, description=description)


def optional(description: str) -> Any:
    """A field of an input that may be absent, which is not the same as null."""
    return strawberry.field(default=strawberry.UNSET, description=description)


def refused() -> Any:
    """The `errors` of a payload."""
    return strawberry.field(description="What was refused; empty where it was done.")
