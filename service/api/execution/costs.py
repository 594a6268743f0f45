"""What a selection costs, in points: about one for each value that an answer holds.

A list counts as often as it was asked for, or as many as it usually has; what is dear to find says
so in its field's metadata.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from graphql import FieldNode, GraphQLField, IntValueNode, ListValueNode, VariableNode
from graphql.pyutils import Undefined

Variables: TypeAlias = Mapping[str, Any]
Size: TypeAlias = Callable[[Variables], int]

COUNTS = ("first", "last")
"""Arguments that say how many things a list is to have."""
IDS = "ids"
"""The argument that names them instead."""
USUAL_PAGE = 20
"""How many things a page has without such an argument."""
MOST = 1_000_000
"""What is asked for beyond that is refused anyway."""


class Cost:
    """Of a selection: its own values, and parts that count as often as their size says."""

    __slots__ = ("own", "parts")

    def __init__(self, own: int, parts: Sequence[tuple[Size | None, "Cost"]] = ()) -> None:
        self.own, self.parts = own, parts

    @classmethod
    def of_all(cls, costs: "Sequence[Cost]") -> "Cost":
        return cls(sum(one.own for one in costs), [part for one in costs for part in one.parts])

    @classmethod
    def dearest(cls, costs: "Sequence[Cost]") -> "Cost":
        return _Dearest(costs)

    def points(self, variables: Variables) -> int:
        total = self.own
        for size, part in self.parts:
            points = part.points(variables)
            total += points if size is None else points * size(variables)
        return min(total, MOST)


class _Dearest(Cost):
    """That of the one which costs most."""

    __slots__ = ("_among",)

    def __init__(self, among: Sequence[Cost]) -> None:
        super().__init__(0, ())
        self._among = among

    def points(self, variables: Variables) -> int:
        return max((one.points(variables) for one in self._among), default=0)


def size_asked(field: GraphQLField, node: FieldNode) -> Size | None:
    """How many things the arguments ask for; None for a field without such an argument."""
    names = [name for name in (*COUNTS, IDS) if name in field.args]
    if not names:
        return None
    sizes = [one for name in names if (one := _of_argument(field, node, name)) is not None]
    if len(sizes) == 1:
        return sizes[0]
    return lambda variables: max((one(variables) for one in sizes), default=USUAL_PAGE)


def fixed(count: int) -> Size:
    return lambda _variables: count


def _of_argument(field: GraphQLField, node: FieldNode, name: str) -> Size | None:
    default = _default(field, name)
    for argument in node.arguments or ():
        if argument.name.value == name:
            return _of_value(argument.value, default)
    return None if default is None else fixed(default)


def _of_value(value: Any, default: int | None) -> Size:
    otherwise = USUAL_PAGE if default is None else default
    if isinstance(value, VariableNode):
        name = value.name.value
        return lambda variables: _counted(variables.get(name), otherwise)
    if isinstance(value, IntValueNode):
        return fixed(_counted(int(value.value[:12]), otherwise))
    if isinstance(value, ListValueNode):
        return fixed(len(value.values))
    return fixed(otherwise)


def _counted(value: Any, otherwise: int) -> int:
    if isinstance(value, int):
        return min(max(value, 0), MOST)
    return len(value) if isinstance(value, list) else otherwise


def _default(field: GraphQLField, name: str) -> int | None:
    default = field.args[name].default_value
    return default if default is not Undefined and isinstance(default, int) else None
