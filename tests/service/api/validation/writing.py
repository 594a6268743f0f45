"""Writes documents for a schema: valid ones, but for the faults it is told to make.

A fault is made here and there, not always, and may turn out to be none: a name that is given twice
may mean the same. Each name and each literal stands on a line of its own.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from graphql import (
    GraphQLArgument,
    GraphQLDirective,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLType,
    GraphQLUnionType,
    OperationType,
    SchemaMetaFieldDef,
    TypeMetaFieldDef,
    TypeNameMetaFieldDef,
    Undefined,
    get_named_type,
    is_input_type,
    is_leaf_type,
)

T = TypeVar("T")
Composite = GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType

FAULTS = (
    "alias",
    "anonymous",
    "argument missing",
    "argument twice",
    "argument unknown",
    "circle",
    "definition",
    "directive misplaced",
    "directive twice",
    "directive unknown",
    "field unknown",
    "fragment impossible",
    "fragment on leaf",
    "fragment twice",
    "fragment unknown",
    "fragment unused",
    "introspection",
    "input field missing",
    "input field twice",
    "input field unknown",
    "kind",
    "label",
    "literal",
    "null",
    "one of",
    "operation twice",
    "selection missing",
    "selection of leaf",
    "shared fragment",
    "subscription",
    "type unknown",
    "variable of output",
    "variable twice",
    "variable type",
    "variable undefined",
    "variable unused",
)
SEVERAL = frozenset({"anonymous", "operation twice", "shared fragment"})
"""Those that need a second operation."""
INTROSPECTED = ("types", "type", "fields", "interfaces", "possibleTypes", "inputFields")
INCREMENTAL = ("defer", "stream")
MAX_SIZE = 14
"""Fields and literals after which nothing long is begun."""
LITERALS: tuple[str, ...] = ("1", "-7", "99999999999", "1.5", '"text"', '"2020-01-01"', "true")
LITERALS += ("OLD", "NEWEST", "[1]", "[]", "[[2]]", "{}", "{id: 1}", '"""block"""', "[null]")
PLAIN = {"Int": "3", "Float": "2.5", "String": '"a"', "Boolean": "true", "ID": '"b"'}
PLAIN |= {"Day": '"2020-01-01"', "Date": '"2020-01-01"', "DateTime": '"2020-01-01T00:00:00Z"'}
PLAIN |= {"Json": "{a: [1, {b: null}]}", "Even": "4", "HTML": '"<p>a</p>"'}
OPERATIONS = {one.value: one for one in OperationType}


class Writing:
    """One document; `choose(n)` gives a number below n, and 0 is the plainest choice."""

    def __init__(
        self, schema: GraphQLSchema, choose: Callable[[int], int], faults: Sequence[str] = ()
    ) -> None:
        self.schema = schema
        self.choose = choose
        self.faults = frozenset(faults)
        self.done: list[str] = []
        self.fragments: dict[str, str] = {}
        self.shareable: list[str] = []
        self.variables: dict[str, str] = {}
        self.names = 0
        self.size = 0
        self.writing: list[str] = []

    def document(self) -> str:
        kinds = [one for one in OPERATIONS if self.schema.get_root_type(OPERATIONS[one])]
        if self.faulty("kind"):
            kinds = ["mutation", "subscription"]
        if self.faults & {"label", "subscription"}:
            kinds += ["subscription"] * 3
        parts = [self.operation(self.of(kinds), 0)]
        if self.chance(4) or self.faults & SEVERAL:
            parts.append(self.operation(self.of(kinds), 1))
        if self.faulty("fragment unused"):
            self.fragment(self.schema.query_type)  # type: ignore[arg-type]
        parts += self.done
        if self.faulty("fragment twice") and self.done:
            parts.append(self.of(self.done))
        if self.faulty("definition"):
            parts.append("type Extra { id: ID }")
        return "\n".join(parts)

    def operation(self, kind: str, number: int) -> str:
        root = self.schema.get_root_type(OPERATIONS[kind]) or self.schema.query_type
        assert root is not None
        self.variables, self.size = {}, 0
        if not self.faulty("shared fragment"):
            self.fragments = {}
        if kind == "subscription" and not self.faulty("subscription"):
            body = "{ " + self.field(root, self.of(list(root.fields)), 1) + " }"
        else:
            body = self.selections(root, 0)
        name = f"\nO{0 if self.faulty('operation twice') else number}"
        if self.faulty("anonymous"):
            name = ""
        if self.faulty("variable unused"):
            self.variable("Int")
        defined = [f"\n{one}: {type_}" for one, type_ in self.variables.items()]
        if self.faulty("variable undefined") and defined:
            defined.pop()
        if self.faulty("variable twice") and defined:
            defined.append(defined[0])
        if self.faulty("variable of output"):
            defined.append(f"$out: {root.name}")
        given = f"({' '.join(defined)})" if defined else ""
        if not name and not given and kind == "query":
            return body
        return f"{kind}{name}{given}{self.directives(kind.upper())} {body}"

    def selections(self, type_: Composite, depth: int) -> str:
        most = 4 if self.size < MAX_SIZE else 2
        parts = [self.selection(type_, depth) for _ in range(1 + self.choose(most))]
        return "{ " + " ".join(parts) + " }"

    def selection(self, type_: Composite, depth: int) -> str:
        if self.size < MAX_SIZE and self.chance(4):
            return self.inline(type_, depth)
        if self.size < MAX_SIZE and self.chance(4):
            return self.spread(type_)
        return self.field(type_, self.field_name(type_, depth), depth)

    def field_name(self, type_: Composite, depth: int) -> str:
        if self.faulty("field unknown"):
            return "nothing"
        fields = {} if isinstance(type_, GraphQLUnionType) else type_.fields
        names: list[str] = [one for one in fields if self.depth_suits(fields[one], depth)]
        if type_ is self.schema.query_type and self.faulty("introspection"):
            return "__schema"
        listed = [one for one in names if one in INTROSPECTED]
        if listed and type_.name.startswith("__") and "introspection" in self.faults:
            return self.of(listed)
        return self.of([*names, "__typename"])

    def depth_suits(self, field: GraphQLField, depth: int) -> bool:
        inner = get_named_type(field.type)
        if "introspection" in self.faults and inner.name.startswith("__"):
            return depth < 9
        return is_leaf_type(inner) or (depth < 5 and self.size < MAX_SIZE)

    def field(self, type_: Composite, name: str, depth: int) -> str:
        self.size += 1
        field = self.definition(type_, name)
        arguments = self.arguments(field.args, "argument") if field else ""
        text = self.alias(name, bool(arguments)) + arguments
        if name != "__typename":  # graphql-core breaks at @stream below a union
            text += self.directives("FIELD")
        inner = get_named_type(field.type) if field else None
        if inner is None or is_leaf_type(inner):
            return text + (" { id }" if self.faulty("selection of leaf") else "")
        if self.faulty("selection missing"):
            return text
        return text + " " + self.selections(inner, depth + 1)  # type: ignore[arg-type]

    def definition(self, type_: Composite, name: str) -> GraphQLField | None:
        meta = {
            "__typename": TypeNameMetaFieldDef,
            "__schema": SchemaMetaFieldDef,
            "__type": TypeMetaFieldDef,
        }
        fields = {} if isinstance(type_, GraphQLUnionType) else type_.fields
        return meta.get(name) or fields.get(name)

    def alias(self, name: str, arguments: bool) -> str:
        if self.faulty("alias"):
            return f"\n{self.of(['x', 'y', 'id'])}: {name}"
        if arguments:
            return f"\n{self.new('a')}: {name}"
        return f"\n{name}"

    def inline(self, type_: Composite, depth: int) -> str:
        if self.chance(4):
            return f"\n...{self.directives('INLINE_FRAGMENT')} {self.selections(type_, depth)}"
        inner, name = self.condition(type_)
        return (
            f"\n... on {name}{self.directives('INLINE_FRAGMENT')} {self.selections(inner, depth)}"
        )

    def condition(self, type_: Composite) -> tuple[Composite, str]:
        """A type that a fragment may be on here, and what is written for it."""
        others = [one for one in self.schema.type_map.values() if isinstance(one, Composite)]
        if self.faulty("fragment impossible"):
            inner = self.of(others)
            return inner, inner.name
        if self.faulty("fragment on leaf"):
            return type_, "String"
        if self.faulty("type unknown"):
            return type_, "Nothing"
        possible = self.possible(type_)
        inner = self.of([type_, *(one for one in others if self.possible(one) & possible)])
        return inner, inner.name

    def possible(self, type_: Composite) -> set[str]:
        if isinstance(type_, GraphQLObjectType):
            return {type_.name}
        return {one.name for one in self.schema.get_possible_types(type_)}

    def spread(self, type_: Composite) -> str:
        if self.faulty("fragment unknown"):
            name = "Nowhere"
        elif self.writing and self.faulty("circle"):
            name = self.of(self.writing)
        else:
            known = [
                one
                for one, on in self.fragments.items()
                if self.possible(self.schema.type_map[on]) & self.possible(type_)  # type: ignore[arg-type]
            ]
            name = self.of(known) if known and self.chance(2) else self.fragment(type_)
        return f"\n...{name}{self.directives('FRAGMENT_SPREAD')}"

    def fragment(self, type_: Composite) -> str:
        name = self.new("F")
        inner, written = self.condition(type_)
        self.writing.append(name)
        body = self.selections(inner, 2)
        self.writing.pop()
        self.fragments[name] = inner.name
        place = self.directives("FRAGMENT_DEFINITION")
        self.done.append(f"fragment\n{name} on {written}{place} {body}")
        return name

    def arguments(self, given: dict[str, GraphQLArgument], of: str) -> str:
        parts = []
        for name, one in given.items():
            needed = isinstance(one.type, GraphQLNonNull) and one.default_value is Undefined
            if self.faulty(f"{of} missing") if needed else self.chance(2):
                continue
            parts.append(f"\n{name}: {self.value(one.type, one.default_value is not Undefined)}")
            if self.faulty(f"{of} twice"):
                parts.append(parts[-1])
        if self.faulty(f"{of} unknown"):
            parts.append(f"\nnothing: {self.of(LITERALS)}")
        return f"({' '.join(parts)})" if parts else ""

    def value(self, type_: GraphQLInputType, default: bool = False) -> str:
        if self.chance(4):
            return self.use(type_, default)
        if self.faulty("literal"):
            return self.of(LITERALS)
        if self.faulty("null") or (not isinstance(type_, GraphQLNonNull) and self.chance(6)):
            return "null"
        return self.literal(type_)

    def literal(self, type_: GraphQLInputType) -> str:
        self.size += 1
        if isinstance(type_, GraphQLNonNull):
            return self.literal(type_.of_type)
        if isinstance(type_, GraphQLList):
            if self.chance(3):  # one stands for a list of one
                return self.literal(type_.of_type)
            return f"[{' '.join(self.value(type_.of_type) for _ in range(self.choose(3)))}]"
        if isinstance(type_, GraphQLEnumType):
            values: list[str] = list(type_.values)
            return self.of(values)
        if isinstance(type_, GraphQLInputObjectType):
            return self.object(type_)
        return PLAIN[type_.name]

    def object(self, type_: GraphQLInputObjectType) -> str:
        fields = dict(type_.fields)
        parts = []
        if type_.is_one_of and not self.faulty("one of"):
            name = self.of([one for one in fields if self.size < MAX_SIZE or one != "filter"])
            fields = {}
            inner: GraphQLInputType = GraphQLNonNull(type_.fields[name].type)
            parts.append(f"\n{name}: {self.value(inner)}")
        for name, one in fields.items():
            needed = isinstance(one.type, GraphQLNonNull) and one.default_value is Undefined
            skip = (
                self.faulty("input field missing")
                if needed
                else self.size > MAX_SIZE or not self.chance(3)
            )
            if not skip:
                parts.append(
                    f"\n{name}: {self.value(one.type, one.default_value is not Undefined)}"
                )
                if self.faulty("input field twice"):
                    parts.append(parts[-1])
        if self.faulty("input field unknown"):
            parts.append(f"\nnothing: {self.of(LITERALS)}")
        return "{" + " ".join(parts) + "}"

    def use(self, type_: GraphQLInputType, default: bool) -> str:
        """A variable, of a type that suits the place."""
        if self.faulty("variable type"):
            types = [one for one in self.schema.type_map.values() if is_input_type(one)]
            return self.variable(self.wrapped(self.of(types)))
        if isinstance(type_, GraphQLNonNull):
            if default and self.chance(2):
                return self.variable(str(type_.of_type))
            if self.chance(2):
                return self.variable(f"{type_.of_type} = {self.constant(type_.of_type)}")
            return self.variable(str(type_))
        return self.variable(str(type_) + self.of(["", "!"]))

    def constant(self, type_: GraphQLInputType) -> str:
        """A literal without variables."""
        choose, self.choose = self.choose, lambda _: 0
        text = self.of(LITERALS) if self.faulty("literal") else self.literal(type_)
        self.choose = choose
        return text

    def wrapped(self, type_: GraphQLType) -> str:
        name = "Nothing" if self.faulty("type unknown") else str(type_)
        return self.of([name, f"{name}!", f"[{name}]", f"[{name}!]!", f"{name} = null"])

    def variable(self, type_: str) -> str:
        known = [one for one, other in self.variables.items() if other == type_]
        if known and self.chance(2):
            return self.of(known)
        name = f"${self.new('v')}"
        self.variables[name] = type_ + self.directives("VARIABLE_DEFINITION")
        return name

    def directives(self, location: str) -> str:
        if not self.chance(12) and not self.faults:
            return ""
        if self.faulty("directive unknown"):
            return "\n@nothing(a: 1)"
        if not self.chance(6) and not self.faulty("label"):
            return ""
        suiting = self.suiting(location)
        if not suiting:
            return ""
        one = self.of(suiting)
        text = f"\n@{one.name}"
        if location != "VARIABLE_DEFINITION":
            text += self.arguments(one.args, "argument")
        return text * (2 if self.faulty("directive twice") else 1)

    def suiting(self, location: str) -> list[GraphQLDirective]:
        known = self.schema.directives
        if self.faulty("directive misplaced"):  # graphql-core breaks at @stream below a union
            return [one for one in known if one.name != "stream"]
        placed = [one for one in known if location in {place.name for place in one.locations}]
        parts = [one for one in placed if one.name in INCREMENTAL]
        if "label" in self.faults and parts:
            return parts
        return [one for one in placed if one not in parts]

    def of(self, several: Sequence[T]) -> T:
        return several[self.choose(len(several))]

    def chance(self, of: int) -> bool:
        return self.choose(of) == of - 1

    def faulty(self, fault: str) -> bool:
        return fault in self.faults and self.chance(2)

    def new(self, letter: str) -> str:
        self.names += 1
        return f"{letter}{self.names}"
