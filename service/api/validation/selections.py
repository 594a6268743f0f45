"""The walk over selections: fields, and fragments where they stand."""

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    NamedTypeNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from service.api.validation.arguments import read_arguments, read_directives
from service.api.validation.problems import cut
from service.api.validation.tables import NO_FIELD, NOWHERE, Composite, Field
from service.api.validation.walk import Definition, Entry, Selected, Walk

INTROSPECTIONS = frozenset({"__schema", "__type"})


def read_definition(walk: Walk, definition: Definition) -> None:
    walk.here = definition
    node = definition.node
    if isinstance(node, OperationDefinitionNode):
        composite = walk.tables.roots.get(node.operation)
        location = node.operation.name
        if composite is None:
            walk.problems.add(f"This schema has no {node.operation.value}.", node)
    else:
        composite = condition(walk, node.type_condition)
        location = "FRAGMENT_DEFINITION"
    if node.directives:
        read_directives(walk, node.directives, location)
    _read(walk, node.selection_set, composite or NOWHERE, definition.selected)
    selected = definition.selected
    if isinstance(node, OperationDefinitionNode) and (selected.clash or selected.spreads):
        definition.sets.append(selected)


def condition(walk: Walk, node: NamedTypeNode) -> Composite | None:
    """The type that a fragment is on."""
    name = node.name.value
    composite = walk.tables.composites.get(name)
    if composite is None:
        if name in walk.tables.types:
            walk.problems.add(f"A fragment cannot be on '{name}', which has no fields.", node)
        else:
            guess = walk.problems.guess(name, walk.tables.types)
            walk.problems.add(f"There is no type '{cut(name)}'.{guess}", node)
    return composite


def _read(walk: Walk, selections: SelectionSetNode, parent: Composite, into: Selected) -> None:
    known = parent.fields
    entries = into.entries
    for node in selections.selections:
        if isinstance(node, FieldNode):
            name = node.name.value
            field = known.get(name) or _no_field(walk, node, parent)
            if node.arguments or field.required:
                read_arguments(walk, node, field)
            if node.directives:
                read_directives(walk, node.directives, "FIELD", field)
            if node.selection_set is None:
                if field.below is not None and field is not NO_FIELD:
                    _leafless(walk, node, field)
                below = None
            else:
                below = _read_below(walk, node, field)
            alias = node.alias
            key = name if alias is None else alias.value
            if key in entries:
                into.clash = True
                entries[key].append(Entry(parent, field, node, below))
            else:
                entries[key] = [Entry(parent, field, node, below)]
        elif isinstance(node, FragmentSpreadNode):
            _read_spread(walk, node, parent, into)
        elif isinstance(node, InlineFragmentNode):
            _read_inline(walk, node, parent, into)


def _read_below(walk: Walk, node: FieldNode, field: Field) -> Selected:
    assert node.selection_set is not None
    if field.below is None:
        walk.problems.add(
            f"{field.label} is of type '{field.text}': nothing can be selected in it.",
            node.selection_set,
        )
    if node.name.value in INTROSPECTIONS:
        walk.here.introspections.append(node)
    below = Selected()
    _read(walk, node.selection_set, field.below or NOWHERE, below)
    if below.clash or below.spreads:
        walk.here.sets.append(below)
    return below


def _read_spread(walk: Walk, node: FragmentSpreadNode, parent: Composite, into: Selected) -> None:
    name = node.name.value
    into.spreads[name] = None
    walk.here.spreads.setdefault(name, node)
    if node.directives:
        read_directives(walk, node.directives, "FRAGMENT_SPREAD")
    if node.arguments:
        walk.problems.add("A fragment takes no arguments.", node)
    definition = walk.fragments.get(name)
    if definition is None:
        guess = walk.problems.guess(name, walk.fragments)
        walk.problems.add(f"There is no fragment '{cut(name)}'.{guess}", node.name)
        return
    assert isinstance(definition.node, FragmentDefinitionNode)
    other = walk.tables.composites.get(definition.node.type_condition.name.value)
    if other is not None and parent is not NOWHERE and not other.overlaps(parent):
        walk.problems.add(
            f"Fragment '{cut(name)}' is on '{other.name}', which '{parent.name}' never is.", node
        )


def _read_inline(walk: Walk, node: InlineFragmentNode, parent: Composite, into: Selected) -> None:
    inner = parent
    if node.type_condition is not None:
        inner = condition(walk, node.type_condition) or NOWHERE
        if inner is not NOWHERE and parent is not NOWHERE and not inner.overlaps(parent):
            walk.problems.add(
                f"A fragment is on '{inner.name}', which '{parent.name}' never is.", node
            )
    if node.directives:
        read_directives(walk, node.directives, "INLINE_FRAGMENT")
    _read(walk, node.selection_set, inner, into)


def _no_field(walk: Walk, node: FieldNode, parent: Composite) -> Field:
    if parent is not NOWHERE:
        name = node.name.value
        guess = walk.problems.guess(name, parent.fields)
        walk.problems.add(f"Type '{parent.name}' has no field '{cut(name)}'.{guess}", node)
    return NO_FIELD


def _leafless(walk: Walk, node: FieldNode, field: Field) -> None:
    walk.problems.add(
        f"{field.label} is of type '{field.text}': say which of its fields are wanted.",
        node,
    )
