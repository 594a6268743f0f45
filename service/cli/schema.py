"""toasoan schema export, toasoan schema check"""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.console import note, say
from service.cli.failures import CommandFailed

app = typer.Typer(help="The GraphQL schema as text.")

SCHEMA_FILE = Path("schema.graphql")


@app.callback()
def schema() -> None:
    pass


@app.command("export")
def export(
    out: Annotated[
        Path | None, typer.Option(help="File to write it to; without this, it is printed.")
    ] = None,
) -> None:
    """Print the schema that this version serves.

    \b
    Examples:
      toasoan schema export > schema.graphql
      toasoan schema export --out schema.graphql
    """
    text = served_schema()
    if out is None:
        say(text.rstrip("\n"))
    else:
        out.write_text(text, encoding="utf-8")
        note(f"{out} written.")


@app.command("check")
def check(
    file: Annotated[Path, typer.Argument(help="The file to compare.")] = SCHEMA_FILE,
) -> None:
    """Compare schema.graphql with the schema that this version serves; exit code 1 if they differ.

    \b
    Example:
      toasoan schema check
    """
    import difflib

    if not file.is_file():
        raise CommandFailed(f"there is no {file}; run: toasoan schema export --out {file}")
    kept = file.read_text(encoding="utf-8").splitlines()
    served = served_schema().splitlines()
    lines = difflib.unified_diff(kept, served, str(file), "served by this version", lineterm="")
    difference = list(lines)
    if difference:
        say("\n".join(difference))
        raise CommandFailed(f"{file} is out of date; run: toasoan schema export --out {file}")
    say(f"{file} is up to date.")


def served_schema() -> str:
    """The schema as it is written to a file, with a newline at the end."""
    from service.api.schema import schema

    return str(schema.as_str()).rstrip("\n") + "\n"
