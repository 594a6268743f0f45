"""Literals: whether each is of the type that its place wants.

What is nested is put on a list, not read by recursion: literals may be deeper than the stack.
"""

from graphql import (
    BooleanValueNode,
    EnumValueNode,
    GraphQLError,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    ObjectFieldNode,
    ObjectValueNode,
    StringValueNode,
    ValueNode,
    VariableNode,
)

from service.api.validation.inputs import Input, Slot
from service.api.validation.problems import cut, shown
from service.api.validation.walk import Use, Walk

PLAIN = (StringValueNode, IntValueNode, EnumValueNode, BooleanValueNode)
Place = tuple[ValueNode, Input, str, bool, bool]
"""A literal, the type wanted, the label of the place, and what makes up a Use."""


def read_slot(walk: Walk, node: ValueNode, slot: Slot) -> None:
    """What is given for an argument."""
    wanted = slot.input
    if isinstance(node, VariableNode):
        _note(walk, node, (wanted, slot.default, False))
    elif isinstance(node, PLAIN) and wanted.takes is not None and wanted.takes(node) is True:
        pass  # as most are
    else:
        read(walk, (node, wanted, slot.label, slot.default, False))


def read(walk: Walk, place: Place) -> None:
    """What a variable holds is judged with its operation."""
    todo = [place]
    while todo:
        node, wanted, label, default, one_of = todo.pop()
        if isinstance(node, VariableNode):
            _note(walk, node, (wanted, default, one_of))
        elif isinstance(node, NullValueNode):
            if wanted.non_null:
                walk.problems.add(f"{label} takes '{wanted.text}' and may not be null.", node)
        elif isinstance(node, ListValueNode) and wanted.item is not None:
            item = wanted.item
            todo += [(one, item, label, False, False) for one in reversed(node.values)]
        else:
            todo += reversed(_read_one(walk, node, wanted, label))


def read_untyped(walk: Walk, node: ValueNode) -> None:
    """Where nobody knows the type: variables are used in it all the same."""
    todo = [node]
    while todo:
        node = todo.pop()
        if isinstance(node, VariableNode):
            _note(walk, node, (None, False, False))
        elif isinstance(node, ListValueNode):
            todo += node.values
        elif isinstance(node, ObjectValueNode):
            given: set[str] = set()
            for field in node.fields:
                _once(walk, field, given)
                todo.append(field.value)


def _note(walk: Walk, node: VariableNode, use: Use) -> None:
    walk.here.uses.setdefault(node.name.value, {}).setdefault(use, node)


def _read_one(walk: Walk, node: ValueNode, wanted: Input, label: str) -> list[Place]:
    """One value may stand for a list that holds it alone."""
    bare = wanted
    while bare.item is not None:
        bare = bare.item
    if bare.takes is None:
        if isinstance(node, ObjectValueNode):
            # As graphql-core does it: it knows a OneOf by its variables only where null may stand.
            return _read_object(walk, node, bare, wanted.one_of and not wanted.non_null)
        taken: GraphQLError | bool = False
    else:
        taken = bare.takes(node)
    if isinstance(taken, GraphQLError):
        walk.problems.add(taken.message, node, extensions=taken.extensions)
    elif not taken:
        known = bare.choices if isinstance(node, EnumValueNode) else ()
        guess = walk.problems.guess(getattr(node, "value", ""), known)
        walk.problems.add(f"{label} takes '{wanted.text}', not {shown(node)}.{guess}", node)
    read_untyped(walk, node)
    return []


def _read_object(walk: Walk, node: ObjectValueNode, bare: Input, one_of: bool) -> list[Place]:
    """What its fields hold, still to be read."""
    given: set[str] = set()
    inner: list[Place] = []
    for field in node.fields:
        name = field.name.value
        _once(walk, field, given)
        slot = bare.fields.get(name)
        if slot is not None:
            inner.append((field.value, slot.input, slot.label, slot.default, one_of))
            continue
        guess = walk.problems.guess(name, bare.fields)
        walk.problems.add(f"Input '{bare.name}' has no field '{cut(name)}'.{guess}", field)
        read_untyped(walk, field.value)
    for name in bare.required:
        if name not in given:
            text = bare.fields[name].input.text
            walk.problems.add(
                f"Input '{bare.name}' needs the field '{name}' of type '{text}'.", node
            )
    if bare.one_of and (len(node.fields) != 1 or isinstance(node.fields[0].value, NullValueNode)):
        walk.problems.add(f"Input '{bare.name}' takes exactly one field, and that not null.", node)
    return inner


def _once(walk: Walk, field: ObjectFieldNode, given: set[str]) -> None:
    name = field.name.value
    if name in given:
        walk.problems.add(f"Input field '{cut(name)}' is given more than once.", field.name)
    given.add(name)
