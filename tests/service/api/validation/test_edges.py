"""Documents at the edges of the rules, one at each side."""

import pytest
from graphql import parse, validate

from service.api.validation import check
from tests.service.api.validation.garden import schema

VALID = [
    # fields of different objects need not agree
    "{ any { ... on Dog { x: name } ... on Cat { x: size } } }",
    "{ any { ... on Dog { x: friend { y: name } }"
    " ... on Cat { x: next { ... on Cat { y: size } } } } }",
    "{ any { ... on Dog { x: id } ... on Cat { x: __typename } } }",
    # a default stands in for null, the variable's or the place's own
    "query ($a: [[Int!]!] = [[1]]) { matrix(strict: $a) }",
    "query ($a: Int) { pets(first: $a) { __typename } }",
    "query ($a: Int) { needed(input: {even: 2, must: 1, within: {limit: $a}}) { id } }",
    # one value stands for a list that holds it alone
    "{ matrix(of: 1, strict: 2) }",
    "{ pick(among: {id: 1}) { id } }",
    "{ pets(where: {and: {pick: {filter: {kinds: OLD}}}}) { __typename } }",
    "query ($a: ID) { choose(by: {id: $a}) { id } }",
    # what never applies to a subscription is none of its fields
    "subscription { born { id } ... on Rooted { ... on Query { version } } }",
    "subscription { born { ... @include(if: false) { ... @defer { id } } } }",
    "subscription { born { ... @skip(if: true) { ... @defer { id } } } }",
    "query ($a: Boolean!) { values @include(if: $a) }",
    "subscription ($a: Boolean!) { born { ... @defer(if: $a) { id } } }",
    "mutation { adopt { ... @defer { id } } }",
    # an interface that nothing implements
    "{ lonely { ... on Lonely { id } } }",
    "{ }",
    "{ any { } }",
    "query A { ...F } query B { ...F } fragment F on Query { values }",
    "query A($a: Json) { ...F } query B($a: Json = 1) { ...F }"
    " fragment F on Query { values(json: [$a]) }",
    '{ values(json: {a: [1, {b: "c"}, null, OLD, 1.5, true]}) }',
]
INVALID = [
    "{ pick { ... on Dog { x: id } ... on Cat { x: id } ... on Node { x: __typename } } }",
    "{ any { ... on Dog { x: friend { y: name } } ... on Cat { x: next { y: id } } } }",
    "{ any { ... on Dog { x: next { ... on Cat { y: name y: size } } }"
    " ... on Cat { x: friend { id } } } }",
    "{ any { ... on Dog { x: size } ... on Cat { x: barks } } }",
    "{ any { ... on Dog { x: name } ... on Cat { x: friend { id } } } }",
    "{ ...A ...B } fragment A on Query { x: values } fragment B on Query { ... { x: version } }",
    "{ root { ...A } root { ...B } } fragment A on Query { x: values }"
    " fragment B on Query { x: version }",
    '{ values(json: "a") values(json: """a""") }',
    "{ values(json: 1) values }",
    "query ($a: ID = null) { pet(id: $a) { id } }",
    "query ($a: [[Int]] = [[1]]) { matrix(strict: $a) }",
    "query ($a: Kind) { pets(kinds: [$a]) { __typename } }",
    "query ($a: Int) { pets(kinds: $a) { __typename } }",
    "query ($a: ID) { pick(among: [{id: $a}]) { id } }",
    "{ pets(where: {and: [{pick: {id: 1, many: []}}]}) { __typename } }",
    "{ matrix(of: [[[1]]], strict: []) }",
    "subscription { born { ... @include(if: true) { ... @defer { id } } } }",
    "subscription { born { ... @skip(if: false) { ... @defer { id } } } }",
    "subscription { ... on Rooted { version } born { id } }",
    "subscription { lost @stream { id } }",
    "query A { ...F } query B($a: Json) { ...F } fragment F on Query { values(json: [$a]) }",
    "query ($a: Boolean) { values @include(if: $a) }",
    "query ($a: Int @nothing) { pets(first: $a) { __typename } }",
    "{ values(json: [{a: 1, a: 2}]) }",
    "fragment F on Query { values }",
    "{ ...F } fragment F on Query { ...F }",
    "{ any { ... on Dog { ...F } } } fragment F on Cat { id }",
]


@pytest.mark.parametrize("text", VALID)
def test_valid(text: str) -> None:
    """A client's document would be refused that other servers take."""
    assert validate(schema, parse(text)) == []
    assert check(schema, parse(text)) == []


@pytest.mark.parametrize("text", INVALID)
def test_invalid(text: str) -> None:
    """A document would be run that nobody can answer as the specification says."""
    assert validate(schema, parse(text))
    assert check(schema, parse(text))
