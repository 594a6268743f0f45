"""The tree of commands."""

from typing import Annotated

import typer

from service import __version__
from service.cli import (
    account,
    demo,
    doctor,
    exporting,
    importing,
    migrate,
    schema,
    search,
    serve,
    settings,
    token,
)

HELP = """Toasoan: a headless content service for Vietnamese news portals.

Settings are environment variables that begin with TOASOAN_; everything is kept in the folder
TOASOAN_DATA_DIR (default ./var).

Exit codes: 0 done; 1 it failed, or found differences or bad lines; 2 the command or a setting
is wrong; 130 stopped with Ctrl-C.
"""

app = typer.Typer(
    help=HELP,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"toasoan {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


app.command("serve")(serve.serve)
app.command("migrate")(migrate.migrate)
app.command("demo")(demo.demo)
app.command("import")(importing.import_)
app.command("export")(exporting.export)
app.command("doctor")(doctor.doctor)
app.command("settings")(settings.settings)
app.add_typer(search.app, name="search")
app.add_typer(account.app, name="account")
app.add_typer(token.app, name="token")
app.add_typer(schema.app, name="schema")
