"""Where a text names a document that is asked for, however either of them writes its number."""

from collections.abc import Iterator, Sequence

from index.query import And, AtLeast, Or, Query, Value
from index.vietnamese.document_numbers import find
from index.vietnamese.segment import SYLLABLE


def numbers_asked(query: Query) -> Iterator[str]:
    """The keys of the documents, those under a Not aside."""
    if isinstance(query, And | Or | AtLeast):
        for child in query.children:
            yield from numbers_asked(child)
    elif isinstance(query, Value) and query.field == "document_numbers":
        yield query.value


def naming(text: str, keys: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """The start and end of each syllable of one of these documents' numbers, and which it is."""
    for mention in find(text) if keys else ():
        if mention.key in keys:
            for syllable in SYLLABLE.finditer(text, mention.start, mention.end):
                yield *syllable.span(), keys.index(mention.key)
