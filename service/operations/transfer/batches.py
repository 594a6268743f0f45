"""Takes lines together that are to be written together, with their pictures."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from index.vietnamese.legacy import Encoding
from service.content.fields import client_name
from service.errors import Invalid, Refusal, Refused
from service.operations.media import Stored
from service.operations.transfer.attachments import Attachments
from service.operations.transfer.encodings import in_unicode, name_of
from service.operations.transfer.given import read_object
from service.operations.transfer.lines import read_line
from service.operations.transfer.reading import MAX_LINE, Damaged, Source
from service.operations.transfer.seen import Seen
from service.operations.transfer.shapes import ArticleLine, ImageRef, Line

MAX_LINES = 250
MAX_BYTES = 4_000_000
"""Of lines in one batch, but for its last."""


class Report(Protocol):
    """Where bad lines are noted, and those that were in another encoding."""

    def refuse(self, line: int, reason: str) -> None: ...
    def ignore(self, line: int, names: list[str]) -> None: ...
    def convert(self, line: int, name: str, encoding: Encoding) -> None: ...


@dataclass(slots=True)
class Batch:
    lines: list[tuple[int, Line]] = field(default_factory=list)
    """Each with its number."""
    pictures: dict[ImageRef, Stored] = field(default_factory=dict)
    last: int = 0
    """Number of the last line that was read for it."""
    size: int = 0
    read: int = 0


def read_batches(
    source: Source,
    attachments: Attachments,
    seen: Seen,
    report: Report,
    encoding: Encoding | None = None,
) -> Iterator[Batch]:
    """The good lines of the file in batches; the others are reported.

    `encoding` is that of all texts; None: of each line, as it is recognised.
    """
    batch = Batch()
    try:
        for number, text in source.lines():
            batch.last, batch.read = number, batch.read + 1
            batch.size += len(text or b"")
            try:
                _add(batch, number, text, attachments, seen, report, encoding)
            except (Refusal, Refused) as refused:
                report.refuse(number, reason_of(refused))
            if batch.read >= MAX_LINES or batch.size >= MAX_BYTES:
                yield batch
                batch = Batch(last=number)
    except Damaged as damaged:
        report.refuse(batch.last + 1, str(damaged))
    yield batch


def _add(
    batch: Batch,
    number: int,
    text: bytes | None,
    attachments: Attachments,
    seen: Seen,
    report: Report,
    encoding: Encoding | None,
) -> None:
    if text is None:
        raise Invalid("", f"The line is longer than {MAX_LINE:,} bytes.")
    if not text.strip():
        return
    said, found = in_unicode(read_object(text), encoding)
    line, ignored = read_line(said)
    report.ignore(number, ignored)
    if isinstance(line, ArticleLine):
        _refuse_second(number, line, seen)
    for image in _images(line):
        if image not in batch.pictures:
            batch.pictures[image] = attachments.read(image.file)
    if found is not None:
        report.convert(number, name_of(said), found)
    batch.lines.append((number, line))


def _refuse_second(number: int, line: ArticleLine, seen: Seen) -> None:
    """One article, one line: two would undo each other at every import."""
    key, what = (f"slug {line.slug}", "slug") if line.slug else (f"key {line.digest}", "title")
    first = seen.first(key, number)
    if first != number:
        raise Invalid(what, f"Line {first} is about the same article.")


def _images(line: Line) -> list[ImageRef]:
    if isinstance(line, ArticleLine):
        return line.pictures()
    return [line] if isinstance(line, ImageRef) else []


def reason_of(error: Refusal | Refused) -> str:
    """All that is wrong, in one line."""
    refusals = error.refusals if isinstance(error, Refused) else [error]
    return "; ".join(
        f"{'.'.join(client_name(name) for name in one.field)}: {one.message}"
        if one.field
        else one.message
        for one in refusals
    )
