"""What a reader may be about to type: titles that hold the words so far, and frequent phrases.

Some phrases are made from the vocabulary of all texts, hidden ones too; so each of them is looked
for among what readers see before it is proposed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from index import query
from index.engine import Engine, Page
from index.suggest.begun import Begun
from index.suggest.neighbours import Syllables
from index.suggest.numbers import begun_number, numbers
from index.suggest.phrases import Phrase, Phrases, merged, whole
from index.suggest.remembered import likely_phrases
from index.suggest.titles import shared
from index.vietnamese.forms import forms
from index.vietnamese.segment import syllables

__all__ = ["Begun", "Found", "Proposal", "ranked", "suggest"]

FREQUENT = 2
"""Documents from which on a phrase is proposed; what stands in one is proposed by its title."""


class Found(NamedTuple):
    """The best documents by their titles, and phrases that several documents hold."""

    titles: Page
    phrases: Phrases


class Proposal(NamedTuple):
    text: str
    document: str | None = None
    """What the caller knows the one document by whose title it is."""


def suggest(engine: Engine, begun: Begun, kind: str, at: datetime, limit: int) -> Found:
    """At most `limit` documents of that kind, and some frequent phrases; all visible `at`.

    Where a number of a document is being typed, numbers are the phrases. Raises IndexUnavailable.
    """
    among = query.Value("kind", kind)
    titles = engine.search(begun.query("title") & among, at=at, limit=limit)
    number = begun_number(begun.text)
    found = numbers(engine, number, among, at) if number else {}
    if found:
        return Found(titles, found)
    phrases: dict[Syllables, Phrase] = {}

    def is_frequent(phrase: Syllables) -> bool:
        count = engine.search(query.Phrase(phrase) & among, at=at, limit=0).total
        if count >= FREQUENT:
            phrases[phrase] = Phrase(begun.written(phrase), count)
        return phrase in phrases

    likely = likely_phrases(engine, titles.generation, begun)
    for one in likely.phrases():
        if is_frequent(one) and (longer := likely.longer(one)):
            is_frequent(longer)
    return Found(titles, phrases)


def ranked(
    begun: Begun, tags: Sequence[str], found: Found, titles: Mapping[str, str], limit: int
) -> list[Proposal]:
    """The best proposals, no two alike but for marks and capitals.

    What begins as it was typed comes first; of that, and of the rest, tags come before phrases and
    these before titles. `titles` says the title of each document that the caller may show, the best
    first; in them phrases are looked for too.
    """
    phrases = merged(found.phrases, shared(begun, titles.values(), found.titles.total))
    proposals = [
        *map(Proposal, tags[: limit // 3 + 1]),
        *(Proposal(phrase.text) for phrase in whole(phrases)[: limit // 2]),
        *(Proposal(title, document) for document, title in titles.items()),
    ]
    proposals.sort(key=lambda one: not begun.starts(one.text))
    kept: dict[str, Proposal] = {}
    for one in proposals:
        if len(kept) == limit:
            break
        kept.setdefault(_key(one.text), one)
    return list(kept.values())


def _key(text: str) -> str:
    return " ".join(forms(one.text).folded for one in syllables(text))
