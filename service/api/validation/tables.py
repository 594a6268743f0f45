"""A schema as the walk looks things up in it; made once for each schema."""

from weakref import WeakKeyDictionary

from graphql import (
    GraphQLDirective,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    GraphQLUnionType,
    OperationType,
    SchemaMetaFieldDef,
    TypeMetaFieldDef,
    TypeNameMetaFieldDef,
    assert_valid_schema,
    get_named_type,
)

from service.api.validation.inputs import Inputs, Slot


class Composite:
    """A type that has fields: an object, an interface or a union."""

    __slots__ = ("concrete", "fields", "name", "possible")

    def __init__(self, name: str, concrete: bool, possible: frozenset[str]) -> None:
        self.name = name
        self.concrete = concrete
        """Whether it is an object's own type."""
        self.possible = possible
        """Names of the objects that may be one."""
        self.fields: dict[str, Field] = {}

    def overlaps(self, other: "Composite") -> bool:
        return self is other or not self.possible.isdisjoint(other.possible)


class Field:
    __slots__ = ("below", "label", "listed", "required", "shape", "slots", "text")

    def __init__(self, label: str, text: str) -> None:
        self.label = label
        self.text = text
        """Its type, as written."""
        self.below: Composite | None = None
        """What it leads to; None for a leaf."""
        self.slots: dict[str, Slot] | None = None
        """Its arguments; None where nobody knows them."""
        self.required: list[str] = []
        self.shape: str | None = None
        """Equal for types whose answers look alike; None is like everything."""
        self.listed = False


class Directive:
    __slots__ = ("label", "locations", "repeatable", "required", "slots")

    def __init__(self, directive: GraphQLDirective, inputs: Inputs) -> None:
        self.label = f"Directive '@{directive.name}'"
        self.slots: dict[str, Slot] = {}
        self.required: list[str] = []
        inputs.fill(self.slots, self.required, "Argument", f"@{directive.name}", directive.args)
        self.locations = frozenset(one.name for one in directive.locations)
        self.repeatable = directive.is_repeatable


NOWHERE = Composite("", False, frozenset())
"""Stands for a type that is unknown: below it nothing is judged by type."""
NO_FIELD = Field("", "")
NO_FIELD.below = NOWHERE


class Tables:
    def __init__(self, schema: GraphQLSchema) -> None:
        assert_valid_schema(schema)
        self.inputs = Inputs()
        self.types = schema.type_map
        self.directives = {one.name: Directive(one, self.inputs) for one in schema.directives}
        self.composites = {
            name: _composite(schema, type_)
            for name, type_ in schema.type_map.items()
            if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType)
        }
        self.roots = {
            one: self.composites[root.name]
            for one in OperationType
            if (root := schema.get_root_type(one)) is not None
        }
        for name, composite in self.composites.items():
            self._fill(composite, schema.type_map[name])
        query = self.roots[OperationType.QUERY]
        query.fields["__schema"] = self._field(query.name, "__schema", SchemaMetaFieldDef)
        query.fields["__type"] = self._field(query.name, "__type", TypeMetaFieldDef)

    def _fill(self, composite: Composite, type_: GraphQLNamedType) -> None:
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for name, field in type_.fields.items():
                composite.fields[name] = self._field(composite.name, name, field)
        composite.fields["__typename"] = self._field(
            composite.name, "__typename", TypeNameMetaFieldDef
        )

    def _field(self, holder: str, name: str, field: GraphQLField) -> Field:
        full = f"{holder}.{name}"
        made = Field(f"Field '{full}'", str(field.type))
        made.below = self.composites.get(get_named_type(field.type).name)
        made.slots = {}
        self.inputs.fill(made.slots, made.required, "Argument", full, field.args)
        # As graphql-core does it: what every type has is never compared by its type.
        made.shape = None if name.startswith("__") else _shape(field.type, made.below is None)
        made.listed = made.text.startswith("[")
        return made


def _composite(schema: GraphQLSchema, type_: GraphQLNamedType) -> Composite:
    if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
        possible = frozenset(one.name for one in schema.get_possible_types(type_))
        return Composite(type_.name, False, possible)
    return Composite(type_.name, True, frozenset([type_.name]))


def _shape(type_: GraphQLOutputType, leaf: bool) -> str:
    if isinstance(type_, GraphQLNonNull):
        return _shape(type_.of_type, leaf) + "!"
    if isinstance(type_, GraphQLList):
        return f"[{_shape(type_.of_type, leaf)}]"
    return type_.name if leaf else "{}"


_made: WeakKeyDictionary[GraphQLSchema, Tables] = WeakKeyDictionary()


def tables_of(schema: GraphQLSchema) -> Tables:
    """Raises TypeError for a schema that is no valid one."""
    tables = _made.get(schema)
    if tables is None:
        tables = _made[schema] = Tables(schema)
    return tables
