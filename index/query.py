"""A query as a tree that knows no engine: leaves, joined by & and |, turned round by ~."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime


class UnknownField(ValueError):
    """A query asks about a field that there is not, or that is not of that sort."""


class Query:
    """Any node of the tree."""

    def __and__(self, other: "Query") -> "And":
        return And((*_children(self, And), *_children(other, And)))

    def __or__(self, other: "Query") -> "Or":
        return Or((*_children(self, Or), *_children(other, Or)))

    def __invert__(self) -> "Query":
        return self.child if isinstance(self, Not) else Not(self)


def _children(node: Query, joint: type["And"] | type["Or"]) -> tuple[Query, ...]:
    return node.children if isinstance(node, joint) else (node,)


@dataclass(frozen=True, slots=True)
class Term(Query):
    """One syllable as the reader typed it; in any text field, or in `field` alone.

    One without any mark matches every marking; one with a mark matches its own spelling, and its
    folded form only in a field that has no marked letter at all.
    """

    text: str
    field: str | None = None
    likely: tuple[str, ...] = ()
    """Of one without marks, the exact forms that it most likely has: they rank above its others."""


@dataclass(frozen=True, slots=True)
class Prefix(Query):
    """A syllable of which only the beginning is typed, matched like a Term."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Phrase(Query):
    """Syllables next to each other in this order, each matched like a Term."""

    words: tuple[str, ...]
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Value(Query):
    """An exact value: of `categories`, `tags`, `byline_value`, `document_numbers`, `kind` or
    `owner`."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Range(Query):
    """A moment in `field` (published_at): gte <= moment < lt; an end that is None is open."""

    field: str
    gte: datetime | None = None
    lt: datetime | None = None


@dataclass(frozen=True, slots=True)
class And(Query):
    children: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or(Query):
    children: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class AtLeast(Query):
    """Matches where so many of the children do."""

    children: tuple[Query, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Not(Query):
    child: Query


@dataclass(frozen=True, slots=True)
class Everything(Query):
    """Every document; what a query without words searches."""


@dataclass(frozen=True, slots=True)
class Nothing(Query):
    """No document; what a text without any letter or digit finds."""


def wanted_leaves(query: Query) -> Iterator[Query]:
    """The leaves, those under a Not aside."""
    if isinstance(query, And | Or | AtLeast):
        for child in query.children:
            yield from wanted_leaves(child)
    elif not isinstance(query, Not):
        yield query


def positive_leaves(query: Query) -> Iterator[Term | Prefix | Phrase]:
    """The leaves that ask for words, those under a Not aside."""
    return (leaf for leaf in wanted_leaves(query) if isinstance(leaf, Term | Prefix | Phrase))
