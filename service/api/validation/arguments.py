"""Arguments and directives."""

from collections.abc import Sequence

from graphql import (
    ArgumentNode,
    DirectiveNode,
    FieldNode,
    Node,
    NullValueNode,
    StringValueNode,
)

from service.api.validation.problems import cut
from service.api.validation.tables import NO_FIELD, Directive, Field
from service.api.validation.values import read_slot, read_untyped
from service.api.validation.walk import Walk

DEFER = "defer"
STREAM = "stream"


def read_arguments(walk: Walk, node: FieldNode, field: Field) -> None:
    _need(walk, node, field, _read(walk, node.arguments or (), field))


def read_directives(
    walk: Walk, directives: Sequence[DirectiveNode], location: str, field: Field | None = None
) -> None:
    """`location` as DirectiveLocation names it; `field` is the one they stand on."""
    seen: set[str] = set()
    for node in directives:
        name = node.name.value
        directive = walk.tables.directives.get(name)
        if directive is None:
            guess = walk.problems.guess(name, walk.tables.directives, "@")
            walk.problems.add(f"There is no directive '@{cut(name)}'.{guess}", node)
            _read(walk, node.arguments or (), NO_FIELD)
            continue
        _place(walk, node, directive, location, name in seen)
        seen.add(name)
        _need(walk, node, directive, _read(walk, node.arguments or (), directive))
        if name in (DEFER, STREAM):
            _read_incremental(walk, node, field)


def _read(walk: Walk, arguments: Sequence[ArgumentNode], owner: Field | Directive) -> set[str]:
    """The names that were given."""
    slots = owner.slots
    given: set[str] = set()
    for one in arguments:
        name = one.name.value
        if name in given:
            walk.problems.add(f"Argument '{cut(name)}' is given more than once.", one.name)
        given.add(name)
        slot = None if slots is None else slots.get(name)
        if slot is not None:
            read_slot(walk, one.value, slot)
            continue
        if slots is not None:
            guess = walk.problems.guess(name, slots)
            walk.problems.add(f"{owner.label} has no argument '{cut(name)}'.{guess}", one)
        read_untyped(walk, one.value)
    return given


def _need(walk: Walk, node: Node, owner: Field | Directive, given: set[str]) -> None:
    for name in owner.required:
        if name not in given:
            assert owner.slots is not None
            text = owner.slots[name].input.text
            walk.problems.add(f"{owner.label} needs the argument '{name}' of type '{text}'.", node)


def _place(
    walk: Walk, node: DirectiveNode, directive: Directive, location: str, repeated: bool
) -> None:
    name = node.name.value
    if location not in directive.locations:
        walk.problems.add(f"Directive '@{name}' may not stand on {location}.", node)
    if repeated and not directive.repeatable:
        walk.problems.add(f"Directive '@{name}' may stand only once in one place.", node)


def _read_incremental(walk: Walk, node: DirectiveNode, field: Field | None) -> None:
    name = node.name.value
    if name == STREAM and field is not None and field.slots is not None and not field.listed:
        walk.problems.add(f"{field.label} is no list, and cannot be streamed.", node)
    for argument in node.arguments or ():
        if argument.name.value != "label" or isinstance(argument.value, NullValueNode):
            continue
        if not isinstance(argument.value, StringValueNode):
            walk.problems.add(f"The label of '@{name}' must be written out.", node)
        elif argument.value.value in walk.labels:
            walk.problems.add("Two parts of the answer have the same label.", node)
        else:
            walk.labels.add(argument.value.value)
