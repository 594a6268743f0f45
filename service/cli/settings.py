"""toasoan settings"""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.console import note, say
from service.cli.failures import CommandFailed
from service.settings import Settings

BEGIN, END = "<!-- settings: toasoan settings --out -->", "<!-- end of settings -->"
"""Between these lines of a document the table stands."""


def settings(
    out: Annotated[
        Path | None,
        typer.Option(help="A document to put the table into; without this, it is printed."),
    ] = None,
) -> None:
    """Show every setting with its default and what it means, as a table in Markdown.

    \b
    Examples:
      toasoan settings
      toasoan settings --out docs/operating.md
    """
    if out is None:
        say(table())
        return
    text = out.read_text(encoding="utf-8")
    out.write_text(with_table(text), encoding="utf-8")
    note(f"{out} written.")


def table() -> str:
    """One row a setting, in the order of the class."""
    rows = ["| variable | default | |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = f"`{field.default}`" if str(field.default) else ""
        rows.append(f"| `TOASOAN_{name.upper()}` | {default} | {field.description} |")
    return "\n".join(rows)


def with_table(text: str) -> str:
    """The document with the table as it is now; CommandFailed where it has no place for it."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise CommandFailed(f"the document has no lines {BEGIN} and {END}")
    return f"{before}{begin}\n\n{table()}\n\n{end}{after}"
