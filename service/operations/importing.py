"""Reads JSON Lines (also .gz and .xz, by their content) into the database; `exporting` writes them.

A line is an article, unless its `type` says otherwise. Of an article only `title` is required:

- `slug`, `lead`, `byline`; `body`: HTML, or a list of paragraphs of plain text;
- `publishedAt`: RFC 3339, or without an offset or a day alone, which is Vietnamese time;
- `status`: any of the contract's, in any case; without one it is published. A scheduled article
  appears at `visibleFrom`, else at `publishedAt`; a published one whose `visibleFrom` is still to
  come is a scheduled one;
- `category`: {slug, name}, made if missing; without one the site's default category, made if the
  site has none; `tags`: names, made if missing;
- `images`: [{file, alt, caption}], files beneath the media folder only, checked by their content;
  `cover`: the index of one of them, or {file, alt}; `viewCount`.

An export has more: `version`, `createdAt`, `updatedAt`, `visibleFrom`, `visibleUntil`,
`publicFrom`, `trashedFrom`, `importKey`, `slugs` and `revisions`, which count for a new article
only; `pending`, what the working version says otherwise; `scheduled`, the change that waits for
its time. Other lines are

- {type: category, slug, name, description, parent: SLUG or null};
- {type: tag, slug, name}; {type: image, file, alt};
- {type: linkGroup, name, links: [{title, url, visibleFrom, visibleUntil}]};
- {type: site, name, slogan, baseUrl, defaultCategory: SLUG};
- {type: synonyms, synonyms: [{terms, oneWayTo}]}: the whole list, in place of the one there is.

Texts in TCVN3, VNI-Windows and decomposed Unicode, as old portals have them, are recognised by
all the texts of a line together, and converted before anything else is done with them. `encoding`,
one of unicode, tcvn3 and vni, says of a line of any type what it is in.

An article is known by its slug, else by the digest of title and publishedAt. For one that is known,
what a line leaves out stays as it is, and null clears; its slug stays, views only grow, and nothing
is taken out of the trash unless the line gives another status. What has not changed is not written.

Reading, cleaning and comparing go on outside of transactions, which are kept short: an editor who
saves meanwhile waits for a batch at most. A strict import reads the file twice: first on trial,
where each batch is written and taken back and no picture is kept, then, if no line was bad, for
good. So a bad line leaves nothing behind; an interruption from outside (a full disk, a kill) leaves
whole batches, and the same import completes them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.vietnamese.legacy import Encoding
from service.content.account import Role
from service.errors import Invalid
from service.operations.exporting import media_folder
from service.operations.media import MediaStore
from service.operations.transfer.attachments import Attachments
from service.operations.transfer.batches import read_batches
from service.operations.transfer.reading import Source
from service.operations.transfer.seen import Seen
from service.operations.transfer.writing import Writing
from service.permissions import Action, Actor, require
from service.store import Store

MAX_REPORTED = 1_000
MAX_IGNORED = 50

Progress = Callable[[int, int, int], None]
"""Told how many lines are done, how many bytes are read, and of how many."""


@dataclass(slots=True)
class ImportReport:
    """What became of the articles of a file, and its bad lines."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    """Bad lines, of any kind."""
    bad: list[tuple[int, str]] = field(default_factory=list)
    """Number and reason of the first thousand of them."""
    ignored: dict[str, int] = field(default_factory=dict)
    """Names of fields that mean nothing, the first fifty, with the first line that has each."""
    converted: int = 0
    """Lines whose texts were in another encoding."""
    encodings: list[tuple[int, str, Encoding]] = field(default_factory=list)
    """Number, slug or title, and encoding of the first thousand of them."""

    def refuse(self, line: int, reason: str) -> None:
        self.refused += 1
        if len(self.bad) < MAX_REPORTED:
            self.bad.append((line, reason))

    def ignore(self, line: int, names: list[str]) -> None:
        for name in names:
            if len(self.ignored) < MAX_IGNORED:
                self.ignored.setdefault(name, line)

    def convert(self, line: int, name: str, encoding: Encoding) -> None:
        self.converted += 1
        if len(self.encodings) < MAX_REPORTED:
            self.encodings.append((line, name, encoding))


def import_file(
    store: Store,
    path: Path,
    *,
    media: MediaStore,
    actor: Actor,
    media_dir: Path | None = None,
    strict: bool = False,
    progress: Progress | None = None,
    encoding: Encoding | None = None,
) -> ImportReport:
    """Imports the file, with pictures beneath `media_dir`, or FILE.media if there is that folder.

    `encoding` is that of its texts; None: each line's is recognised.

    A bad line is reported, and the others go on; `strict`, nothing is left of any. Raises OSError
    where the file cannot be read, Invalid ("file") where it is no text.
    """
    require(actor, Action.IMPORT)
    work = _Work(
        store, path, media, _everything(actor), media_dir or _beside(path), progress, encoding
    )
    with Seen() as seen, Seen() as seen_on_trial:
        if strict:
            if path.is_fifo() or path.is_char_device():
                raise Invalid("file", "A strict import reads the file twice: it can be no pipe.")
            work.passes = 2
            report = work.run(seen_on_trial, seen_on_trial, trial=True)
            if report.refused:
                return ImportReport(refused=1, bad=sorted(report.bad)[:1], ignored=report.ignored)
        return work.run(seen, seen_on_trial if strict else seen, trial=False)


def _everything(actor: Actor) -> Actor:
    """Who may import may do whatever a line asks for."""
    return replace(actor, role=Role.ADMIN, scopes=frozenset())


def _beside(path: Path) -> Path | None:
    folder = media_folder(path)
    return folder if folder.is_dir() else None


@dataclass(slots=True)
class _Work:
    store: Store
    path: Path
    media: MediaStore
    actor: Actor
    media_dir: Path | None
    progress: Progress | None
    encoding: Encoding | None
    passes: int = 1
    lines_before: int = 0

    def run(self, seen: Seen, named: Seen, *, trial: bool) -> ImportReport:
        """One reading of the file; `named` knows the slugs that lines have. On trial it stops at
        the first bad line."""
        report = ImportReport()
        attachments = Attachments(self.media, self.media_dir, trial=trial)
        writing = Writing(self.store, self.actor, seen, named, report, trial=trial)
        with Source(self.path) as source:
            for batch in read_batches(source, attachments, seen, report, self.encoding):
                if trial and report.refused:
                    break
                writing.write(batch)
                if trial and report.refused:
                    break
                self._tell(batch.last, source, trial)
        return report

    def _tell(self, line: int, source: Source, trial: bool) -> None:
        self.lines_before = line if trial else self.lines_before
        before = 0 if trial else source.size * (self.passes - 1)
        if self.progress is not None:
            done = line if trial else self.lines_before + line
            self.progress(done, before + source.done, source.size * self.passes)
