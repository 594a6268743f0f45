"""toasoan import"""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.console import note, say

if TYPE_CHECKING:
    from index.vietnamese.legacy import Encoding
    from service.cli.progress import Update
    from service.operations.importing import ImportReport, Progress


class TextEncoding(StrEnum):
    """What the texts of a file may be in; AUTO: what each line's look like."""

    AUTO = "auto"
    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    VNI = "vni"


def import_(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, help="JSON Lines; .gz and .xz are read as they are."
        ),
    ],
    media: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            file_okay=False,
            help="Folder that the pictures named in FILE are beneath; default: FILE.media.",
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop at the first bad line and keep nothing.")
    ] = False,
    encoding: Annotated[
        TextEncoding,
        typer.Option(
            help="What the texts are in: recognised article by article unless named; unicode"
            " leaves them as they are."
        ),
    ] = TextEncoding.AUTO,
) -> None:
    """Read articles from FILE, and wait until they can be searched.

    A bad line is reported with its number and reason, and the exit code is then 1; the other lines
    go on. Importing the same file again changes nothing. Beside a running server this is safe; the
    server then does the indexing, and editors do not wait for it.

    \b
    Examples:
      toasoan import articles.jsonl
      toasoan import export.jsonl.xz --media export.jsonl.xz.media
      toasoan import articles.jsonl --strict
      toasoan import old-portal.jsonl --encoding tcvn3
    """
    report = _bring_in(file, media, strict, encoding)
    _tell(report)
    raise typer.Exit(1 if report.refused else 0)


def _bring_in(
    file: Path, media: Path | None, strict: bool, encoding: TextEncoding
) -> "ImportReport":
    from service.cli import workplace
    from service.cli.indexing import finish_indexing, indexing_beside
    from service.cli.progress import showing_progress
    from service.operations.importing import import_file
    from service.permissions import SYSTEM

    settings = workplace.read_settings()
    with (
        workplace.open_store(settings, writing=True) as store,
        workplace.open_index(settings) as engine,
        indexing_beside() as helper,
        showing_progress() as add_job,
    ):
        report = import_file(
            store,
            file,
            media=workplace.open_media(settings),
            media_dir=media,
            actor=SYSTEM,
            strict=strict,
            progress=_by_lines(add_job("imported")),
            encoding=_named(encoding),
        )
        finish_indexing(store, engine, helper, add_job("indexed"))
    return report


def _named(encoding: TextEncoding) -> "Encoding | None":
    from index.vietnamese.legacy import Encoding

    return None if encoding is TextEncoding.AUTO else Encoding(encoding)


def _by_lines(update: "Update") -> "Progress":
    """Shows lines; how many there are is guessed from how much of the file has been read."""

    def progress(lines: int, read: int, size: int) -> None:
        update(lines, max(lines, round(lines * size / read)) if read else None)

    return progress


def _tell(report: "ImportReport") -> None:
    for line, reason in report.bad:
        note(f"line {line:,}: {reason}")
    if report.refused > len(report.bad):
        note(f"and {report.refused - len(report.bad):,} more bad lines")
    for name, line in report.ignored.items():
        note(f"line {line:,}: the field {name!r} means nothing here and was left out")
    _tell_encodings(report)
    say(
        f"{report.created:,} created, {report.updated:,} updated,"
        f" {report.unchanged:,} unchanged, {report.refused:,} bad."
    )


def _tell_encodings(report: "ImportReport") -> None:
    for line, name, encoding in report.encodings:
        note(f"line {line:,}: {name}: converted from {encoding}")
    if report.converted > len(report.encodings):
        note(f"and {report.converted - len(report.encodings):,} more converted lines")
    if report.converted:
        note(f"{report.converted:,} converted to Unicode.")
