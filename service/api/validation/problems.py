"""What is wrong with a document, in words; and how much of it is told."""

from collections.abc import Iterable

from graphql import (
    EnumValueNode,
    FloatValueNode,
    GraphQLError,
    GraphQLErrorExtensions,
    IntValueNode,
    ListValueNode,
    Location,
    Node,
    ObjectValueNode,
    SourceLocation,
    StringValueNode,
    ValueNode,
)
from graphql.pyutils import suggestion_list

MAX_ERRORS = 10
"""Of one document; whoever has read ten of them looks again."""
MAX_NODES = 4
"""Places that one error names."""
MAX_SHOWN = 60
"""Characters of what the document says that a message repeats."""
MAX_GUESSED = 3
"""Names that are offered for one that is unknown."""


class Enough(Exception):
    """As many errors were found as are told."""


class Problems:
    """The errors found so far.

    `suggestions` says whether names near to an unknown one may be told: they let a stranger read
    the schema from the errors.
    """

    def __init__(self, suggestions: bool) -> None:
        self.found: list[GraphQLError] = []
        self._suggestions = suggestions

    def add(
        self, message: str, *nodes: Node, extensions: GraphQLErrorExtensions | None = None
    ) -> None:
        """Raises Enough with the last one that is told."""
        error = _error(message, nodes[:MAX_NODES])
        error.extensions = extensions or {}
        self.found.append(error)
        if len(self.found) >= MAX_ERRORS:
            raise Enough

    def guess(self, name: str, known: Iterable[str], sign: str = "") -> str:
        """A sentence that offers known names, or nothing."""
        if not self._suggestions or len(name) > MAX_SHOWN:
            return ""
        near = suggestion_list(name, list(known))[:MAX_GUESSED]
        offered = " or ".join(f"'{sign}{one}'" for one in near)
        return f" Did you mean {offered}?" if near else ""


def _error(message: str, nodes: tuple[Node, ...]) -> GraphQLError:
    """With the places its tokens know: GraphQLError itself counts lines from the top each time."""
    error = GraphQLError(message)
    places = [one.loc for one in nodes if one.loc is not None]
    error.nodes = list(nodes) or None
    if places:
        error.source = places[0].source
        error.positions = [place.start for place in places]
        error.locations = [_place(place) for place in places]
    return error


def _place(location: Location) -> SourceLocation:
    return SourceLocation(location.start_token.line, location.start_token.column)


def cut(text: str) -> str:
    return text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"


def shown(node: ValueNode) -> str:
    """A value that is no variable and not null, as messages show it; what is large is named."""
    match node:
        case StringValueNode():
            return f'"{cut(node.value)}"'
        case IntValueNode() | FloatValueNode() | EnumValueNode():
            return cut(node.value)
        case ListValueNode():
            return "a list"
        case ObjectValueNode():
            return "an object"
    return "true" if getattr(node, "value", False) else "false"
