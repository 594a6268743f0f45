"""What a command works with: the settings, the data folder, the database, the index.

Heavy modules are imported where they are used, so that `toasoan --help` and a second start are
quick.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from service.cli.failures import CommandFailed
from service.settings import Settings

if TYPE_CHECKING:
    from index.engine import Engine
    from service.operations.media import MediaStore
    from service.store import Store


def read_settings() -> Settings:
    """The settings from the environment. A command logs what is wrong only; a server logs more."""
    from service import logs

    settings = Settings()
    chatty = settings.log_level == "info"
    logs.configure(settings.env, "warning" if chatty else settings.log_level)
    return settings


def prepare_folder(folder: Path) -> None:
    """Makes the data folder if it is missing, and makes sure that it can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (FileExistsError, NotADirectoryError) as error:
        file = next(path for path in (folder, *folder.parents) if path.exists())
        raise CommandFailed(
            f"the data folder {folder} cannot be used ({file} is a file, not a folder);"
            " move the file away or set TOASOAN_DATA_DIR"
        ) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CommandFailed(
            f"the data folder {folder} cannot be used ({reason});"
            " make it writable or set TOASOAN_DATA_DIR"
        ) from error


def migrate(settings: Settings) -> bool:
    """Brings the database up to date; True if there was anything to do."""
    from service.migrations import pending, upgrade

    prepare_folder(settings.data_dir)
    # Looking takes no lock, so that a restart need not wait for an import that is going on.
    return pending(settings.database) and upgrade(settings.database)


@contextmanager
def open_store(settings: Settings, *, writing: bool) -> Iterator["Store"]:
    """The database: brought up to date first when it is to be written, else it has to be so."""
    from service.migrations import pending
    from service.store import Store

    if writing:
        migrate(settings)
    elif _missing(settings):
        raise CommandFailed(f"there is no database in {settings.data_dir} yet; run: toasoan serve")
    elif pending(settings.database):
        raise CommandFailed("the database is not up to date; run: toasoan migrate")
    store = Store(settings.database)
    try:
        yield store
    finally:
        store.close()


def _missing(settings: Settings) -> bool:
    """Whether it would be an SQLite file that does not exist: opening it would make it."""
    from sqlalchemy import make_url

    path = make_url(settings.database).database
    return path is not None and not os.path.exists(path)


@contextmanager
def open_index(settings: Settings) -> Iterator["Engine"]:
    from index.opening import open_engine

    engine = open_engine(
        settings.index, memory=settings.index_memory << 20, cache=settings.search_cache << 20
    )
    try:
        yield engine
    finally:
        engine.close()


def open_media(settings: Settings) -> "MediaStore":
    from service.operations.media import MediaStore

    return MediaStore(settings.media_dir, limit=settings.media_limit)
