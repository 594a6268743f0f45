"""toasoan token create, list, revoke"""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.console import note, say
from service.cli.roles import RoleOption, role_named

if TYPE_CHECKING:
    from service.content.account import Account, ApiToken

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
    scope: Annotated[
        list[str] | None,
        typer.Option(help="An action it is confined to, as metrics; may be given several times."),
    ] = None,
) -> None:
    """Make an API token. It is printed alone on the last line, and never shown again.

    \b
    Examples:
      toasoan token create --role editor --name import-script
      TOKEN=$(toasoan token create --role WRITER --name agency --expires 2030-01-31)
      toasoan token create --role admin --scope metrics --name prometheus
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
            session, SYSTEM, name=name, role=acts_as, scopes=scope or None, expires_at=until
        )
    note(
        f"Token {made.id}, {name}, acts as {acts_as.value}. Send it as: Authorization: Bearer TOKEN"
    )
    say(secret)


@app.command("list")
def list_() -> None:
    """Show the tokens that work: number, what for, role, when made, until when. No secrets.

    \b
    Example:
      toasoan token list
    """
    from service.cli import workplace
    from service.operations import accounts

    settings = workplace.read_settings()
    with workplace.open_store(settings, writing=False) as store, store.snapshot() as session:
        found = accounts.working_tokens(session)
    for token, account in found:
        say(_line(token, account))
    say(f"{len(found):,} tokens.")


def _line(token: "ApiToken", account: "Account") -> str:
    from service.content.times import VIETNAM

    role = f"{account.role.value} (disabled)" if account.disabled else account.role.value
    made = f"made {token.created_at.astimezone(VIETNAM):%Y-%m-%d}"
    ends = token.expires_at
    until = "for ever" if ends is None else f"until {ends.astimezone(VIETNAM):%Y-%m-%d %H:%M}"
    return f"{token.id:>5}  {role:<8}  {made}  {until:<22}  {token.name}"


@app.command("revoke")
def revoke(
    number: Annotated[int, typer.Argument(metavar="ID", help="As `toasoan token list` shows it.")],
) -> None:
    """End a token for good, at once. What was done with it stays.

    \b
    Example:
      toasoan token revoke 3
    """
    from service.cli import workplace
    from service.operations import accounts
    from service.permissions import SYSTEM

    settings = workplace.read_settings()
    with workplace.open_store(settings, writing=True) as store, store.transaction() as session:
        accounts.revoke_token(session, SYSTEM, number)
    note(f"Token {number} no longer works.")
