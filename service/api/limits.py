"""What a document may ask for, judged before it is run: its tokens, depth, fields and roots.

Every measure is taken once for each fragment, so that fragments which spread each other cost no
more than what is written.
"""

from collections import OrderedDict
from collections.abc import Iterator
from typing import NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)
from strawberry.extensions import SchemaExtension
from strawberry.schema.exceptions import CannotGetOperationTypeError
from strawberry.schema.schema import validate_document

from service.api.errors import VALIDATION_FAILED, CostLimit, code_of

MAX_TOKENS = 5_000
MAX_DEPTH = 15
MAX_NESTING = 60
"""Selection sets inside each other, those of fragments included."""
MAX_FIELDS = 500
MAX_ROOTS = 30
KEPT = 128
"""Documents that are kept parsed and validated."""
KEPT_LENGTH = 6_000
"""Characters of the longest one; the memory they take is bounded by both."""


class Size(NamedTuple):
    """Of a selection set with its fragments: levels of fields, fields in all, fields on top."""

    depth: int
    fields: int
    top: int


class _Measuring:
    def __init__(self, document: DocumentNode) -> None:
        self._fragments = {
            one.name.value: one
            for one in document.definitions
            if isinstance(one, FragmentDefinitionNode)
        }
        self._known: dict[str, Size] = {}

    def size(self, selections: SelectionSetNode, nesting: int = 0) -> Size:
        if nesting > MAX_NESTING:
            raise CostLimit(f"At most {MAX_NESTING} selections may be nested.")
        depth = fields = top = 0
        for selection in selections.selections:
            one = self._selection(selection, nesting + 1)
            depth, fields, top = max(depth, one.depth), fields + one.fields, top + one.top
        return Size(depth, fields, top)

    def _selection(self, selection: SelectionNode, nesting: int) -> Size:
        if isinstance(selection, FragmentSpreadNode):
            return self._fragment(selection.name.value, nesting)
        if isinstance(selection, InlineFragmentNode):
            return self.size(selection.selection_set, nesting)
        assert isinstance(selection, FieldNode)
        if selection.selection_set is None:
            return Size(1, 1, 1)
        inner = self.size(selection.selection_set, nesting)
        return Size(inner.depth + 1, inner.fields + 1, 1)

    def _fragment(self, name: str, nesting: int) -> Size:
        if name not in self._known:
            self._known[name] = Size(0, 0, 0)  # for one that holds itself: a rule refuses it
            fragment = self._fragments.get(name)
            if fragment is not None:
                self._known[name] = self.size(fragment.selection_set, nesting)
        return self._known[name]


def too_much(document: DocumentNode) -> str | None:
    """What the document has too much of, in words; None where it may be run."""
    measuring = _Measuring(document)
    try:
        sizes = [
            measuring.size(one.selection_set)
            for one in document.definitions
            if isinstance(one, OperationDefinitionNode)
        ]
    except CostLimit as error:
        return error.message
    for words, limit, most in (
        ("levels", MAX_DEPTH, max((one.depth for one in sizes), default=0)),
        ("fields", MAX_FIELDS, sum(one.fields for one in sizes)),
        ("fields on top", MAX_ROOTS, max((one.top for one in sizes), default=0)),
    ):
        if most > limit:
            return f"A document may have at most {limit:,} {words}; this one has {most:,}."
    return None


class Ambiguous(CannotGetOperationTypeError):
    def as_http_error_reason(self) -> str:
        return "Of several operations `operationName` must say which one is to be run."


_kept: OrderedDict[tuple[object, str], DocumentNode] = OrderedDict()


class Limited(SchemaExtension):
    """Refuses what is too much, and remembers documents that were found valid.

    Whatever depends on variables is judged elsewhere: a document is remembered without them.
    """

    def on_operation(self) -> Iterator[None]:
        self.execution_context.parse_options["max_tokens"] = MAX_TOKENS
        yield

    def on_parse(self) -> Iterator[None]:
        known = _kept.get(self._key)
        if known is not None:
            _kept.move_to_end(self._key)
            self.execution_context.graphql_document = known
        yield
        self._check_name()

    def on_validate(self) -> Iterator[None]:
        context = self.execution_context
        document = context.graphql_document
        assert document is not None
        known = _kept.get(self._key) is document
        context.pre_execution_errors = [] if known else self._judge(document)
        yield

    def _check_name(self) -> None:
        """Of several operations Strawberry would run the first one."""
        context = self.execution_context
        if context.graphql_document is None or context._provided_operation_name is not None:
            return
        parts = context.graphql_document.definitions
        if sum(isinstance(one, OperationDefinitionNode) for one in parts) > 1:
            raise Ambiguous(None)

    @property
    def _key(self) -> tuple[object, str]:
        return self.execution_context.schema, self.execution_context.query or ""

    def _judge(self, document: DocumentNode) -> list[GraphQLError]:
        context = self.execution_context
        excess = too_much(document)
        if excess is not None:
            return [GraphQLError(excess, extensions={"code": CostLimit.code})]
        errors = validate_document(context.schema._schema, document, context.validation_rules)
        if not errors and len(self._key[1]) <= KEPT_LENGTH:
            _keep(self._key, document)
        return [code_of(error, VALIDATION_FAILED) for error in errors]


def _keep(key: tuple[object, str], document: DocumentNode) -> None:
    _kept[key] = document
    if len(_kept) > KEPT:
        _kept.popitem(last=False)
