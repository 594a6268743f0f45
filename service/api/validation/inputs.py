"""The types that go in, made ready to judge literals; once for each schema."""

from collections.abc import Callable, Container

from graphql import (
    BooleanValueNode,
    EnumValueNode,
    FloatValueNode,
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLError,
    GraphQLFloat,
    GraphQLID,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInt,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLScalarType,
    GraphQLString,
    GraphQLType,
    IntValueNode,
    StringValueNode,
    Undefined,
    ValueNode,
)
from graphql.utilities.replace_variables import replace_variables

MAX_DIGITS = 11
"""Characters of the longest integer of 32 bits."""
MAX_INT = 2**31 - 1
MAX_LISTS = 2
"""Lists in lists of a type that is kept; documents may name types of any depth."""

Takes = Callable[[ValueNode], "GraphQLError | bool"]
"""Whether a leaf takes the literal; or its own words for why not."""


class Input:
    """A type of values that go in, with its wrappers."""

    __slots__ = (
        "choices",
        "fields",
        "item",
        "name",
        "non_null",
        "one_of",
        "required",
        "takes",
        "text",
    )

    def __init__(self, name: str) -> None:
        self.name = name
        """Without its wrappers."""
        self.text = name
        """As written."""
        self.non_null = False
        self.item: Input | None = None
        """Of a list."""
        self.takes: Takes | None = None
        """Of a scalar or an enum."""
        self.choices: tuple[str, ...] = ()
        """Of an enum."""
        self.fields: dict[str, Slot] = {}
        """Of an input object."""
        self.required: list[str] = []
        self.one_of = False

    def fits(self, wanted: "Input", or_null: bool = False) -> bool:
        """Whether what is of this type may stand where the other is wanted.

        `or_null` where a default stands in for null, be it the place's own or the variable's.
        """
        given = self
        while given is not wanted:
            if wanted.non_null and not given.non_null and not or_null:
                return False
            or_null = False
            if wanted.item is None or given.item is None:
                return wanted.item is given.item and wanted.name == given.name
            given, wanted = given.item, wanted.item
        return True


class Slot:
    """An argument, or a field of an input object."""

    __slots__ = ("default", "input", "label")

    def __init__(self, input_: Input, default: bool, label: str) -> None:
        self.input = input_
        self.default = default
        """Whether it has one of its own."""
        self.label = label
        """As messages name it."""


class Inputs:
    """The input types of a schema, each made when it is first met."""

    def __init__(self) -> None:
        self._kept: dict[str, Input] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def of(self, type_: GraphQLType) -> Input:
        if isinstance(type_, GraphQLNonNull):
            return self.non_null(self.of(type_.of_type))
        if isinstance(type_, GraphQLList):
            return self.list_of(self.of(type_.of_type))
        assert isinstance(type_, GraphQLNamedType)
        return self.named(type_)

    def named(self, type_: GraphQLNamedType) -> Input:
        known = self._kept.get(type_.name)
        if known is not None:
            return known
        made = self._kept[type_.name] = Input(type_.name)  # at once: it may hold itself
        if isinstance(type_, GraphQLInputObjectType):
            made.one_of = type_.is_one_of
            self.fill(made.fields, made.required, "Field", type_.name, type_.fields)
        elif isinstance(type_, GraphQLEnumType):
            made.choices, made.takes = tuple(type_.values), _enum(type_.values)
        else:
            assert isinstance(type_, GraphQLScalarType)
            made.takes = _scalar(type_)
        return made

    def list_of(self, item: Input) -> Input:
        text = f"[{item.text}]"
        made = self._kept.get(text)
        if made is None:
            made = Input(item.name)
            made.text, made.item = text, item
            self._keep(made)
        return made

    def non_null(self, inner: Input) -> Input:
        text = f"{inner.text}!"
        made = self._kept.get(text)
        if made is None:
            made = Input(inner.name)
            made.text, made.non_null = text, True
            made.item, made.takes, made.choices = inner.item, inner.takes, inner.choices
            made.one_of = inner.one_of
            made.fields, made.required = inner.fields, inner.required  # perhaps not yet full
            self._keep(made)
        return made

    def fill(
        self,
        slots: dict[str, Slot],
        required: list[str],
        kind: str,
        holder: str,
        owned: dict[str, GraphQLArgument] | dict[str, GraphQLInputField],
    ) -> None:
        """Puts in what the holder takes, by name; and the names of those that must be given."""
        for name, one in owned.items():
            slot = Slot(self.of(one.type), _has_default(one), f"{kind} '{name}' of '{holder}'")
            slots[name] = slot
            if slot.input.non_null and not slot.default:
                required.append(name)

    def _keep(self, made: Input) -> None:
        if made.text.count("[") <= MAX_LISTS:
            self._kept[made.text] = made


def _has_default(one: GraphQLArgument | GraphQLInputField) -> bool:
    return one.default is not None or one.default_value is not Undefined


def _scalar(type_: GraphQLScalarType) -> Takes:
    """Short ways for the types of the language itself; a schema's own scalars are asked."""
    known = _BUILT_IN.get(type_)
    if known is not None:
        return known
    coerce = type_.coerce_input_literal
    if coerce is None:
        return _asked(type_.parse_literal)
    return _asked(lambda node: coerce(replace_variables(node)))


def _enum(values: Container[str]) -> Takes:
    return lambda node: isinstance(node, EnumValueNode) and node.value in values


def _int(node: ValueNode) -> bool:
    if not isinstance(node, IntValueNode) or len(node.value) > MAX_DIGITS:
        return False
    return -MAX_INT - 1 <= int(node.value) <= MAX_INT


_BUILT_IN: dict[GraphQLScalarType, Takes] = {
    GraphQLInt: _int,
    GraphQLFloat: lambda node: isinstance(node, FloatValueNode | IntValueNode),
    GraphQLString: lambda node: isinstance(node, StringValueNode),
    GraphQLBoolean: lambda node: isinstance(node, BooleanValueNode),
    GraphQLID: lambda node: isinstance(node, StringValueNode | IntValueNode),
}


def _asked(coerce: Callable[[ValueNode], object]) -> Takes:
    def takes(node: ValueNode) -> GraphQLError | bool:
        try:
            return coerce(node) is not Undefined
        except GraphQLError as error:
            return error
        except Exception:  # a scalar may raise what it likes; none of it is for strangers
            return False

    return takes
