"""Runs a command, and turns whatever ends it into an exit code and at most one line."""

import io
import os
import sys
from collections.abc import Sequence

from service.cli.console import complain

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


def run(argv: Sequence[str] | None) -> int:
    _prepare_streams()
    code = _guarded(argv)
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # as in `toasoan schema export | head`
        _close_stdout()
        code = FAILED
    return code


def _guarded(argv: Sequence[str] | None) -> int:
    from service.cli.failures import describe

    try:
        return _invoke(argv)
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        _close_stdout()
        return FAILED
    except SystemExit as stop:
        return FAILED if stop.code else OK
    except BaseException as error:
        message, code = describe(error)
        complain(message)
        return code


def _invoke(argv: Sequence[str] | None) -> int:
    from service.cli.root import app

    given = sys.argv[1:] if argv is None else list(argv)
    result = app(args=given or ["--help"], prog_name="toasoan", standalone_mode=False)
    if result == INTERRUPTED:
        complain("interrupted")
    return result if isinstance(result, int) else OK


def _prepare_streams() -> None:
    """A terminal that cannot show a Vietnamese letter gets an escape instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _close_stdout() -> None:
    """Nobody reads any more: what is left in the buffer goes nowhere, without a complaint."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
