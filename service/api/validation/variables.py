"""Variables: what an operation defines, against what is used in it and in its fragments."""

from collections.abc import Iterable

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLScalarType,
    ListTypeNode,
    NonNullTypeNode,
    NullValueNode,
    TypeNode,
    VariableDefinitionNode,
    VariableNode,
)

from service.api.validation.arguments import read_directives
from service.api.validation.inputs import Input
from service.api.validation.problems import cut
from service.api.validation.values import read
from service.api.validation.walk import Definition, Use, Uses, Walk


class Variable:
    __slots__ = ("default", "input", "node", "used")

    def __init__(self, node: VariableDefinitionNode, input_: Input | None) -> None:
        self.node = node
        self.input = input_
        """None where its type is unknown."""
        default = node.default_value
        self.default = default is not None and not isinstance(default, NullValueNode)
        self.used = False


def read_variables(walk: Walk, operation: Definition) -> dict[str, Variable]:
    """What the operation defines, by name."""
    walk.here = operation
    variables: dict[str, Variable] = {}
    for node in operation.node.variable_definitions or ():
        name = node.variable.name.value
        if name in variables:
            walk.problems.add(f"Variable '${cut(name)}' is defined twice.", node.variable.name)
        variable = variables[name] = Variable(node, _type(walk, node, node.type))
        if node.directives:
            read_directives(walk, node.directives, "VARIABLE_DEFINITION")
        if node.default_value is not None and variable.input is not None:
            label = f"The default of '${cut(name)}'"
            read(walk, (node.default_value, variable.input, label, False, False))
    return variables


def _type(walk: Walk, definition: VariableDefinitionNode, node: TypeNode) -> Input | None:
    wrappers: list[TypeNode] = []
    while isinstance(node, ListTypeNode | NonNullTypeNode):
        wrappers.append(node)
        node = node.type
    name: str = node.name.value  # type: ignore[attr-defined]
    named = walk.tables.types.get(name)
    if named is None:
        guess = walk.problems.guess(name, walk.tables.types)
        walk.problems.add(f"There is no type '{cut(name)}'.{guess}", node)
        return None
    if not isinstance(named, GraphQLScalarType | GraphQLEnumType | GraphQLInputObjectType):
        shown = cut(definition.variable.name.value)
        walk.problems.add(
            f"Variable '${shown}' cannot be of type '{name}': that is no input.", node
        )
        return None
    made = walk.tables.inputs.named(named)
    for wrapper in reversed(wrappers):
        listed = isinstance(wrapper, ListTypeNode)
        made = walk.tables.inputs.list_of(made) if listed else walk.tables.inputs.non_null(made)
    return made


class Judging:
    """The uses of variables, joined once for operations that spread the same fragments."""

    def __init__(self, walk: Walk, reached: dict[str, dict[str, None]]) -> None:
        """`reached` says of each fragment which ones it spreads that use variables."""
        self._walk = walk
        self._reached = reached
        self._joined: dict[tuple[str, ...], Uses] = {}

    def judge(self, operation: Definition, variables: dict[str, Variable]) -> None:
        uses = self._uses(operation)
        for name, places in uses.items():
            variable = variables.get(name)
            if variable is None:
                self._undefined(operation, name, places.values())
            else:
                variable.used = True
                if variable.input is not None:
                    self._judge_places(name, variable, variable.input, places)
        for name, variable in variables.items():
            if not variable.used:
                where = _called(operation)
                text = f"Variable '${cut(name)}' is never used{where}."
                self._walk.problems.add(text, variable.node)

    def _uses(self, operation: Definition) -> Uses:
        if not operation.spreads:
            return operation.uses
        reached: dict[str, None] = {}
        for name in operation.spreads:
            reached |= self._reached.get(name, {})
        if not reached:
            return operation.uses
        return _join([operation.uses, self._fragments(tuple(reached))])

    def _fragments(self, names: tuple[str, ...]) -> Uses:
        if names not in self._joined:
            self._joined[names] = _join([self._walk.fragments[name].uses for name in names])
        return self._joined[names]

    def _judge_places(
        self, name: str, variable: Variable, given: Input, places: dict[Use, VariableNode]
    ) -> None:
        for (wanted, default, one_of), node in places.items():
            if wanted is not None and not given.fits(wanted, or_null=variable.default or default):
                self._walk.problems.add(
                    f"Variable '${cut(name)}' is of type '{given.text}', and stands where"
                    f" '{wanted.text}' is wanted.",
                    variable.node,
                    node,
                )
            if one_of and not given.non_null:
                self._walk.problems.add(
                    f"Variable '${cut(name)}' must be of type '{given.text}!': it is the one field"
                    " of an input that takes exactly one.",
                    variable.node,
                    node,
                )

    def _undefined(self, operation: Definition, name: str, places: Iterable[VariableNode]) -> None:
        text = f"Variable '${cut(name)}' is not defined{_called(operation)}."
        self._walk.problems.add(text, next(iter(places)), operation.node)


def _join(all_uses: list[Uses]) -> Uses:
    joined: Uses = {}
    for uses in all_uses:
        for name, places in uses.items():
            known = joined.get(name)
            joined[name] = places if known is None else known | places
    return joined


def _called(operation: Definition) -> str:
    name = operation.node.name
    return "" if name is None else f" in operation '{cut(name.value)}'"
