"""toasoan token create"""

from datetime import datetime
from typing import Annotated

import typer

from service.cli.console import note, say
from service.cli.roles import RoleOption, role_named

app = typer.Typer(help="Keys for programs.")


@app.callback()
def token() -> None:
    pass


@app.command("create")
def create(
    role: RoleOption,
    name: Annotated[str, typer.Option(help="What it is for, as in portal-frontend.")],
    expires: Annotated[
        datetime | None, typer.Option(help="Until when it works; without this, for ever.")
    ] = None,
) -> None:
    """Make an API token. It is printed alone on the last line, and never shown again.

    \b
    Examples:
      toasoan token create --role editor --name import-script
      TOKEN=$(toasoan token create --role WRITER --name agency --expires 2030-01-31)
    """
    from service.cli import workplace
    from service.content.times import as_utc
    from service.operations import accounts
    from service.permissions import SYSTEM

    acts_as = role_named(role)
    settings = workplace.read_settings()
    until = None if expires is None else as_utc(expires)
    with workplace.open_store(settings, writing=True) as store, store.transaction() as session:
        made, secret = accounts.create_token(
            session, SYSTEM, name=name, role=acts_as, expires_at=until
        )
    note(
        f"Token {made.id}, {name}, acts as {acts_as.value}. Send it as: Authorization: Bearer TOKEN"
    )
    say(secret)
