"""What is said of each fault; and that putting it right leaves nothing to be said."""

import pytest
from graphql import (
    GraphQLError,
    KnownOperationTypesRule,
    build_schema,
    parse,
    specified_rules,
    validate,
)

from service.api.validation import check
from tests.service.api.validation.faults import CASES
from tests.service.api.validation.garden import schema

RULES = {rule.__name__: rule for rule in specified_rules}


def rule_of(name: str) -> str:
    return next(known for known in RULES if known in (name, f"{name}Rule"))


@pytest.mark.parametrize(("rule", "wrong", "right", "message"), CASES)
def test_messages(rule: str, wrong: str, right: str, message: str) -> None:
    """A client would be told something else than what is wrong, or that what is right is not."""
    assert validate(schema, parse(wrong), [RULES[rule_of(rule)]])
    assert [error.message for error in check(schema, parse(wrong))][:1] == [message]
    assert not validate(schema, parse(right))
    assert not check(schema, parse(right))


def test_kinds_that_a_schema_has_not() -> None:
    """A client would subscribe, and wait for ever."""
    bare = build_schema("type Query { a: Int }")
    document = parse("subscription { a }")
    assert validate(bare, document, [KnownOperationTypesRule])
    assert [one.message for one in check(bare, document)] == ["This schema has no subscription."]
    assert not check(bare, parse("query { a }"))


def test_every_rule_has_a_case() -> None:
    """A rule would be broken one day, and nobody would learn of it."""
    assert set(RULES) == {KnownOperationTypesRule.__name__, *(rule_of(rule) for rule, *_ in CASES)}


def only(text: str, suggestions: bool = False) -> GraphQLError:
    (error,) = check(schema, parse(text), suggestions=suggestions)
    return error


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{ anny }", "Type 'Query' has no field 'anny'. Did you mean 'any'?"),
        ("{ values(dat: 1) }", "Field 'Query.values' has no argument 'dat'. Did you mean 'day'?"),
        ("{ values @onc }", "There is no directive '@onc'. Did you mean '@once'?"),
        (
            "{ any(of: OLDD) { __typename } }",
            "Argument 'of' of 'Query.any' takes 'Kind', not OLDD. Did you mean 'OLD'?",
        ),
        (
            "{ any { ... on Dogg { id } } }",
            "There is no type 'Dogg'. Did you mean 'Dog'?",
        ),
    ],
)
def test_near_names_are_told_only_where_asked_for(text: str, message: str) -> None:
    """A stranger would read the schema from the errors; or a developer would not find a slip."""
    assert only(text, suggestions=True).message == message
    assert only(text).message == message.partition(" Did you mean")[0]


def test_errors_say_where() -> None:
    """An editor would not mark the place."""
    error = only("{\n  any {\n    nothing\n  }\n}")
    assert [(place.line, place.column) for place in error.locations or ()] == [(3, 5)]
    assert error.nodes
    assert error.source is not None
    assert error.positions == [14]
    unplaced = parse("{ nothing }", no_location=True)
    assert [one.locations for one in check(schema, unplaced)] == [None]


def test_a_scalar_gives_its_own_code() -> None:
    """A client could not tell a wrong day from a document that is wrong."""
    assert only('{ values(day: "today") }').extensions == {"code": "DAY"}


def test_a_conflict_is_told_once() -> None:
    """The one error would be hidden among its copies, one for each type that may stand there."""
    both = "... on Node { x: id } ... on Node { x: __typename }"
    assert (
        "different fields"
        in only(f"{{ pick {{ {both} ... on Dog {{ x: id }} ... on Cat {{ x: id }} }} }}").message
    )


@pytest.mark.parametrize(
    "text",
    [
        "{ ...F(a: 1) } fragment F on Query { values }",
        "{ ...F } fragment F($a: Int) on Query { values }",
    ],
)
def test_arguments_of_fragments_are_refused(text: str) -> None:
    """What no version of the specification has would be run by accident."""
    document = parse(text, experimental_fragment_arguments=True)
    (error,) = check(schema, document)
    assert error.message == "A fragment takes no arguments."
