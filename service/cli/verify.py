"""toasoan search verify"""

import typer

from service.cli.console import note, say


def verify() -> None:
    """Compare every public text in the database with the index, by id and digest.

    Prints what differs; the exit code is 1 if anything does. Changes that still wait for the
    index are counted, and are no difference.

    \b
    Example:
      toasoan search verify
    """
    from service import sync
    from service.cli import workplace
    from service.cli.progress import showing_progress

    settings = workplace.read_settings()
    with (
        workplace.open_store(settings, writing=False) as store,
        workplace.open_index(settings) as engine,
    ):
        engine.check()  # damage that opening a large file does not show; then what follows says it
        with showing_progress() as add_job:
            differences = sync.verify(store, engine, add_job("compared"))
        for one in differences:
            say(f"{one.kind.value:<8} {one.id} {one.detail}".rstrip())
        with store.snapshot() as session:
            waiting = sum(sync.backlog(session))
        note(
            f"{engine.count():,} documents in the index, {len(differences):,} differences,"
            f" {waiting:,} changes wait."
        )
    raise typer.Exit(1 if differences else 0)
