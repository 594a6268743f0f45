"""What a document may ask for, judged before it is run: its tokens, depth, fields and roots.

Every measure is taken once for each fragment, so that fragments which spread each other cost no
more than what is written.
"""

from typing import NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)

from service.api.errors import CostLimit

MAX_TOKENS = 5_000
MAX_DEPTH = 15
MAX_NESTING = 60
"""Selection sets inside each other, those of fragments included."""
MAX_FIELDS = 500
MAX_ROOTS = 30


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
