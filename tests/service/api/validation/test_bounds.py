"""That no document costs more than reading it: what is done is counted, not timed."""

import sys
from collections.abc import Callable
from gc import collect
from itertools import count
from types import FrameType
from weakref import ref

import pytest
from graphql import DocumentNode, GraphQLSchema, build_schema, parse

from service.api.schema import schema as ours
from service.api.validation import MAX_ERRORS, check
from service.api.validation.problems import MAX_NODES, MAX_SHOWN
from service.api.validation.tables import tables_of
from tests.service.api.validation.garden import schema as garden

PORTAL = ours._schema


def steps(schema: GraphQLSchema, document: DocumentNode) -> int:
    """Calls of functions, those of the interpreter's own among them."""
    counted = count()

    def profile(frame: FrameType, event: str, argument: object) -> None:
        if event in ("call", "c_call"):
            next(counted)

    check(schema, document)  # the tables are made
    sys.setprofile(profile)
    check(schema, document)
    sys.setprofile(None)
    return next(counted)


def several(part: Callable[[int], str], number: int) -> str:
    return " ".join(map(part, range(number)))


def chain(number: int, on: str, body: str, last: str) -> str:
    """Fragments of which each spreads the next one."""
    links = several(lambda at: f"fragment F{at} on {on} {{ {body} ...F{at + 1} }}", number)
    return f"{links} fragment F{number} on {on} {{ {last} }}"


def aliases(number: int) -> str:
    return "{" + several(lambda at: f"a{at}: site {{ name }}", number) + "}"


def one_name(number: int) -> str:
    return "{" + 'x: article(slug: "a") { id category { name } } ' * number + "}"


def variables(number: int) -> str:
    defined = several(lambda at: f"$a{at}: String!", number)
    used = several(lambda at: f"a{at}: article(slug: $a{at}) {{ id }}", number)
    return f"query ({defined}) {{ {used} }}"


def operations(number: int) -> str:
    asked = several(lambda at: f"query Q{at}($a: String!) {{ ...F0 }}", number)
    used = "article(slug: $a) { id }"
    return asked + chain(number, "Query", "site { name }", used)


def subscriptions(number: int) -> str:
    asked = several(lambda at: f"subscription S{at} {{ ...F{at} }}", number)
    return asked + chain(number, "Subscription", "", "lost { id }")


def hollow(number: int) -> str:
    sets = several(lambda at: f"a{at}: site {{ slogan ...F0 }}", number)
    return f"{{ {sets} }} " + chain(number, "Site", "", "name")


def diamonds(number: int) -> str:
    links = several(
        lambda at: f"fragment F{at} on Category {{ ...F{at + 1} ... {{ ...F{at + 1} }} }}", number
    )
    return f"{{ categories {{ ...F0 }} }} {links} fragment F{number} on Category {{ id }}"


def doubling(number: int) -> str:
    links = several(
        lambda at: (
            f"fragment F{at} on Category {{ a: children {{ ...F{at + 1} }}"
            f" b: children {{ ...F{at + 1} }} }}"
        ),
        number,
    )
    return f"{{ categories {{ ...F0 }} }} {links} fragment F{number} on Category {{ id }}"


def long_list(number: int) -> str:
    slugs = '"a" ' * number
    return f"{{ articles(where: {{category: {{slugs: [{slugs}]}}}}) {{ totalCount }} }}"


def long_json(number: int) -> str:
    return "{ values(json: [" + "{a: 1, b: [2]} " * number + "]) }"


def directives(number: int) -> str:
    return "{ values " + "@often(times: 1) " * number + "}"


def types(number: int) -> str:
    parts = "... on Dog { next { id } } ... on Cat { next { name: id } } "
    return "{ pick { " + parts * number + "} }"


def circle(number: int) -> str:
    return "{ ...F0 } " + chain(number, "Query", "__typename", "...F0")


@pytest.mark.parametrize(
    ("schema", "document"),
    [
        (PORTAL, aliases),
        (PORTAL, one_name),
        (PORTAL, variables),
        (PORTAL, operations),
        (PORTAL, hollow),
        (PORTAL, diamonds),
        (PORTAL, doubling),
        (PORTAL, long_list),
        (PORTAL, circle),
        (garden, subscriptions),
        (garden, long_json),
        (garden, directives),
        (garden, types),
    ],
)
def test_twice_the_document_is_twice_the_work(
    schema: GraphQLSchema, document: Callable[[int], str]
) -> None:
    """One small request would keep a worker busy for seconds."""
    once, twice = (steps(schema, parse(document(number))) for number in (60, 120))
    assert twice < 2.5 * once
    assert twice < 40 * parse(document(120)).token_count


def test_a_faulty_document_is_left_early() -> None:
    """A stranger would have a thousand errors worked out, each with its own text."""
    document = parse("{" + several(lambda at: f"unknown{at}", 1_000) + "}")
    assert len(check(PORTAL, document)) == MAX_ERRORS
    assert steps(PORTAL, document) < 1_000


def test_what_is_long_is_cut() -> None:
    """An answer would be as large as the request, ten times over."""
    (error,) = check(PORTAL, parse("{ " + "long" * 5_000 + " }"))
    assert len(error.message) < MAX_SHOWN + 60
    errors = check(PORTAL, parse('{ article(slug: ["' + "a" * 5_000 + '"]) { id } }'))
    assert [len(one.message) < MAX_SHOWN + 60 for one in errors] == [True]


def test_an_error_names_few_places() -> None:
    """Finding the lines of a thousand places would cost more than reading the document."""
    document = parse("{" + several(lambda at: f'x: article(slug: "{at}") {{ id }}', 100) + "}")
    assert all(len(error.nodes or ()) <= MAX_NODES for error in check(PORTAL, document))


def test_lines_are_not_counted_again_for_each_error() -> None:
    """A document of empty lines would cost a second to refuse."""
    document = parse("\n" * 50_000 + "{" + several(lambda at: f"unknown{at}", 20) + "}")
    errors = check(PORTAL, document)
    assert {place.line for error in errors for place in error.locations or ()} == {50_001}
    assert steps(PORTAL, document) < 1_000


def test_deep_documents_do_not_exhaust_the_stack() -> None:
    """A request would end in an internal error, and fill the log."""
    literal = "{and: " * 90 + "[]" + "}" * 90
    assert check(garden, parse(f"{{ pets(where: {literal}) {{ __typename }} }}")) == []
    assert check(garden, parse(f"{{ values(json: {'[' * 150}{']' * 150}) }}")) == []
    assert check(garden, parse("{ " + "root { " * 190 + "values" + "}" * 191)) == []
    given = f"values(json: {'[' * 150}{']' * 150})"
    assert check(garden, parse(f"{{ {given} {given} }}")) == []
    wrapped = f"{'[' * 90}Int{']' * 90}"
    errors = check(garden, parse(f"query ($a: {wrapped} = [1]) {{ matrix(of: $a, strict: []) }}"))
    assert len(errors) == 1
    folded = "{ ...F0 } " + chain(2_000, "Query", "values", "values")
    assert check(garden, parse(folded)) == []


def test_combinations_of_types_end() -> None:
    """Objects of a few types, nested, would be compared in every combination of them."""

    def nested(depth: int) -> str:
        if depth == 0:
            return "id"
        return " ".join(
            f"... on {name} {{ next {{ {nested(depth - 1)} }} }}" for name in ("Dog", "Cat", "Node")
        )

    differing = "... on Dog { x: id } ... on Cat { x: __typename }"
    small = parse(f"{{ pick {{ {differing} {nested(3)} }} }}")
    assert check(garden, small) == []
    (error,) = check(garden, parse(f"{{ pick {{ {differing} {nested(6)} }} }}"))
    assert error.message == "Too many fields share a response name."


def test_types_of_any_depth_are_not_kept() -> None:
    """Whoever names a new type in each request would fill the memory."""
    kept = len(tables_of(garden).inputs)
    for depth in range(3, 20):
        wrapped = f"{'[' * depth}Int{']' * depth}"
        assert check(garden, parse(f"query ($a: {wrapped} = 1) {{ values(json: [$a]) }}")) == []
    assert len(tables_of(garden).inputs) == kept


def test_a_schema_is_prepared_once_and_forgotten_with_it() -> None:
    """The service would grow with every schema that a test or a reload makes."""
    made = build_schema("type Query { a: Int }")
    assert check(made, parse("{ a }")) == []
    seen = ref(made)
    del made
    collect()
    assert seen() is None
