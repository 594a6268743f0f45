"""What is indexed: one document for each public edition of a piece of content."""

import hashlib
from dataclasses import astuple, dataclass
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

    @cached_property
    def digest(self) -> str:
        """32 hex digits of everything above; documents with one digest are the same."""
        values = "\x1f".join(repr(value) for value in astuple(self))
        return hashlib.blake2b(values.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
