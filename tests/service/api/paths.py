"""Every way through the schema from Query to Article, as documents that can be asked.

On its way a document asks whatever can be read: a tag's name, a snippet, a cursor, a total.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

from service.api.schema import schema

TYPES = schema._schema.type_map

Arguments = Mapping[str, Sequence[str]]
"""What to give to the required arguments of a field, "Type.field": one variant after another."""


PASSED = {"Article": 0, "Category": 0}
"""How deep a type on the way is asked, if not 1; what these hold, other paths go through."""
WIDE = 3
"""Fields of a path that is asked with every variant of arguments; a longer one with the last."""


def documents(arguments: Arguments, depth: int, end: str = "Article") -> Iterator[str]:
    """A document for each path of at most `depth` fields that ends at the type."""
    narrow = {name: variants[-1:] for name, variants in arguments.items()}
    for path in _paths("Query", end, depth):
        for document in _written(path, end, arguments if len(path) <= WIDE else narrow):
            yield "{ " + document + " }"


def _paths(start: str, end: str, depth: int) -> Iterator[list[tuple[str, str]]]:
    """Paths as (type, field) steps. Of an interface the implementing types are tried."""
    if depth == 0:
        return
    for type_ in _concrete(start):
        for name, field in type_.fields.items():
            target = get_named_type(field.type)
            if is_leaf_type(target):
                continue
            step = (type_.name, name)
            if end in {one.name for one in _concrete(target.name)}:
                yield [step]
            for rest in _paths(target.name, end, depth - 1):
                yield [step, *rest]


def _concrete(name: str) -> Sequence[GraphQLObjectType]:
    type_ = TYPES[name]
    if isinstance(type_, GraphQLInterfaceType):
        return list(schema._schema.get_possible_types(type_))
    assert isinstance(type_, GraphQLObjectType)
    return [type_]


def _written(path: list[tuple[str, str]], end: str, arguments: Arguments) -> Iterator[str]:
    (type_name, name), *rest = path
    if not rest:
        inners: Iterable[str] = [f"... on {end} {{ {leaves(end)} }}"]
    else:
        passed = rest[0][0]
        shown = leaves(passed, PASSED.get(passed, 1))
        inners = (
            f"... on {passed} {{ {shown} {inner} }}" for inner in _written(rest, end, arguments)
        )
    for inner in inners:
        for given in _given(type_name, name, arguments):
            yield f"{name}{given} {{ __typename {inner} }}"


def _given(type_name: str, name: str, arguments: Arguments) -> Sequence[str]:
    type_ = TYPES[type_name]
    assert isinstance(type_, GraphQLObjectType)
    key = f"{type_name}.{name}"
    if key in arguments:
        return arguments[key]
    field: GraphQLField = type_.fields[name]
    missing = [arg for arg, one in field.args.items() if is_required_argument(one)]
    assert not missing, f"say in the test what {key} is to be given"
    return [""]


def leaves(name: str, depth: int = 2) -> str:
    """Every leaf of the type, and of what it holds down to `depth`, but not of its articles."""
    type_ = TYPES[name]
    assert isinstance(type_, GraphQLObjectType)
    parts = []
    for field_name, field in type_.fields.items():
        target = get_named_type(field.type)
        if is_leaf_type(target):
            parts.append(field_name)
        elif depth and isinstance(target, GraphQLObjectType) and _holds_no_articles(target):
            parts.append(f"{field_name} {{ {leaves(target.name, depth - 1)} }}")
    return " ".join(parts)


def _holds_no_articles(type_: GraphQLObjectType) -> bool:
    return "Article" not in type_.name or type_.name == "ArticleImage"
