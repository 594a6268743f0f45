"""A subscription has exactly one root field, whatever its variables say."""

from typing import NamedTuple

from graphql import (
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    NamedTypeNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
)

from service.api.validation.fragments import Fragments
from service.api.validation.problems import Problems
from service.api.validation.tables import Tables
from service.api.validation.walk import Definition

CHOICES = frozenset({"include", "skip"})


class Top(NamedTuple):
    """What stands on top of a selection set: of the fields two names are enough to know."""

    fields: dict[str, FieldNode]
    choices: list[DirectiveNode]

    def take(self, other: "Top") -> None:
        for name, node in other.fields.items():
            if len(self.fields) < 2:
                self.fields.setdefault(name, node)
        if not self.choices:
            self.choices.extend(other.choices[:1])


class Subscriptions:
    def __init__(self, tables: Tables, fragments: Fragments, problems: Problems) -> None:
        self._tables = tables
        self._fragments = fragments
        self._problems = problems
        self._known: dict[str, Top] = {}

    def judge(self, operations: list[Definition], order: list[str]) -> None:
        """`order` names the fragments, each after those that it spreads."""
        asked = [one.node for one in operations if _subscribes(one)]
        if not asked or OperationType.SUBSCRIPTION not in self._tables.roots:
            return
        for name in order:
            node = self._fragments[name].node
            assert isinstance(node, FragmentDefinitionNode)
            applies = self._applies(node.type_condition)
            self._known[name] = self._top(node.selection_set) if applies else Top({}, [])
        for operation in asked:
            self._judge_one(operation, self._top(operation.selection_set))

    def _judge_one(self, node: OperationDefinitionNode | FragmentDefinitionNode, top: Top) -> None:
        if top.choices:
            self._problems.add(
                "A subscription's one field may be neither skipped nor included by choice.",
                top.choices[0],
            )
        elif not top.fields:
            self._problems.add("A subscription selects one field.", node.selection_set)
        elif len(top.fields) > 1:
            extra = list(top.fields.values())[1]
            self._problems.add("A subscription selects one field, not several.", extra)
        else:
            (field,) = top.fields.values()
            if field.name.value.startswith("__"):
                self._problems.add("A subscription's one field may not be of the schema.", field)

    def _top(self, selections: SelectionSetNode) -> Top:
        top = Top({}, [])
        for node in selections.selections:
            choice = _choice(node)
            if choice is not None:
                top.choices.append(choice)
            elif isinstance(node, FieldNode):
                name = node.name.value if node.alias is None else node.alias.value
                top.take(Top({name: node}, []))
            elif isinstance(node, FragmentSpreadNode):
                top.take(self._known.get(node.name.value, Top({}, [])))
            elif isinstance(node, InlineFragmentNode) and self._applies(node.type_condition):
                top.take(self._top(node.selection_set))
        return top

    def _applies(self, condition: NamedTypeNode | None) -> bool:
        if condition is None:
            return True
        root = self._tables.roots[OperationType.SUBSCRIPTION]
        composite = self._tables.composites.get(condition.name.value)
        return composite is not None and root.name in composite.possible


def _subscribes(one: Definition) -> bool:
    node = one.node
    return (
        isinstance(node, OperationDefinitionNode) and node.operation is OperationType.SUBSCRIPTION
    )


def _choice(node: SelectionNode) -> DirectiveNode | None:
    return next((one for one in node.directives or () if one.name.value in CHOICES), None)
