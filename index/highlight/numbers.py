"""Where a text names a document that is asked for, however either of them writes its number."""

from collections.abc import Iterator, Sequence

from index.query import Query, Value, wanted_leaves
from index.vietnamese.document_numbers import find
from index.vietnamese.segment import SYLLABLE


def numbers_asked(query: Query) -> Iterator[str]:
    """The keys of the documents, those under a Not aside."""
    for leaf in wanted_leaves(query):
        if isinstance(leaf, Value) and leaf.field == "document_numbers":
            yield leaf.value


def naming(text: str, keys: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """The start and end of each syllable of one of these documents' numbers, and which it is."""
    for mention in find(text) if keys else ():
        if mention.key in keys:
            for syllable in SYLLABLE.finditer(text, mention.start, mention.end):
                yield *syllable.span(), keys.index(mention.key)
