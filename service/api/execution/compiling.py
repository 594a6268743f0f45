"""From a valid document to what is run: which fields, of which types, had in which way."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from graphql import (
    FieldNode,
    GraphQLAbstractType,
    GraphQLEnumType,
    GraphQLField,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    SchemaMetaFieldDef,
    SelectionSetNode,
    TypeMetaFieldDef,
    TypeNameMetaFieldDef,
    get_named_type,
    is_leaf_type,
)
from strawberry import Schema

from service.api.execution.collecting import Fields
from service.api.execution.costs import Cost, Size, fixed, size_asked
from service.api.execution.prices import price
from service.api.execution.resolvers import resolver
from service.api.execution.shapes import (
    AbstractPosition,
    Field,
    LeafPosition,
    ListPosition,
    ObjectPosition,
    Position,
    Selection,
)

TYPENAME = "__typename"
INTROSPECTION = {"__schema": SchemaMetaFieldDef, "__type": TypeMetaFieldDef}
EXACT: dict[str, type] = {"String": str, "ID": str, "Boolean": bool}
"""Values of these types are shown as they are."""
PAGED = frozenset({"nodes", "edges"})
"""Lists of a connection, which have as many things as the connection was asked for."""


class Compiler:
    """Compiles selections for one choice of the document's conditions."""

    def __init__(self, schema: Schema, fields: Fields) -> None:
        self._strawberry = schema
        self._schema = schema._schema
        self._fields = fields
        self.introspects = False
        """Whether what was compiled asks for the schema itself."""

    def selection(
        self,
        parent: GraphQLObjectType,
        sets: Sequence[SelectionSetNode],
        page: Size | None = None,
    ) -> Selection:
        """What is selected of a type; `page` is how many things the lists of a connection have."""
        collected = self._fields.of(parent, sets)
        return Selection(
            [self._field(parent, key, nodes, page) for key, nodes in collected.items()]
        )

    def _field(
        self, parent: GraphQLObjectType, key: str, nodes: list[FieldNode], page: Size | None
    ) -> Field:
        name = nodes[0].name.value
        about = f"{parent.name}.{name}", nodes
        if name == TYPENAME:
            position = self._position(TypeNameMetaFieldDef.type, *about, None)
            return Field(key, lambda _source, _run: parent.name, position, str, Cost(1))
        field = self._definition(parent, name)
        size = size_asked(field, nodes[0])
        position = self._position(field.type, *about, size)
        own = price(parent.name, name)
        times = size or (page if name in PAGED else None) or fixed(own.usually)
        return Field(
            key,
            resolver(self._strawberry, field, nodes[0]),
            position,
            EXACT.get(get_named_type(field.type).name),
            Cost(own.points, _inner_costs(position, times)),
        )

    def _definition(self, parent: GraphQLObjectType, name: str) -> GraphQLField:
        if name in INTROSPECTION and parent is self._schema.query_type:
            self.introspects = True
            return INTROSPECTION[name]
        field: GraphQLField = parent.fields[name]
        return field

    def _position(
        self, kind: GraphQLOutputType, name: str, nodes: list[FieldNode], page: Size | None
    ) -> Position:
        nullable = not isinstance(kind, GraphQLNonNull)
        about = nullable, name, nodes
        inner: Any = kind if nullable else cast("GraphQLNonNull[Any]", kind).of_type
        if isinstance(inner, GraphQLList):
            return ListPosition(*about, item=self._position(inner.of_type, name, nodes, None))
        if is_leaf_type(inner):
            return LeafPosition(*about, serialize=_serializer(inner))
        sets = [node.selection_set for node in nodes if node.selection_set is not None]
        if isinstance(inner, GraphQLObjectType):
            return ObjectPosition(*about, selection=self.selection(inner, sets, page))
        return AbstractPosition(*about, selections=self._of_each(inner, sets), type_of=self._type)

    def _of_each(
        self, kind: GraphQLAbstractType, sets: Sequence[SelectionSetNode]
    ) -> dict[str, Selection]:
        possible = self._schema.get_possible_types(kind)
        return {one.name: self.selection(one, sets) for one in possible}

    def _type(self, kind: type) -> str:
        """The name of a Python class's type."""
        definition = kind.__strawberry_definition__  # type: ignore[attr-defined]
        return self._strawberry.config.name_converter.from_type(definition)


def _inner_costs(position: Position, times: Size) -> list[tuple[Size | None, Cost]]:
    """Of what is selected there, once or for each thing of a list."""
    if isinstance(position, ListPosition):
        return [(times, inner) for _, inner in _inner_costs(position.item, times)]
    if isinstance(position, ObjectPosition):
        return [(None, position.selection.cost)]
    if isinstance(position, AbstractPosition):
        return [(None, Cost.dearest([one.cost for one in position.selections.values()]))]
    return []


def _serializer(kind: GraphQLLeafType) -> Callable[[Any], Any]:
    if not isinstance(kind, GraphQLEnumType):
        return kind.coerce_output_value
    names: dict[Any, str] = {}

    def name_of(value: Any) -> str:
        found = names.get(value)
        if found is None:
            found = names[value] = kind.coerce_output_value(value)
        return found

    return name_of
