"""Another process can read how far a long job is."""

import json
from pathlib import Path

from service.sync import progress
from service.sync.reporting import ProgressFile


def test_what_was_written_can_be_read(tmp_path: Path) -> None:
    """Otherwise a command that leaves its work to the server shows nothing."""
    file = ProgressFile(tmp_path / "index.lock")
    file.write("rebuild", 3, 10)
    shown = progress(tmp_path / "index.lock")
    assert shown is not None
    assert (shown.job, shown.done, shown.total) == ("rebuild", 3, 10)
    assert shown.at.tzinfo is not None
    file.clear()
    assert progress(tmp_path / "index.lock") is None


def test_it_is_not_written_for_every_batch(tmp_path: Path) -> None:
    """Otherwise a fast job spends its time on the file."""
    file = ProgressFile(tmp_path / "index.lock")
    for done in range(100):
        file.write("rebuild", done, 100)
    shown = progress(tmp_path / "index.lock")
    assert shown is not None
    assert shown.done < 50


def test_nonsense_in_the_file_is_nothing(tmp_path: Path) -> None:
    """Otherwise a torn file breaks the command."""
    for text in ("", "[]", "{}", json.dumps({"job": 1, "done": "x", "total": 2, "at": ""})):
        (tmp_path / "progress.json").write_text(text)
        assert progress(tmp_path / "index.lock") is None


def test_a_folder_that_cannot_be_written_does_not_stop_the_job(tmp_path: Path) -> None:
    """Otherwise a full disk ends the job that would have freed it."""
    file = ProgressFile(tmp_path / "missing" / "index.lock")
    file.write("rebuild", 1, 2)
    file.clear()
