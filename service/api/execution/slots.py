"""The places of an answer, and what fills them.

What turns out null where it may not be makes the nearest place around it null that may be.
"""

from collections.abc import Awaitable
from typing import Any, Protocol, TypeAlias

from graphql import FieldNode, GraphQLSchema
from graphql.execution.values import VariableValues

Container: TypeAlias = Any
"""What a value is put into: an answer's dict by a name, or a list by a number."""
Path: TypeAlias = tuple[Any, str | int] | None
"""The path before it and the last part: built for every object, spelt out only for errors."""


class Slot:
    """A place that may be null, within another one; the answer as a whole is the outermost."""

    __slots__ = ("around", "into", "is_null", "key")

    def __init__(self, into: Container, key: str | int, around: "Slot | None") -> None:
        self.into, self.key, self.around = into, key, around
        self.is_null = False

    def nullify(self) -> None:
        self.into[self.key] = None
        self.is_null = True

    @property
    def is_gone(self) -> bool:
        """Whether it, or one around it, has become null: nothing in it is shown."""
        slot: Slot | None = self
        while slot is not None:
            if slot.is_null:
                return True
            slot = slot.around
        return False


class Resolving(Protocol):
    """What resolvers get as their `info`, and no more of what Strawberry would give them."""

    @property
    def context(self) -> Any: ...
    @property
    def schema(self) -> GraphQLSchema: ...


class Takes(Protocol):
    """A place's own kind, which takes what a resolver gave."""

    def put(
        self, value: Any, into: Container, key: str | int, path: Path, slot: Slot, run: "Running"
    ) -> None: ...

    def fail(
        self,
        error: Exception,
        into: Container,
        key: str | int,
        path: Path,
        slot: Slot,
        run: "Running",
    ) -> None: ...


class Running(Protocol):
    """One run of an operation, as its parts see it."""

    info: Resolving
    variables: VariableValues
    arguments: dict[object, dict[str, Any]]
    """Of each field that has some: made when it is resolved for the first time."""

    def wait(
        self,
        awaitable: Awaitable[Any],
        position: Takes,
        into: Container,
        key: str | int,
        path: Path,
        slot: Slot,
    ) -> None:
        """The position gets the value as soon as it is there."""

    def fail(self, error: Exception, nodes: list[FieldNode], path: Path, slot: Slot) -> None:
        """Makes the slot null, and says why; unless it is not shown anyway."""
