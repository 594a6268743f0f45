"""A new index beside the one in use."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import ExitStack

from index.document import Document
from index.engines.whoosh.generations import Generations, Head, locked
from index.engines.whoosh.schema import new_schema
from index.engines.whoosh.segments import Views
from index.engines.whoosh.writing import Writer


class WhooshRebuilding:
    """Fills a folder of its own. Nothing names it before `finish`, so a crash leaves the old index
    in use; the next rebuild removes what is left."""

    def __init__(self, generations: Generations, views: Views, memory: int) -> None:
        self._generations = generations
        self._folder = generations.new_folder()
        self._lock = ExitStack()
        self._lock.enter_context(locked(self._folder))
        self._writer = Writer(Head(self._folder, -1, new_schema(), ()), views, memory)

    def add(self, documents: Iterable[Document]) -> None:
        self._writer.add(documents)
        self._merge()

    def replace(self, owners: Collection[str], documents: Iterable[Document]) -> None:
        self._writer.delete(owners)
        self.add(documents)

    def finish(self, watermarks: Mapping[str, int]) -> None:
        self._writer.flush()
        self._merge()
        self._writer.commit(watermarks, lasting=True)
        self._lock.close()
        self._generations.turn_to(self._folder)

    def abandon(self) -> None:
        self._lock.close()
        self._generations.discard(self._folder)

    def _merge(self) -> None:
        while self._writer.merge():
            pass
