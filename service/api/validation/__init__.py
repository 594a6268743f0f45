"""Whether a document may be run against a schema: all rules of the specification, in one walk.

The rules are those of GraphQL's specification (September 2025, section 5) as graphql-core has them;
a test holds the verdicts of both together. What is looked up is prepared once for each schema, and
what depends on fragments is worked out once for each fragment, so that a document costs less than
parsing it did, whatever is in it.
"""

from contextlib import suppress

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
)

from service.api.validation.arguments import DEFER, STREAM
from service.api.validation.fragments import Fragments, in_order, judge_unused, reached
from service.api.validation.incremental import judge_incremental
from service.api.validation.introspection import judge_introspection
from service.api.validation.merging import Merging
from service.api.validation.problems import MAX_ERRORS, Enough, Problems, cut
from service.api.validation.selections import read_definition
from service.api.validation.subscriptions import Subscriptions
from service.api.validation.tables import tables_of
from service.api.validation.variables import Judging, read_variables
from service.api.validation.walk import Definition, Walk

__all__ = ["MAX_ERRORS", "check"]


def check(
    schema: GraphQLSchema, document: DocumentNode, *, suggestions: bool = False
) -> list[GraphQLError]:
    """What is wrong with the document, at most MAX_ERRORS; empty where it is valid.

    `suggestions` adds names near to unknown ones. Raises TypeError for a schema that is not valid.
    """
    problems = Problems(suggestions)
    tables = tables_of(schema)
    with suppress(Enough):
        _Checking(document, Walk(tables, problems, {})).run()
    return problems.found


class _Checking:
    def __init__(self, document: DocumentNode, walk: Walk) -> None:
        self._document = document
        self._walk = walk
        self._fragments: Fragments = walk.fragments
        self._operations: list[Definition] = []

    def run(self) -> None:
        walk, problems = self._walk, self._walk.problems
        self._sort()
        variables = []
        for one in self._operations:
            variables.append(read_variables(walk, one))
            read_definition(walk, one)
        for one in self._fragments.values():
            read_definition(walk, one)
        order = in_order(self._fragments, problems)
        judge_unused(self._fragments, self._operations, problems)
        if order is None:
            return
        judging = Judging(
            walk, reached(order, self._fragments, lambda one: one.spreads, lambda one: one.uses)
        )
        for one, defined in zip(self._operations, variables, strict=True):
            judging.judge(one, defined)
        self._judge_kinds(order)
        if not problems.found:  # fields that are no fields would be in one another's way
            self._merge(order)

    def _sort(self) -> None:
        """Into operations and fragments, each under a name of its own."""
        names: set[str] = set()
        for node in self._document.definitions:
            if isinstance(node, OperationDefinitionNode):
                self._operations.append(Definition(node))
                name = node.name
                if name is not None and name.value in names:
                    text = f"Operation '{cut(name.value)}' is defined twice."
                    self._walk.problems.add(text, name)
                names.add("" if name is None else name.value)
            elif isinstance(node, FragmentDefinitionNode):
                self._sort_fragment(node)
            else:
                self._walk.problems.add("Only operations and fragments can be run.", node)
        if len(self._operations) > 1:
            for one in self._operations:
                if one.node.name is None:
                    text = "An operation without a name must be the only one."
                    self._walk.problems.add(text, one.node)

    def _sort_fragment(self, node: FragmentDefinitionNode) -> None:
        name = node.name.value
        if node.variable_definitions:
            self._walk.problems.add("A fragment takes no arguments.", node)
        if name in self._fragments:
            self._walk.problems.add(f"Fragment '{cut(name)}' is defined twice.", node.name)
        self._fragments.setdefault(name, Definition(node))

    def _judge_kinds(self, order: list[str]) -> None:
        walk, fragments, problems = self._walk, self._fragments, self._walk.problems
        Subscriptions(walk.tables, fragments, problems).judge(self._operations, order)
        definitions = [*self._operations, *fragments.values()]
        judge_introspection(definitions, fragments, order, problems)
        if DEFER in walk.tables.directives or STREAM in walk.tables.directives:
            judge_incremental(self._operations, fragments, order, problems)

    def _merge(self, order: list[str]) -> None:
        on_top = reached(
            order,
            self._fragments,
            lambda one: one.selected.spreads,
            lambda one: one.selected.entries,
        )
        definitions = [*self._fragments.values(), *reversed(self._operations)]
        sets = [one for definition in definitions for one in definition.sets]
        if sets:
            Merging(self._fragments, on_top, self._walk.problems).judge(sets)
