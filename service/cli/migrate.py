"""toasoan migrate"""

from service.cli.console import say


def migrate() -> None:
    """Make the database, or bring it up to date.

    \b
    Example:
      toasoan migrate
    """
    from service.cli import workplace

    settings = workplace.read_settings()
    done = workplace.migrate(settings)
    say("The database is up to date." if done else "The database was up to date already.")
