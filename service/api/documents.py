"""Documents that clients sent: parsed, judged and compiled once, then kept for whoever sends them.

Whatever depends on variables is judged elsewhere: a document is kept without them.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLObjectType,
    OperationDefinitionNode,
    OperationType,
    parse,
)
from graphql.execution.values import VariableValues, get_variable_values
from strawberry import Schema

from service.api.errors import MAX_ERRORS, VALIDATION_FAILED, CostLimit, code_of
from service.api.execution.collecting import Choices, Fields, deciding
from service.api.execution.compiling import Compiler
from service.api.execution.shapes import Selection
from service.api.limits import MAX_TOKENS, too_much
from service.api.validation import check
from service.errors import BadRequest

KEPT = 512
"""Documents that are kept."""
KEPT_CHARACTERS = 1_000_000
"""Of all of them together: what is parsed takes some 200 times their room."""
KEPT_PLANS = 16
"""Of one operation: one for each choice of its @skip and @include."""


class NeverRan(Exception):
    """Why a request was not run, as GraphQL errors."""

    def __init__(self, errors: Sequence[GraphQLError]) -> None:
        super().__init__(errors)
        self.errors = errors


class Plan(NamedTuple):
    """What is to be run."""

    root: Selection
    introspects: bool
    """Whether it asks for the schema itself."""


class Operation:
    """One operation of a document."""

    def __init__(self, schema: Schema, document: "Document", node: OperationDefinitionNode) -> None:
        self.kind: OperationType = node.operation
        self._node = node
        self._schema = schema
        self._document = document
        self._plans: OrderedDict[tuple[Any, ...], Plan] = OrderedDict()

    def variables(self, given: Mapping[str, Any]) -> VariableValues:
        """As the operation declares them. Raises NeverRan."""
        found = get_variable_values(
            self._schema._schema,
            self._node.variable_definitions or (),
            dict(given),
            max_errors=MAX_ERRORS,
            hide_suggestions=True,
        )
        if isinstance(found, list):
            raise NeverRan([code_of(error, BadRequest.code) for error in found])
        return found

    def plan(self, variables: VariableValues) -> Plan:
        """What is to be run, given these variables."""
        names = self._document.deciding
        chosen = tuple(variables.coerced.get(name) for name in names)
        plan = self._plans.get(chosen)
        if plan is None:
            plan = self._plans[chosen] = self._compiled(dict(zip(names, chosen, strict=True)))
            if len(self._plans) > KEPT_PLANS:
                self._plans.popitem(last=False)
        return plan

    def _compiled(self, choices: Choices) -> Plan:
        schema = self._schema
        compiler = Compiler(schema, Fields(schema._schema, self._document.fragments, choices))
        root = compiler.selection(self._root, [self._node.selection_set])
        return Plan(root, compiler.introspects)

    @property
    def _root(self) -> GraphQLObjectType:
        root = self._schema._schema.get_root_type(self.kind)
        assert root is not None  # or the document would not be valid
        return root


class Document:
    """A valid document."""

    def __init__(self, schema: Schema, node: DocumentNode) -> None:
        self.fragments = {
            one.name.value: one
            for one in node.definitions
            if isinstance(one, FragmentDefinitionNode)
        }
        self.deciding = deciding(node)
        self._operations = {
            one.name.value if one.name else "": Operation(schema, self, one)
            for one in node.definitions
            if isinstance(one, OperationDefinitionNode)
        }

    def operation(self, name: str | None) -> Operation:
        """The one of that name, or the only one. Raises BadRequest."""
        if name:
            found = self._operations.get(name)
            if found is None:
                raise BadRequest(f'There is no operation "{name[:100]}" in the document.')
            return found
        if len(self._operations) != 1:
            raise BadRequest("Of several operations `operationName` must say which is to be run.")
        return next(iter(self._operations.values()))


class Documents:
    """The documents of one schema. Used on the event loop only.

    With `suggestions` errors name what may have been meant.
    """

    def __init__(self, schema: Schema, *, suggestions: bool = True) -> None:
        self._schema = schema
        self._suggestions = suggestions
        self._kept: OrderedDict[str, Document] = OrderedDict()
        self._characters = 0

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, text: str) -> Document:
        """The document. Raises NeverRan for one that cannot be run."""
        known = self._kept.get(text)
        if known is not None:
            self._kept.move_to_end(text)
            return known
        made = Document(self._schema, self._judged(text))
        self._keep(text, made)
        return made

    def _judged(self, text: str) -> DocumentNode:
        try:
            node = parse(text, max_tokens=MAX_TOKENS)
        except GraphQLError as error:
            raise NeverRan([error]) from error
        excess = too_much(node)
        if excess is not None:
            raise NeverRan([GraphQLError(excess, extensions={"code": CostLimit.code})])
        errors = check(self._schema._schema, node, suggestions=self._suggestions)
        if errors:
            raise NeverRan([code_of(error, VALIDATION_FAILED) for error in errors])
        return node

    def _keep(self, text: str, document: Document) -> None:
        self._kept[text] = document
        self._characters += len(text)
        while len(self._kept) > KEPT or self._characters > KEPT_CHARACTERS:
            forgotten, _ = self._kept.popitem(last=False)
            self._characters -= len(forgotten)
