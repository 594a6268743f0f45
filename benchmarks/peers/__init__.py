"""The engines that are compared, each in a file of its own, behind one protocol.

All get the same tokens (`benchmarks.tokens`) and the same query tree, keep no results, search in
one thread, and answer alike: the ids of the best ten, and the exact total.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, Protocol

from benchmarks.corpus import Article
from benchmarks.query_mix import Question

TOP = 10


class Answer(NamedTuple):
    """Numbers of the best articles, and how many match."""

    numbers: tuple[int, ...]
    total: int


class Peer(Protocol):
    """An engine with its index in a folder; opening it anew forgets all that it has in memory."""

    name: str

    def __init__(self, folder: Path) -> None: ...

    def build(self, batches: Iterable[list[Article]]) -> None:
        """Makes the index; searchable, merged and on the disk when this returns."""

    def prepare(self, question: Question) -> Callable[[], Answer]:
        """The question in the engine's own terms, to be asked by calling it."""

    def close(self) -> None: ...
