"""Writes everything but accounts, secrets and counts of searches as JSON Lines, for `importing`.

A file is made of lines in this order: categories as the menu has them, tags, images, link groups,
the site, the synonyms, articles in the order of their ids. Beside FILE the pictures go to the
folder FILE.media, where there are any. The same content gives the same bytes, compressed (.gz, .xz)
or not, whatever the ids are; so an export imported into an empty service and exported again is the
same file.

An article's line also has its pending and scheduled changes, the slugs it has had and its
revisions, but for who made them: that is an account. What a revision says of a tag, a picture or a
category that has been deleted since is left out. What looks like an old encoding, and is not, says
so: `encoding` is then "unicode".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson
from sqlmodel import Session, select

from service.content.category import Category, CategoryTree
from service.content.image import Image
from service.content.times import now
from service.operations.media import MediaStore, write_durably
from service.operations.transfer.articles import BATCH, Progress, count_articles, say_articles
from service.operations.transfer.encodings import say_unicode
from service.operations.transfer.saving import saving
from service.operations.transfer.saying import Names, Said
from service.operations.transfer.surroundings import say_surroundings
from service.store import Store


@dataclass(frozen=True, slots=True)
class ExportReport:
    lines: int
    articles: int
    pictures: int
    missing: int
    """Pictures that the database knows and the media store has lost."""


def media_folder(path: Path) -> Path:
    """Where the pictures of an exported file are: FILE.media."""
    return path.with_name(f"{path.name}.media")


def export_file(
    store: Store,
    path: Path,
    *,
    media: MediaStore | None = None,
    media_dir: Path | None = None,
    progress: Progress | None = None,
) -> ExportReport:
    """Writes the file, whole or not at all, and before it the pictures if `media` is given.

    All lines show one moment of the database; memory does not grow with it. OSError where it
    cannot be written.
    """
    with store.snapshot() as session, saving(path) as file:
        pictures, missing = 0, 0
        if media is not None:
            pictures, missing = _copy_pictures(session, media, media_dir or media_folder(path))
        lines = 0
        for line in _lines(session, now(), progress):
            file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
            lines += 1
        return ExportReport(lines, count_articles(session), pictures, missing)


def _copy_pictures(session: Session, media: MediaStore, folder: Path) -> tuple[int, int]:
    copied, missing = 0, 0
    for name in session.exec(select(Image.name).distinct().order_by(Image.name)).yield_per(BATCH):
        source = media.find(name)
        if source is None:
            missing += 1
            continue
        copied += 1
        if not (folder / name).is_file():
            write_durably(folder / name, source.read_bytes())
    return copied, missing


def _lines(session: Session, at: datetime, progress: Progress | None) -> Iterator[Said]:
    tree = CategoryTree(session.exec(select(Category)).all())
    yield from map(say_unicode, say_surroundings(session, tree))
    yield from map(say_unicode, say_articles(session, Names(session, tree.by_id), at, progress))
