"""Loads the demo newsroom: draws its pictures, then imports its lines as any file is imported."""

from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import Session, select

from service.content.account import Account, Role
from service.content.base import Entry
from service.content.category import Category
from service.demo.pictures import draw_pictures
from service.operations.importing import ImportReport, Progress, import_file
from service.operations.media import MediaStore
from service.permissions import SYSTEM, Actor
from service.store import Store

_FOLDER = Path(__file__).parent


def content_files() -> list[Path]:
    """The files of lines, in the order in which they are read: first what articles refer to."""
    articles = sorted(_FOLDER.glob("articles-*.jsonl"))
    return [_FOLDER / "site.jsonl", *articles, _FOLDER / "unpublished.jsonl"]


def is_empty(session: Session) -> bool:
    """Whether there is no content yet: nothing written, and no category made."""
    written = session.exec(select(Entry.id).limit(1)).first()
    return written is None and session.exec(select(Category.id).limit(1)).first() is None


def load(store: Store, media: MediaStore, progress: Progress | None = None) -> ImportReport:
    """Brings the demo newsroom in; again, it changes nothing.

    Takes a few seconds. What it brings is posted by the account `admin` where there is one.
    """
    with TemporaryDirectory(prefix="toasoan-") as folder:
        pictures, lines = Path(folder, "pictures"), Path(folder, "newsroom.jsonl")
        pictures.mkdir()
        draw_pictures(pictures)
        lines.write_bytes(b"".join(file.read_bytes() for file in content_files()))
        return import_file(
            store,
            lines,
            media=media,
            media_dir=pictures,
            actor=_poster(store),
            progress=progress,
        )


def _poster(store: Store) -> Actor:
    with store.snapshot() as session:
        admin = session.exec(
            select(Account).where(Account.login == "admin", Account.role == Role.ADMIN)
        ).first()
        if admin is None:
            return SYSTEM
        return Actor(admin.id, admin.role, login=admin.login, display_name=admin.display_name)
