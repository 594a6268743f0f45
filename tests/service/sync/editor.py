"""A process that edits and indexes until it is killed, for the test that kills it."""

import random
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from index.opening import open_engine
from service.settings import Settings
from service.store import Store
from service.sync import Indexer
from tests.service.sync.newsroom import Newsroom

SHELF = 12
"""Articles that it works on; so few that each is changed again and again."""


class Acknowledged(NamedTuple):
    """What an editor was told: what was saved, and whether search shows it."""

    entry_id: int
    version: int
    title: str
    published: bool
    seq: int
    searchable: bool


def edit_until_killed(data_dir: str, seed: int, told: Connection) -> None:
    """Sends each Acknowledged after the change was committed and waited for."""
    settings = Settings(data_dir=Path(data_dir))
    store, engine = Store(settings.database), open_engine(settings.index)
    indexer = Indexer(store, engine, settings.data_dir / "index.lock")
    indexer.start()
    room = Newsroom(store, engine, category_id=1)
    chance = random.Random(seed)
    entries = room.all_entries()
    while True:
        entry_id = chance.choice(entries) if len(entries) >= SHELF else room.write("Tin mới")
        if entry_id not in entries:
            entries.append(entry_id)
        title = f"Tin {seed} {chance.random()}"
        room.edit(entry_id, publish=True, title=title)
        published = chance.random() < 0.7
        if not published:
            room.move(chance.choice(["unpublish", "archive"]), entry_id)
        searchable = indexer.wait_until_indexed(room.seq, 10)
        version = room.version(entry_id)
        told.send(Acknowledged(entry_id, version, title, published, room.seq, searchable))
