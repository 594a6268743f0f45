"""Fields that share a response name: whether their answers can be one.

The selection sets of fields that share a name are joined and looked at in their turn. Each joined
set is looked at once, by grouping, so that many fields of one name cost no more than they are.

Fields of objects of different types need not agree, only look alike. There the joined sets are as
many as the combinations of types; so first all are held to agree, which settles most documents,
and only where they do not the types are looked at, up to a limit.
"""

from collections.abc import Sequence
from operator import itemgetter

from graphql import FieldNode, ListValueNode, ObjectValueNode, ValueNode, VariableNode

from service.api.validation.arguments import STREAM
from service.api.validation.fragments import Fragments
from service.api.validation.problems import Problems, cut
from service.api.validation.tables import Composite
from service.api.validation.walk import Entry, Selected

MAX_JOINED = 6_000
"""Fields looked at; a document has 500 at most, and few are looked at twice."""

Joined = tuple[Selected, ...]


class Differ(Exception):
    """Fields do not agree; perhaps they need not."""


class Merging:
    def __init__(
        self, fragments: Fragments, reached: dict[str, dict[str, None]], problems: Problems
    ) -> None:
        """`reached` says of each fragment which ones it spreads, on top, that have fields."""
        self._fragments = fragments
        self._reached = reached
        self._problems = problems
        self._numbers: dict[object, int] = {}
        self._calls: dict[int, int] = {}
        self._told: set[tuple[int, int]] = set()
        self._todo: list[tuple[Joined, bool]]
        self._seen: set[tuple[frozenset[Selected], bool]]
        self._covered: set[Selected]
        """Those that were joined with others: what is in them is judged there."""
        self._looked_at: int
        self._by_type: bool
        """Whether fields of different objects may differ."""

    def judge(self, sets: Sequence[Selected]) -> None:
        """`sets` has each set after those below it."""
        try:
            self._run(sets, by_type=False)
        except Differ:
            self._run(sets, by_type=True)

    def _run(self, sets: Sequence[Selected], by_type: bool) -> None:
        self._todo = [((one,), True) for one in sets]
        self._seen = set()
        self._covered = set()
        self._looked_at = 0
        self._by_type = by_type
        while self._todo:
            joined, together = self._todo.pop()
            if len(joined) == 1 and joined[0] in self._covered:
                continue
            for name, entries in self._shared(joined):
                self._looked_at += len(entries)
                if together:
                    self._judge(name, entries)
                else:
                    self._judge_apart(name, entries)
            if self._looked_at > MAX_JOINED:
                self._problems.add("Too many fields share a response name.")
                return

    def _shared(self, joined: Joined) -> list[tuple[str, list[Entry]]]:
        """The response names that come more than once, fragments included."""
        spread: dict[str, None] = {}
        for one in joined:
            for name in one.spreads:
                spread |= self._reached[name]
        parts = [*joined, *(self._fragments[name].selected for name in spread)]
        count = sum(len(one.entries) for one in parts)
        self._looked_at += count
        clash = any(one.clash for one in parts)
        if not clash and len(set().union(*(one.entries for one in parts))) == count:
            return []
        names: dict[str, list[Entry]] = {}
        for part in parts:
            for name, entries in part.entries.items():
                names.setdefault(name, []).extend(entries)
        return [one for one in names.items() if len(one[1]) > 1]

    def _judge(self, name: str, entries: list[Entry]) -> None:
        """Fields that may be of one and the same object."""
        if not self._by_type or len({one.parent for one in entries if one.parent.concrete}) < 2:
            if self._judge_same(name, entries):
                self._join(entries, True)
            return
        anywhere = [one for one in entries if not one.parent.concrete]
        groups: dict[Composite, list[Entry]] = {}
        for one in entries:
            if one.parent.concrete:
                if one.parent not in groups:
                    groups[one.parent] = [*anywhere]
                groups[one.parent].append(one)
        for group in groups.values():
            if self._judge_same(name, group):
                self._join(group, True)
        self._judge_apart(name, entries)

    def _judge_apart(self, name: str, entries: list[Entry]) -> None:
        """Fields of different objects: only the kind of answer must be one."""
        if self._alike(name, entries):
            self._join(entries, False)

    def _judge_same(self, name: str, entries: list[Entry]) -> bool:
        first = entries[0]
        for other in entries:
            if other.node.name.value != first.node.name.value:
                pair = f"'{cut(first.node.name.value)}' and '{cut(other.node.name.value)}'"
                return self._refuse(name, first, other, f"{pair} are different fields")
            if self._call(other.node) != self._call(first.node):
                return self._refuse(name, first, other, "their arguments differ")
        return self._alike(name, entries)

    def _alike(self, name: str, entries: list[Entry]) -> bool:
        typed = [one for one in entries if one.field.shape is not None] or entries
        first = typed[0]
        for other in typed:
            if other.field.shape != first.field.shape:
                pair = f"'{first.field.text}' and '{other.field.text}'"
                return self._refuse(name, first, other, f"they are of the types {pair}")
        streamed = next((one for one in entries if _streamed(one.node)), None)
        if streamed is None:
            return True
        other = entries[1] if streamed is entries[0] else entries[0]
        return self._refuse(name, streamed, other, "one of them is streamed")

    def _refuse(self, name: str, one: Entry, other: Entry, why: str) -> bool:
        if not self._by_type:
            raise Differ
        pair = id(one.node), id(other.node)
        if pair not in self._told:
            self._told.add(pair)
            self._problems.add(
                f"Fields cannot share the name '{cut(name)}': {why}. Give one of them an alias.",
                one.node,
                other.node,
            )
        return False

    def _join(self, entries: Sequence[Entry], together: bool) -> None:
        below = dict.fromkeys(one.below for one in entries if one.below is not None)
        if len(below) < 2:
            return
        if together:
            self._covered.update(below)
        key = frozenset(below), together
        if key not in self._seen:
            self._seen.add(key)
            self._todo.append((tuple(below), together))

    def _call(self, node: FieldNode) -> int:
        """Equal for fields that are given the same arguments."""
        if not node.arguments:
            return -1
        number = self._calls.get(id(node))
        if number is None:
            given = {one.name.value: _key(one.value) for one in node.arguments}
            key = tuple(sorted(given.items(), key=itemgetter(0)))
            number = self._numbers.setdefault(key, len(self._numbers))
            self._calls[id(node)] = number
        return number


def _streamed(node: FieldNode) -> bool:
    return any(one.name.value == STREAM for one in node.directives or ())


def _key(node: ValueNode) -> tuple[object, ...]:
    """Equal for literals that are written alike, but for the order of an object's fields."""
    keys: list[object] = [node.kind]
    if isinstance(node, ListValueNode):
        keys += map(_key, node.values)
    elif isinstance(node, ObjectValueNode):
        for field in sorted(node.fields, key=lambda one: one.name.value):
            keys += (field.name.value, _key(field.value))
    elif isinstance(node, VariableNode):
        keys.append(node.name.value)
    else:
        keys += (getattr(node, "value", None), bool(getattr(node, "block", False)))
    return tuple(keys)
