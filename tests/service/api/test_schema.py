"""The schema as a document: described throughout, and the same as the file that is committed."""

from collections.abc import Iterator
from pathlib import Path

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    is_introspection_type,
    is_specified_scalar_type,
)

from service.api.schema import schema

FILE = Path(__file__).parents[3] / "schema.graphql"


def test_the_committed_schema_is_the_one_served() -> None:
    """A frontend would be built against a schema that is not there: `toasoan schema export`."""
    assert FILE.read_text(encoding="utf-8").rstrip("\n") == schema.as_str().rstrip("\n")


def undescribed() -> Iterator[str]:
    for name, type_ in schema._schema.type_map.items():
        if is_introspection_type(type_) or is_specified_scalar_type(type_):
            continue
        if not type_.description:
            yield name
        if isinstance(type_, GraphQLEnumType):
            yield from (f"{name}.{key}" for key, one in type_.values.items() if not one.description)
        if isinstance(type_, GraphQLInputObjectType):
            yield from (f"{name}.{key}" for key, one in type_.fields.items() if not one.description)
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for key, field in type_.fields.items():
                if not field.description:
                    yield f"{name}.{key}"
                for argument, one in field.args.items():
                    if not one.description and argument != "input":
                        yield f"{name}.{key}({argument}:)"


def test_everything_is_described() -> None:
    """A frontend developer would have to guess what a field means."""
    assert not list(undescribed())
