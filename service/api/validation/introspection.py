"""How deep a document may look into the schema's own lists, which lead round in circles."""

from graphql import FieldNode, FragmentSpreadNode, SelectionSetNode

from service.api.validation.fragments import Fragments
from service.api.validation.problems import Problems
from service.api.validation.walk import Definition

LISTS = frozenset({"fields", "inputFields", "interfaces", "possibleTypes"})
MAX_LISTS = 2
"""Lists inside each other, below __schema or __type."""


def judge_introspection(
    definitions: list[Definition], fragments: Fragments, order: list[str], problems: Problems
) -> None:
    """`order` names the fragments, each after those that it spreads."""
    if not any(one.introspections for one in definitions):
        return
    known: dict[str, int] = {}
    for name in order:
        known[name] = _depth(fragments[name].node.selection_set, known)
    for one in definitions:
        for node in one.introspections:
            assert node.selection_set is not None
            if _depth(node.selection_set, known) > MAX_LISTS:
                problems.add(
                    f"At most {MAX_LISTS} lists of the schema's own may stand inside each other.",
                    node,
                )


def _depth(selections: SelectionSetNode, known: dict[str, int]) -> int:
    deepest = 0
    for node in selections.selections:
        if isinstance(node, FragmentSpreadNode):
            deepest = max(deepest, known.get(node.name.value, 0))
            continue
        inner: SelectionSetNode | None = getattr(node, "selection_set", None)
        depth = 0 if inner is None else _depth(inner, known)
        listed = isinstance(node, FieldNode) and node.name.value in LISTS
        deepest = max(deepest, depth + listed)
    return deepest
