"""The schema keeps what the contract promises; what is still owed is listed here by name."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    is_introspection_type,
    is_specified_scalar_type,
    print_ast,
)

ROOT = Path(__file__).parents[3]
CONTRACT = ROOT.parent / "shared" / "contract.graphql"

OWED = {
    # newsroom
    "Query.redirect",
    "Query.redirects",
    "type Redirect",
    "type RedirectConnection",
    "type FieldDiff",
    "type LinkHealth",
    "type RestoreRevisionInput",
    "type UpdateImageInput",
    "type ImagePayload",
    "Link.health",
    "Revision.diff",
    "ScheduleArticleInput.unpublishAt",
    "Mutation.restoreRevision",
    "Mutation.updateImage",
    "Mutation.deleteImage",
    # public API
    "type Subscription",
}
"""What later pieces of work own. An entry that is there after all fails the test too."""


def read(path: Path) -> GraphQLSchema:
    return build_schema(path.read_text(encoding="utf-8"))


def members(type_: GraphQLNamedType) -> Iterator[tuple[str, str]]:
    """The parts of a type, each with all that is promised about it, as text."""
    if isinstance(type_, GraphQLEnumType):
        yield from ((name, "value") for name in type_.values)
    if isinstance(type_, GraphQLInputObjectType):
        yield from ((name, _input(field)) for name, field in type_.fields.items())
    if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
        for name, field in type_.fields.items():
            yield name, str(field.type)
            yield from ((f"{name}({key}:)", _input(one)) for key, one in field.args.items())
    if isinstance(type_, GraphQLObjectType):
        yield from ((f"implements {one.name}", "") for one in type_.interfaces)


def _input(value: Any) -> str:
    default = value.default
    shown = "none" if default is None else print_ast(default.literal)
    return f"{value.type} = {shown}"


def missing(contract: GraphQLSchema, served: GraphQLSchema) -> set[str]:
    """What the contract promises and the schema does not keep, as names."""
    found = set()
    for name, type_ in contract.type_map.items():
        if is_introspection_type(type_) or is_specified_scalar_type(type_):
            continue
        ours = served.type_map.get(name)
        if ours is None or type(ours) is not type(type_):
            found.add(f"type {name}")
            continue
        kept = dict(members(ours))
        found |= {f"{name}.{part}" for part, promise in members(type_) if kept.get(part) != promise}
    return {one for one in found if not _is_part(one, found)}


def _is_part(name: str, found: set[str]) -> bool:
    """Whether it is an argument of a field that is missing altogether."""
    return "(" in name and name.partition("(")[0] in found


@pytest.mark.skipif(not CONTRACT.is_file(), reason="the contract lies beside the project only")
def test_the_contract_is_kept_but_for_what_is_owed() -> None:
    """A client written against the contract would break."""
    assert missing(read(CONTRACT), read(ROOT / "schema.graphql")) == OWED


def test_nothing_that_is_owed_is_there_already() -> None:
    """The list of what is owed would lie, also where the contract is not at hand."""
    served = read(ROOT / "schema.graphql")
    for entry in OWED:
        kind, _, name = entry.rpartition(" ")
        type_name, _, part = name.partition(".")
        type_ = served.type_map.get(type_name)
        there = type_ is not None and (kind == "type" or part in dict(members(type_)))
        assert not there, f"{entry} is no longer owed"
