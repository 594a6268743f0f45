"""toasoan account create, toasoan account password"""

import sys
from typing import Annotated

import typer

from service.cli.console import note, say
from service.cli.roles import RoleOption, role_named

app = typer.Typer(help="People who log in.")


@app.callback()
def account() -> None:
    pass


@app.command("create")
def create(
    login: Annotated[str, typer.Option(help="Name to log in with.")],
    role: RoleOption,
    name: Annotated[str, typer.Option(help="Name that the public sees; default: the login.")] = "",
    password: Annotated[
        bool, typer.Option("--password", help="Read a password from stdin instead of making one.")
    ] = False,
) -> None:
    """Make an account. Its password is made up and printed alone on the last line.

    \b
    Examples:
      toasoan account create --login lan --role editor --name "Ban Biên tập"
      toasoan account create --login lan --role editor --password < password.txt
    """
    from service.cli import workplace
    from service.operations import accounts
    from service.operations.secrets import new_password
    from service.permissions import SYSTEM

    acts_as = role_named(role)
    secret = _read_password() if password else new_password()
    settings = workplace.read_settings()
    with workplace.open_store(settings, writing=True) as store, store.transaction() as session:
        accounts.create_account(
            session, SYSTEM, login=login, display_name=name or login, role=acts_as, password=secret
        )
    note(f"{login} may log in as {acts_as.value}.")
    if not password:
        say(secret)


@app.command("password")
def password(
    login: Annotated[str, typer.Option(help="Name that the account logs in with.")],
    given: Annotated[
        bool, typer.Option("--password", help="Read a password from stdin instead of making one.")
    ] = False,
) -> None:
    """Give an account a new password, made up and printed alone on the last line.

    What it was logged in with ends.

    \b
    Examples:
      toasoan account password --login admin
      toasoan account password --login lan --password < password.txt
    """
    from service.cli import workplace
    from service.operations import accounts
    from service.operations.secrets import new_password
    from service.permissions import SYSTEM

    secret = _read_password() if given else new_password()
    settings = workplace.read_settings()
    with workplace.open_store(settings, writing=True) as store:
        with store.snapshot() as session:
            account_id = accounts.account_named(session, login).id or 0
        with store.transaction() as session:
            accounts.update_account(session, SYSTEM, account_id, {"password": secret})
    note(f"{login.strip()} has a new password.")
    if not given:
        say(secret)


def _read_password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")
