"""A query tree as a reader could have typed it, to be shown."""

from collections.abc import Iterable

from index.parser.pieces import number_of
from index.query import And, AtLeast, Not, Or, Phrase, Prefix, Query, Term, positive_leaves
from index.vietnamese.document_numbers import shown


def written(query: Query) -> str:
    """The query in the language of `parse`, in typed order; empty where it asks for no words.

    That some of the children of an AtLeast will do is written as OR. Within other words the
    alternatives of an OR are quoted, to be set apart from those.
    """
    if isinstance(query, And):
        return " ".join(filter(None, map(_among_others, query.children)))
    if isinstance(query, Or) and not _number(query):
        return _either(written(child) for child in query.children)
    return _among_others(query)


def _among_others(query: Query) -> str:
    if number := _number(query):
        return number
    match query:
        case Term(text, field):
            return _in(field, text)
        case Phrase(words, field):
            return _in(field, f'"{" ".join(words)}"')
        case AtLeast(children):
            return _either(map(_among_others, children))
        case Or(children):
            return _either(map(_quoted, children))
        case Not(Or(children)) if not _number(query.child):
            return " ".join(f"-{_quoted(child)}" for child in children)
        case Not(child):
            return f"-{_among_others(child)}"
    return ""


def _quoted(query: Query) -> str:
    """An alternative, set apart; of words that all have to be there their run."""
    if isinstance(query, And):
        return f'"{" ".join(map(_words, positive_leaves(query)))}"'
    if isinstance(query, Term) and query.field is None:
        return f'"{query.text}"'
    return _among_others(query)


def _words(leaf: Term | Prefix | Phrase) -> str:
    return " ".join(leaf.words) if isinstance(leaf, Phrase) else leaf.text


def _either(alternatives: Iterable[str]) -> str:
    return " OR ".join(filter(None, alternatives))


def _in(field: str | None, text: str) -> str:
    return text if field is None else f"{field}:{text}"


def _number(query: Query) -> str:
    """The number of a document that is looked for in both ways."""
    key = number_of(query)
    return "" if key is None else shown(key)
