"""A vocabulary that says when the files below it are damaged: it is asked outside of searches."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from index.engine import IndexUnavailable, Vocabulary
from index.engines.whoosh.storage import Damaged

P = ParamSpec("P")
T = TypeVar("T")

Report = Callable[[Damaged], IndexUnavailable]
"""Notes the damage, and makes of it what is raised instead."""


class Watched:
    """Keeps the contract of `index.engine.Vocabulary` by way of another one that does."""

    def __init__(self, vocabulary: Vocabulary, report: Report) -> None:
        self.size = _watched(vocabulary.size, report)
        self.spellings = _watched(vocabulary.spellings, report)
        self.starting = _watched(vocabulary.starting, report)
        self.frequency = _watched(vocabulary.frequency, report)
        self.pairs = _watched(vocabulary.pairs, report)
        self.following = _watched(vocabulary.following, report)


def _watched(ask: Callable[P, T], report: Report) -> Callable[P, T]:
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return ask(*args, **kwargs)
        except Damaged as error:
            raise report(error) from error

    return asked
