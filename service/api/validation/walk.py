"""What the walk over a document carries with it, and what it notes on its way."""

from typing import NamedTuple

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    VariableNode,
)

from service.api.validation.inputs import Input
from service.api.validation.problems import Problems
from service.api.validation.tables import Composite, Field, Tables

Use = tuple[Input | None, bool, bool]
"""Where a variable stands: the type wanted, whether the place has a default, and whether it is the
one field of a OneOf input."""
Uses = dict[str, dict[Use, VariableNode]]
"""By variable, each kind of place once."""


class Entry(NamedTuple):
    """A field as it is selected."""

    parent: Composite
    field: Field
    node: FieldNode
    below: "Selected | None"


class Selected:
    """A selection set, its inline fragments included: fields by response name, and spreads."""

    __slots__ = ("clash", "entries", "spreads")

    def __init__(self) -> None:
        self.entries: dict[str, list[Entry]] = {}
        self.spreads: dict[str, None] = {}
        self.clash = False
        """Whether a response name comes twice in it."""


class Definition:
    """An operation or a fragment, and what was noted inside it."""

    __slots__ = ("introspections", "node", "selected", "sets", "spreads", "uses")

    def __init__(self, node: OperationDefinitionNode | FragmentDefinitionNode) -> None:
        self.node = node
        self.selected = Selected()
        self.sets: list[Selected] = []
        """The selection sets below it that may hold a response name twice."""
        self.spreads: dict[str, FragmentSpreadNode] = {}
        """At any depth, each fragment once."""
        self.uses: Uses = {}
        self.introspections: list[FieldNode] = []


class Walk:
    __slots__ = ("fragments", "here", "labels", "problems", "tables")

    def __init__(
        self, tables: Tables, problems: Problems, fragments: dict[str, Definition]
    ) -> None:
        self.tables = tables
        self.problems = problems
        self.fragments = fragments
        self.here: Definition
        """The definition that is being read."""
        self.labels: set[str] = set()
        """Of deferred and streamed parts."""
