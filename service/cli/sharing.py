"""The folder in which the workers of one server share their numbers, for as long as it runs."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = "metrics"
LOCK = "server.lock"


@contextmanager
def shared_metrics(data_dir: Path) -> Iterator[Path]:
    """An empty folder, which processes started meanwhile learn of by the environment.

    Folders that a server left behind when it was killed are removed; another one's that runs on
    the same data is left alone.
    """
    from service.sync import try_lock
    from service.web.metrics import FOLDER as VARIABLE

    parent = data_dir.resolve() / FOLDER
    parent.mkdir(parents=True, exist_ok=True)
    _remove_left(parent)
    folder = Path(tempfile.mkdtemp(dir=parent))
    os.environ[VARIABLE] = str(folder)
    try:
        with try_lock(folder / LOCK):
            yield folder
    finally:
        os.environ.pop(VARIABLE, None)
        shutil.rmtree(folder, ignore_errors=True)


def _remove_left(parent: Path) -> None:
    from service.sync import try_lock

    for folder in filter(Path.is_dir, parent.iterdir()):
        with try_lock(folder / LOCK) as nobodys:
            if nobodys:
                shutil.rmtree(folder, ignore_errors=True)
