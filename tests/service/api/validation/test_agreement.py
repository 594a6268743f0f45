"""That every document gets the verdict that graphql-core's own rules give it."""

from collections import Counter
from random import Random
from typing import Any

from graphql import GraphQLError, GraphQLSchema, parse, specified_rules, validate
from graphql.validation import ASTValidationRule
from hypothesis import given, settings
from hypothesis import strategies as st

from service.api.schema import schema as ours
from service.api.validation import check
from tests.service.api.validation.garden import schema as garden
from tests.service.api.validation.writing import FAULTS, Writing

SCHEMAS = {"ours": ours._schema, "garden": garden}
SUITED = {
    "alias": "garden",
    "kind": "ours",
    "label": "garden",
    "one of": "garden",
    "subscription": "garden",
}
"""Faults that only one of the schemas can show."""


class Telling:
    """A rule's context, which writes the rule's name on what it reports."""

    def __init__(self, context: Any, rule: str) -> None:
        self._context = context
        self._rule = rule

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def report_error(self, error: GraphQLError) -> None:
        error.extensions = {"rule": self._rule}
        self._context.report_error(error)


def telling(rule: type[ASTValidationRule]) -> type[ASTValidationRule]:
    def __init__(self: Any, context: Any) -> None:
        rule.__init__(self, Telling(context, rule.__name__))  # type: ignore[arg-type]

    return type(rule.__name__, (rule,), {"__init__": __init__})


RULES = [telling(rule) for rule in specified_rules]


def lines(errors: list[GraphQLError]) -> set[int]:
    return {place.line for error in errors for place in error.locations or ()}


@st.composite
def cases(draw: st.DrawFn, fault: str) -> tuple[GraphQLSchema, str]:
    schema = SCHEMAS[SUITED.get(fault) or draw(st.sampled_from(sorted(SCHEMAS)))]
    others = draw(st.lists(st.sampled_from(FAULTS), max_size=1)) if fault else []
    chance = Random(draw(st.integers(0, 2**32)))
    return schema, Writing(schema, chance.randrange, [fault, *others]).document()


def judge(fault: str, seen: Counter[str]) -> None:
    @settings(max_examples=60 if fault == "alias" else 11, derandomize=True)
    @given(cases(fault))
    def compare(case: tuple[GraphQLSchema, str]) -> None:
        schema, text = case
        document = parse(text)
        theirs = validate(schema, document, RULES, hide_suggestions=True)
        found = check(schema, document)
        assert bool(found) == bool(theirs), text
        seen["invalid" if theirs else "valid"] += 1
        seen["near"] += bool(theirs) and lines(found[:1]) <= lines(theirs)
        seen.update({error.extensions["rule"] for error in theirs if error.extensions})

    compare()


def test_verdicts_are_those_of_the_rules() -> None:
    """A valid document would be refused, or an invalid one run and fail where nobody looks."""
    seen: Counter[str] = Counter()
    for fault in ("", *FAULTS):
        judge(fault, seen)
    assert seen["valid"] > 80
    assert seen["near"] > seen["invalid"] * 0.95
    assert not [rule.__name__ for rule in specified_rules if not seen[rule.__name__]]
