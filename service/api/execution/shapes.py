"""The shape of an answer: the fields that are selected, and what each of them is.

A position is a leaf, an object, a list, or one of several types; an object has a selection of its
own.
"""

from asyncio import Future
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import CoroutineType
from typing import Any, TypeAlias

from graphql import FieldNode

from service.api.execution.costs import Cost
from service.api.execution.slots import Container, Path, Running, Slot


class Position:
    """One kind of value at one field, or within its lists. `name` says which field, for errors."""

    __slots__ = ("name", "nodes", "nullable")

    def __init__(self, nullable: bool, name: str, nodes: list[FieldNode]) -> None:
        self.nullable, self.name, self.nodes = nullable, name, nodes

    def put(
        self, value: Any, into: Container, key: str | int, path: Path, slot: Slot, run: Running
    ) -> None:
        """Puts what the value becomes into its place; `slot` is the one around that place."""
        if value is None:
            self.put_null(into, key, path, slot, run)
            return
        if self.nullable:
            slot = Slot(into, key, slot)
        try:
            self.complete(value, into, key, path, slot, run)
        except Exception as error:
            run.fail(error, self.nodes, (path, key), slot)

    def put_null(
        self, into: Container, key: str | int, path: Path, slot: Slot, run: Running
    ) -> None:
        if self.nullable:
            into[key] = None
        else:
            error = TypeError(f"Cannot return null for non-nullable field {self.name}.")
            run.fail(error, self.nodes, (path, key), slot)

    def fail(
        self,
        error: Exception,
        into: Container,
        key: str | int,
        path: Path,
        slot: Slot,
        run: Running,
    ) -> None:
        """Its value could not be had."""
        run.fail(error, self.nodes, (path, key), Slot(into, key, slot) if self.nullable else slot)

    def complete(
        self, value: Any, into: Container, key: str | int, path: Path, slot: Slot, run: Running
    ) -> None:
        """The same for a value that is there; `slot` may be this place itself."""
        raise NotImplementedError


class LeafPosition(Position):
    __slots__ = ("serialize",)

    def __init__(self, *about: Any, serialize: Callable[[Any], Any]) -> None:
        super().__init__(*about)
        self.serialize = serialize

    def complete(
        self, value: Any, into: Container, key: str | int, path: Path, slot: Slot, run: Running
    ) -> None:
        shown = self.serialize(value)
        if shown is None:
            raise TypeError(f"Expected `{self.name}` to return a value.")
        into[key] = shown


class ObjectPosition(Position):
    __slots__ = ("selection",)

    def __init__(self, *about: Any, selection: "Selection") -> None:
        super().__init__(*about)
        self.selection = selection

    def complete(
        self, value: Any, into: Container, key: str | int, path: Path, slot: Slot, run: Running
    ) -> None:
        own: dict[str, Any] = {}
        into[key] = own
        self.selection.fill(value, own, (path, key), slot, run)


class AbstractPosition(Position):
    __slots__ = ("_type_of", "selections")

    def __init__(
        self, *about: Any, selections: "Mapping[str, Selection]", type_of: Callable[[type], str]
    ) -> None:
        super().__init__(*about)
        self.selections, self._type_of = selections, type_of

    def complete(
        self, value: Any, into: Container, key: str | int, path: Path, slot: Slot, run: Running
    ) -> None:
        selection = self.selections[self._type_of(type(value))]
        own: dict[str, Any] = {}
        into[key] = own
        selection.fill(value, own, (path, key), slot, run)


class ListPosition(Position):
    __slots__ = ("item",)

    def __init__(self, *about: Any, item: Position) -> None:
        super().__init__(*about)
        self.item = item

    def complete(
        self, value: Any, into: Container, key: str | int, path: Path, slot: Slot, run: Running
    ) -> None:
        if isinstance(value, str | bytes) or not isinstance(value, Iterable):
            raise TypeError(f"Expected a list for field {self.name!r}.")
        values = list(value)
        into[key] = items = [None] * len(values)
        place, put = (path, key), self.item.put
        for number, one in enumerate(values):
            if type(one) is CoroutineType:
                run.wait(one, self.item, items, number, place, slot)
            else:
                put(one, items, number, place, slot, run)


Resolve: TypeAlias = Callable[[Any, Running], Any]


class Field:
    """One field of a selection.

    `exact` is the Python type whose values are shown as they are, or no type at all.
    """

    __slots__ = ("cost", "exact", "key", "position", "resolve")

    def __init__(
        self, key: str, resolve: Resolve, position: Position, exact: type | None, cost: Cost
    ) -> None:
        self.key, self.resolve, self.position = key, resolve, position
        self.exact, self.cost = exact, cost


class Selection:
    """The fields of one type, in the order of the answer."""

    __slots__ = ("cost", "fields")

    def __init__(self, fields: Sequence[Field]) -> None:
        self.fields = fields
        self.cost = Cost.of_all([field.cost for field in fields])

    def fill(self, source: Any, into: dict[str, Any], path: Path, slot: Slot, run: Running) -> None:
        """Puts the value of each field into the answer, or has the run wait for it."""
        for field in self.fields:
            key = field.key
            try:
                value = field.resolve(source, run)
            except Exception as error:
                field.position.fail(error, into, key, path, slot, run)
            else:
                kind = type(value)
                if kind is field.exact:
                    into[key] = value
                    continue
                if kind is CoroutineType or isinstance(value, Future):
                    into[key] = None  # its place in the order
                    run.wait(value, field.position, into, key, path, slot)
                    continue
                field.position.put(value, into, key, path, slot, run)
            if slot.is_null:
                return  # what may not be null was, so that nothing here is shown

    def one_by_one(self) -> Iterator["Selection"]:
        """Each field as a selection of its own."""
        for field in self.fields:
            yield Selection([field])
