"""Phrases that are proposed: how they are written, and how many documents hold them."""

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from index.suggest.neighbours import Syllables

_NEARLY_ALL = 0.8


class Phrase(NamedTuple):
    text: str
    documents: int


Phrases: TypeAlias = Mapping[Syllables, Phrase]
"""By their exact forms."""


def merged(one: Phrases, other: Phrases) -> Phrases:
    """All of both, the greater count of each; written as in the second where that has it."""
    found = dict(one)
    for key, phrase in other.items():
        found[key] = Phrase(
            phrase.text, max(phrase.documents, one[key].documents if key in one else 0)
        )
    return found


def whole(phrases: Phrases) -> list[Phrase]:
    """The most frequent first, but those that nearly always go on in one and the same way."""
    kept = [phrase for key, phrase in phrases.items() if not _goes_on(key, phrases)]
    return sorted(kept, key=lambda phrase: -phrase.documents)


def _goes_on(key: Syllables, phrases: Phrases) -> bool:
    length, most = len(key), _NEARLY_ALL * phrases[key].documents
    return any(
        len(longer) > length and longer[:length] == key and phrase.documents >= most
        for longer, phrase in phrases.items()
    )
