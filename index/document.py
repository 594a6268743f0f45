"""What is indexed: one document for each public edition of a piece of content."""

import hashlib
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cached_property


@dataclass(frozen=True)
class Document:
    """A text to be found, with the values it is filtered and sorted by.

    `owner` names what the document is an edition of; an owner's documents are replaced together.
    All moments are aware; it is visible while `visible_from` <= now < `visible_until`.
    """

    id: str
    owner: str
    kind: str
    title: str
    lead: str
    body: str
    byline: str
    keywords: str
    """Words that are searched but stand nowhere in the text: the names of its tags."""
    tags: tuple[str, ...]
    categories: tuple[str, ...]
    """Its category and all above it, so that a filter by one covers the subtree."""
    published_at: datetime
    visible_from: datetime
    visible_until: datetime | None = None
    document_numbers: tuple[str, ...] = ()
    """The keys, as `index.vietnamese.document_numbers` makes them, of the documents it cites."""

    @cached_property
    def digest(self) -> str:
        """32 hex digits of everything above; documents with one digest are the same."""
        values = repr([getattr(self, name) for name in _NAMES])
        return hashlib.blake2b(values.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


_NAMES = [one.name for one in fields(Document)]
