"""toasoan demo"""

from typing import TYPE_CHECKING

from service.cli.console import note, say

if TYPE_CHECKING:
    from service.operations.media import MediaStore
    from service.settings import Settings
    from service.store import Store


def demo() -> None:
    """Load the demo newsroom: articles, categories, links and pictures to try things with.

    Again, it changes nothing. Accounts are made in a database that has none; their passwords are
    new, and printed this once.

    \b
    Example:
      toasoan demo
    """
    from service.cli import workplace

    load_demo(workplace.read_settings())


def load_into_empty(settings: "Settings") -> None:
    """As `load_demo`, unless there is any content already."""
    from service import demo
    from service.cli import workplace

    with workplace.open_store(settings, writing=True) as store, store.snapshot() as session:
        empty = demo.is_empty(session)
    if empty:
        load_demo(settings)


def load_demo(settings: "Settings") -> None:
    """Brings it in, says whom one can log in as, and waits until all can be searched."""
    from service.cli import workplace
    from service.cli.indexing import finish_indexing, indexing_beside
    from service.cli.progress import showing_progress

    with (
        workplace.open_store(settings, writing=True) as store,
        workplace.open_index(settings) as engine,
    ):
        _fill(store, workplace.open_media(settings))
        with indexing_beside() as helper, showing_progress() as add_job:
            finish_indexing(store, engine, helper, add_job("indexed"))


def _fill(store: "Store", media: "MediaStore") -> None:
    from service import demo

    accounts = demo.make_accounts(store)  # first, so that the articles are posted by one of them
    if accounts:
        say("Accounts of the demo newsroom; the passwords are shown this once")
        say("(toasoan account password --login NAME makes a new one):")
        for account in accounts:
            say(f"  {account.login:<10} {account.password}  {account.role.value}")
    note("Loading the demo newsroom; it takes a few seconds ...")
    report = demo.load(store, media)
    say(f"Demo newsroom: {report.created:,} created, {report.unchanged:,} were there.")
