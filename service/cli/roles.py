"""The option --role, in any case."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from service.content.account import Role

RoleOption = Annotated[
    str, typer.Option("--role", metavar="writer|editor|admin", help="What it may do; in any case.")
]


def role_named(text: str) -> "Role":
    """The role of that name. Raises a usage error that names the roles there are."""
    from service.content.account import Role

    try:
        return Role(text.strip().upper())
    except ValueError as error:
        known = ", ".join(role.value for role in Role)
        raise typer.BadParameter(f"{text!r} is none of {known}", param_hint="--role") from error
