"""toasoan doctor"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from service.cli.console import say

if TYPE_CHECKING:
    from service.cli.doctor.finding import Finding
    from service.settings import Settings


def doctor() -> None:
    """Say what is wrong with this installation, and how to mend it. It changes nothing.

    Every line begins with OK, WARN or FAIL; the exit code is 1 if anything failed.

    \b
    Example:
      toasoan doctor
    """
    from service.cli import workplace
    from service.cli.doctor.finding import Level

    failed = False
    for finding in examine(workplace.read_settings()):
        failed = failed or finding.level is Level.FAIL
        say(str(finding))
    raise typer.Exit(1 if failed else 0)


def examine(settings: "Settings") -> Iterator["Finding"]:
    """Everything that can be looked at; where the database does not open, only what goes before."""
    from service.cli import workplace
    from service.cli.doctor import database, machine, searching, set_aside
    from service.cli.doctor.finding import fail
    from service.cli.failures import describe

    yield from machine.examine(settings)
    if not settings.data_dir.is_dir():
        return  # what the database would say of it has been said
    try:
        with (
            workplace.open_store(settings, writing=False) as store,
            workplace.open_index(settings) as engine,
            store.snapshot() as session,
        ):
            yield from database.examine(session, settings)
            yield from searching.examine(session, engine, settings.indexer_lock)
            yield from set_aside.examine(store, session, engine)
    except Exception as error:  # whatever it is, it is a finding
        reason, _, mend = describe(error)[0].rpartition("; ")
        yield fail("database", reason or mend, mend if reason else "see docs/operating.md")
