"""Where answers may come in parts: @defer and @stream, for schemas that have them."""

from graphql import (
    ArgumentNode,
    BooleanValueNode,
    DirectiveNode,
    FieldNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
)

from service.api.validation.arguments import DEFER, STREAM
from service.api.validation.fragments import Fragments
from service.api.validation.problems import Problems
from service.api.validation.walk import Definition

Found = dict[str, DirectiveNode | None]
"""By fragment, the first one that may not stand there."""


def judge_incremental(
    operations: list[Definition], fragments: Fragments, order: list[str], problems: Problems
) -> None:
    """`order` names the fragments, each after those that it spreads."""
    nodes = [one.node for one in operations if isinstance(one.node, OperationDefinitionNode)]
    if all(one.operation is OperationType.QUERY for one in nodes):
        return
    on_top: Found = {}
    certain: Found = {}
    for name in order:
        selections = fragments[name].node.selection_set
        on_top[name] = _on_top(selections, on_top)
        certain[name] = _certain(selections, certain)
    for node in nodes:
        if node.operation is OperationType.QUERY:
            continue
        kind = node.operation.value
        found = _on_top(node.selection_set, on_top)
        if found is not None:
            problems.add(f"'@{found.name.value}' may not stand on top of a {kind}.", found)
        if node.operation is OperationType.SUBSCRIPTION:
            found = _certain(node.selection_set, certain)
            if found is not None:
                text = f"In a subscription '@{found.name.value}' needs an 'if' that can be false."
                problems.add(text, found)


def _on_top(selections: SelectionSetNode, known: Found) -> DirectiveNode | None:
    for node in selections.selections:
        if isinstance(node, FieldNode):
            found = _directive(node, STREAM)
        elif isinstance(node, FragmentSpreadNode):
            name = node.name.value
            found = (_directive(node, DEFER) or known[name]) if name in known else None
        else:
            inner: SelectionSetNode = node.selection_set  # type: ignore[attr-defined]
            found = _directive(node, DEFER) or _on_top(inner, known)
        if found is not None:
            return found
    return None


def _certain(selections: SelectionSetNode, known: Found) -> DirectiveNode | None:
    """One that no variable can switch off."""
    for node in selections.selections:
        if _may_be_left_out(node):
            continue
        for directive in node.directives or ():
            if directive.name.value in (DEFER, STREAM) and not _may_be_off(directive):
                return directive
        if isinstance(node, FragmentSpreadNode):
            found = known.get(node.name.value)
        else:
            inner: SelectionSetNode | None = getattr(node, "selection_set", None)
            found = None if inner is None else _certain(inner, known)
        if found is not None:
            return found
    return None


def _may_be_off(directive: DirectiveNode) -> bool:
    condition = _if(directive)
    if condition is None:
        return False
    value = condition.value
    return isinstance(value, VariableNode) or (
        isinstance(value, BooleanValueNode) and not value.value
    )


def _may_be_left_out(node: SelectionNode) -> bool:
    skip, include = _directive(node, "skip"), _directive(node, "include")
    return (skip is not None and _may_be(skip, True)) or (
        include is not None and _may_be(include, False)
    )


def _may_be(directive: DirectiveNode, wanted: bool) -> bool:
    condition = _if(directive)
    if condition is None:
        return wanted  # an error of its own
    value = condition.value
    return value.value is wanted if isinstance(value, BooleanValueNode) else True


def _if(directive: DirectiveNode) -> ArgumentNode | None:
    return next((one for one in directive.arguments or () if one.name.value == "if"), None)


def _directive(node: SelectionNode, name: str) -> DirectiveNode | None:
    return next((one for one in node.directives or () if one.name.value == name), None)
