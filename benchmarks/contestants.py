"""Who is compared, and how often each is asked: the slow ones less."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers import Peer
from benchmarks.peers.fts5 import Fts5
from benchmarks.peers.ours import Ours, OursWithFacets
from benchmarks.peers.stock_whoosh import StockWhoosh
from benchmarks.peers.tantivy import Tantivy
from benchmarks.workspace import Workspace

ENGINES: dict[str, type[Peer]] = {
    "ours": Ours,
    "tantivy": Tantivy,
    "fts5": Fts5,
    "whoosh": StockWhoosh,
}
PEERS = ("tantivy", "fts5", "whoosh")


@dataclass
class Contestant:
    """An engine that is asked every `every`th question in `rounds` rounds after the first.

    Cold it is asked every `cold_every`th.
    """

    kind: type[Peer]
    folder: Path
    rounds: int
    every: int = 1
    cold_every: int = 1

    def __post_init__(self) -> None:
        self.peer = self.kind(self.folder)

    @property
    def name(self) -> str:
        return self.kind.name

    def reopen(self) -> None:
        """Forgets all that the engine has in memory."""
        self.peer.close()
        self.peer = self.kind(self.folder)


@contextmanager
def contestants(space: Workspace) -> Iterator[list[Contestant]]:
    """Ours first, each with the index of all articles."""
    ours = space.built("ours", space.size).folder
    made = [
        Contestant(Ours, ours, space.rounds),
        Contestant(OursWithFacets, ours, space.rounds),
    ]
    pace = {"tantivy": (space.rounds, 1, 1), "fts5": (1, 1, 3), "whoosh": (0, 10, 30)}
    for name in space.peers:
        folder = space.built(name, space.size).folder
        made.append(Contestant(ENGINES[name], folder, *pace[name]))
    try:
        yield made
    finally:
        for one in made:
            one.peer.close()
