"""A process whose index dies of one article, for the test of what the next process makes of it."""

import os
from pathlib import Path

from index.analysis import TermNumbers
from index.opening import open_engine
from service.settings import Settings
from service.store import Store
from service.sync import run_until_empty

DEADLY = "chết người"
"""A text that holds these words ends the process."""
EXIT = 86


def index_all(data_dir: str) -> None:
    """Does what waits, or ends without a word, as by a fault in a library or for want of memory."""
    analyse = TermNumbers.of

    def analysed(numbers: TermNumbers, text: str) -> list[int]:
        if DEADLY in text:
            os._exit(EXIT)
        return analyse(numbers, text)

    setattr(TermNumbers, "of", analysed)  # noqa: B010  a plain assignment is no method
    settings = Settings(data_dir=Path(data_dir))
    store, engine = Store(settings.database), open_engine(settings.index)
    run_until_empty(store, engine, lock_path=settings.indexer_lock)
