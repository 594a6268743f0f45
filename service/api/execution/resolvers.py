"""How a field's value is had: straight from its function, past what wraps it for graphql-core."""

from operator import attrgetter
from typing import Any

from graphql import FieldNode, GraphQLField
from graphql.execution.values import get_argument_values
from strawberry import Schema
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from service.api.execution.shapes import Resolve
from service.api.execution.slots import Running

DEFINITION = "strawberry-definition"


def resolver(schema: Schema, field: GraphQLField, node: FieldNode) -> Resolve:
    own: StrawberryField | None = field.extensions.get(DEFINITION)
    if own is None:
        return _of_the_schema_itself(field, node)
    if own.base_resolver is None:
        return _attribute(own.python_name)
    function: Any = own.base_resolver.wrapped_func
    names = list(own.base_resolver.signature.parameters)
    if field.args:
        return _with_arguments(schema, field, own, node, informed="info" in names)
    if names == ["self", "info"]:
        return lambda source, run: function(source, run.info)
    if names == ["self"]:
        return lambda source, _run: function(source)
    return lambda _source, run: function(run.info)


def _attribute(name: str) -> Resolve:
    get = attrgetter(name)
    return lambda source, _run: get(source)


def _with_arguments(
    schema: Schema, field: GraphQLField, own: StrawberryField, node: FieldNode, *, informed: bool
) -> Resolve:
    assert own.base_resolver is not None
    function: Any = own.base_resolver.wrapped_func
    has_source = own.base_resolver.self_parameter is not None
    converter, key = schema.schema_converter, object()

    def arguments(run: Running) -> dict[str, Any]:
        made = convert_arguments(
            get_argument_values(field, node, run.variables, hide_suggestions=True),
            own.arguments,
            scalar_registry=converter.scalar_registry,
            config=converter.config,
        )
        if informed:
            made["info"] = run.info
        run.arguments[key] = made
        return made

    def resolve(source: Any, run: Running) -> Any:
        given = run.arguments.get(key)
        if given is None:
            given = arguments(run)
        return function(source, **given) if has_source else function(**given)

    return resolve


def _of_the_schema_itself(field: GraphQLField, node: FieldNode) -> Resolve:
    function = field.resolve
    assert function is not None  # graphql-core's own fields have one

    def resolve(source: Any, run: Running) -> Any:
        return function(source, run.info, **get_argument_values(field, node, run.variables))

    return resolve
