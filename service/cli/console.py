"""What a command says: results on stdout, complaints on stderr, each line at once."""

import sys


def say(text: str = "") -> None:
    """One line of result. Flushed, so that a supervisor reading a pipe sees it now."""
    print(text, flush=True)


def note(text: str) -> None:
    """One line that is no result: what is going on."""
    print(text, file=sys.stderr, flush=True)


def complain(message: str) -> None:
    note(f"toasoan: {message}")
