"""Which fields a selection has, fragments and conditions looked through."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    NamedTypeNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    is_abstract_type,
)

Choices: TypeAlias = Mapping[str, Any]
"""The values of the variables on which @skip and @include depend."""
CONDITIONS = frozenset({"skip", "include"})


class Fields:
    """The fields of a document's selections, for one choice of its conditions."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        choices: Choices,
    ) -> None:
        self._schema = schema
        self._fragments = fragments
        self._choices = choices

    def of(
        self, parent: GraphQLObjectType, sets: Sequence[SelectionSetNode]
    ) -> dict[str, list[FieldNode]]:
        """By the name in the answer, in its order; several nodes are one field."""
        found: dict[str, list[FieldNode]] = {}
        spread: set[str] = set()
        for one in sets:
            for node in self._of(parent, one, spread):
                found.setdefault((node.alias or node.name).value, []).append(node)
        return found

    def _of(
        self, parent: GraphQLObjectType, selections: SelectionSetNode, spread: set[str]
    ) -> Iterator[FieldNode]:
        for one in selections.selections:
            if not self._is_wanted(one):
                continue
            if isinstance(one, FieldNode):
                yield one
                continue
            fragment: Any = one
            if isinstance(one, FragmentSpreadNode):
                if one.name.value in spread:
                    continue
                spread.add(one.name.value)
                fragment = self._fragments[one.name.value]
            if self._is_of(fragment.type_condition, parent):
                yield from self._of(parent, fragment.selection_set, spread)

    def _is_wanted(self, node: SelectionNode) -> bool:
        for directive in node.directives or ():
            if directive.name.value in CONDITIONS:
                given: Any = _condition(directive)
                by_name = isinstance(given, VariableNode)
                holds = self._choices[given.name.value] if by_name else given.value
                if holds is (directive.name.value == "skip"):
                    return False
        return True

    def _is_of(self, condition: NamedTypeNode | None, parent: GraphQLObjectType) -> bool:
        if condition is None or condition.name.value == parent.name:
            return True
        kind = self._schema.get_type(condition.name.value)
        return is_abstract_type(kind) and self._schema.is_sub_type(kind, parent)


def deciding(document: DocumentNode) -> tuple[str, ...]:
    """The names of the variables on which a @skip or @include depends, in order."""
    found: set[str] = set()
    left: list[Any] = list(document.definitions)
    while left:
        node = left.pop()
        for directive in node.directives or ():
            if directive.name.value in CONDITIONS:
                given = _condition(directive)
                found |= {given.name.value} if isinstance(given, VariableNode) else set()
        inner = getattr(node, "selection_set", None)
        left += inner.selections if inner is not None else ()
    return tuple(sorted(found))


def _condition(directive: DirectiveNode) -> Any:
    (argument,) = directive.arguments or ()
    return argument.value
