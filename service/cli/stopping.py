"""How a command that runs until it is stopped is told to."""

import signal
from types import FrameType


def stop_on_terminate() -> None:
    """SIGTERM ends a command like a wish, not a crash: `finally` blocks run, exit code 0."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
