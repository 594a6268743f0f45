"""The folder in which the workers of a server share their numbers."""

import os
from pathlib import Path

from service.cli.sharing import shared_metrics
from service.web.metrics import FOLDER


def test_a_server_begins_with_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    """Numbers of a server that is gone would be told for ever, and the disk fill."""
    left = tmp_path / "metrics" / "left"
    left.mkdir(parents=True)
    (left / "counter_0.db").write_bytes(b"old")
    with shared_metrics(tmp_path) as folder:
        assert os.environ[FOLDER] == str(folder)
        assert [one.name for one in folder.parent.iterdir()] == [folder.name]
        assert list(folder.glob("*.db")) == []
    assert list((tmp_path / "metrics").iterdir()) == []
    assert FOLDER not in os.environ


def test_another_server_on_the_same_data_is_left_alone(tmp_path: Path) -> None:
    """The first server would answer /metrics with errors when a second one starts."""
    with shared_metrics(tmp_path) as first:
        (first / "counter_0.db").touch()
        with shared_metrics(tmp_path) as second:
            assert first != second
        assert (first / "counter_0.db").exists()
