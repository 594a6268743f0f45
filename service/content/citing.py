"""Which documents a text cites, and what it says about each."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from index.vietnamese.document_context import Context, context
from index.vietnamese.document_issuers import issuer_of, term_of
from index.vietnamese.document_numbers import Mention, find
from index.vietnamese.sentences import passage, sentence_bounds

MAX_CITATIONS = 100
"""Different documents of one edition; those that come after are left out."""
MAX_READ = 5
"""Passages about one document that are read."""
MAX_PASSAGE = 600
MAX_ISSUER = 200


class Cited(NamedTuple):
    """A document that is cited, and what is said of it where it is."""

    key: str
    number: str
    kind: str | None
    issuer: str | None
    issued_on: date | None
    term: str | None
    passage: str


def citations(texts: Sequence[str]) -> list[Cited]:
    """The documents that the texts of one edition cite, each once, in their order.

    The passage is the first; of issuer, date and term the first that is said counts, and what no
    passage says the number may say by itself.
    """
    found: dict[str, list[tuple[Mention, str]]] = {}
    for mention, text in _mentions(texts):
        if mention.key not in found and len(found) >= MAX_CITATIONS:
            continue
        passages = found.setdefault(mention.key, [])
        if len(passages) < MAX_READ:
            passages.append((mention, text))
    return [_cited(mentions) for mentions in found.values()]


def cited_keys(texts: Sequence[str]) -> tuple[str, ...]:
    """The keys of the same documents, in the same order."""
    keys = dict.fromkeys(mention.key for mention, _ in _mentions(texts))
    return tuple(keys)[:MAX_CITATIONS]


def _mentions(texts: Sequence[str]) -> Iterator[tuple[Mention, str]]:
    for text in texts:
        for mention in find(text):
            yield mention, text


def _cited(mentions: Sequence[tuple[Mention, str]]) -> Cited:
    first, text = mentions[0]
    said = Context()
    for mention, where in mentions:
        said = said.completed(_context(mention, where))
    issuer = said.issuer if said.issuer and len(said.issuer) <= MAX_ISSUER else None
    return Cited(
        key=first.key,
        number=first.number,
        kind=first.kind,
        issuer=issuer or issuer_of(first.number),
        issued_on=said.issued_on,
        term=said.term or term_of(first.number),
        passage=passage(text, first.start, first.end)[:MAX_PASSAGE],
    )


def _context(mention: Mention, text: str) -> Context:
    begin, end = sentence_bounds(text, mention.start, mention.end)
    return context(text[begin : mention.start], text[mention.end : end])
