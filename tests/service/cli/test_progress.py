"""A long job that says nothing looks like one that hangs."""

import pytest

from service.cli import progress
from service.cli.progress import Pace, showing_progress


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_pace_tells_the_rate_and_the_time_left() -> None:
    """An operator decides by it whether to wait or to come back tomorrow."""
    clock = Clock()
    pace = Pace(clock)
    assert pace.describe(0, 20_000) == "0 of 20,000"
    clock.seconds = 10.0
    assert pace.describe(2_000, 20_000) == "2,000 of 20,000, 200/s, 90 s left"
    clock.seconds = 20.0
    assert pace.describe(2_000, 20_000) == "2,000 of 20,000, 100/s, 3 min left"
    assert pace.describe(20_000, 20_000) == "20,000 of 20,000, 1,000/s"


def test_pace_without_a_total_tells_no_time_left() -> None:
    """A compressed file does not say how many lines it has."""
    clock = Clock()
    pace = Pace(clock)
    pace.describe(0, None)
    clock.seconds = 2.0
    assert pace.describe(500, None) == "500, 250/s"


def test_without_a_terminal_lines_come_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log file would fill with one line an article."""
    with showing_progress() as add_job:
        update = add_job("imported")
        for done in range(1_000):
            update(done, 1_000)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", 0.0)
    with showing_progress() as add_job:
        add_job("imported")(7, 1_000)
    assert capsys.readouterr().err == "imported: 7 of 1,000\n"
