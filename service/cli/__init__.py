"""The command line, `toasoan`. One command a file; `main` is the only way in."""

from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; whatever goes wrong is one line on stderr."""
    from service.cli.running import run

    return run(argv)
