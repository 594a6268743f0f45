"""toasoan export"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.console import note

if TYPE_CHECKING:
    from service.operations.exporting import ExportReport


def export(
    file: Annotated[Path, typer.Argument(help="Where to; ending in .gz or .xz it is compressed.")],
    media: Annotated[
        Path | None, typer.Option(help="Folder for the pictures; default: FILE.media.")
    ] = None,
    pictures: Annotated[
        bool, typer.Option("--pictures/--no-pictures", help="Whether pictures are copied too.")
    ] = True,
) -> None:
    """Write everything but accounts and secrets as JSON Lines, drafts included.

    Imported into an empty service and exported again, it gives the same bytes.

    \b
    Examples:
      toasoan export newsroom.jsonl.xz
      toasoan export newsroom.jsonl --media pictures
    """
    from service.cli import workplace
    from service.cli.progress import showing_progress
    from service.operations.exporting import export_file

    settings = workplace.read_settings()
    with (
        workplace.open_store(settings, writing=False) as store,
        showing_progress() as add_job,
    ):
        report = export_file(
            store,
            file,
            media=workplace.open_media(settings) if pictures else None,
            media_dir=media,
            progress=add_job("exported"),
        )
    _tell(report, file)


def _tell(report: "ExportReport", file: Path) -> None:
    note(
        f"{file}: {report.lines:,} lines, {report.articles:,} articles;"
        f" {report.pictures:,} pictures."
    )
    if report.missing:
        note(f"{report.missing:,} pictures are missing in the media folder; see: toasoan doctor")
        raise typer.Exit(1)
