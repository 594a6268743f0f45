"""Services to import into and export from, and files of lines."""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import event, func
from sqlmodel import Session, col, select

from service.content import times
from service.content.article import ARTICLE, Article
from service.content.base import Entry, Stage, Status
from service.content.category import Category
from service.content.change import Outbox
from service.content.citation import ArticleCitation
from service.content.history import Revision, SlugHistory
from service.content.image import Image
from service.content.link import Link, LinkGroup
from service.content.tag import Tag
from service.operations.exporting import export_file
from service.operations.importing import ImportReport, import_file
from service.operations.media import MediaStore
from service.permissions import SYSTEM
from service.store import Store

TABLES = (
    Entry,
    ARTICLE.edition,
    Category,
    Tag,
    Image,
    LinkGroup,
    Link,
    SlugHistory,
    Revision,
    Outbox,
    ArticleCitation,
)
HOSTILE = "<script>alert(1)</script>"


@dataclass
class Service:
    """One installation: a database and a media store in a folder of its own."""

    folder: Path
    store: Store
    media: MediaStore

    def load(self, *lines: object, **options: Any) -> ImportReport:
        """Imports lines, given as objects or as bytes."""
        return self.read(write_lines(self.folder / "lines.jsonl", lines), **options)

    def read(self, path: Path, **options: Any) -> ImportReport:
        return import_file(self.store, path, media=self.media, actor=SYSTEM, **options)

    def export(self, name: str = "export.jsonl") -> bytes:
        export_file(self.store, self.folder / name, media=self.media)
        return (self.folder / name).read_bytes()

    def lines(self) -> list[dict[str, Any]]:
        """The articles as they are exported."""
        lines = [orjson.loads(line) for line in self.export().splitlines()]
        return [line for line in lines if "type" not in line]

    def ask(self, question: Callable[[Session], Any]) -> Any:
        with self.store.snapshot() as session:
            return question(session)

    def article(self, title: str, stage: Stage = Stage.WORKING) -> tuple[Entry, Article]:
        with self.store.snapshot() as session:
            wanted = select(Entry, Article).where(col(Article.entry_id) == col(Entry.id))
            return session.exec(wanted.where(Article.title == title, Article.stage == stage)).one()

    def outbox(self) -> list[Outbox]:
        return list(self.ask(lambda session: session.exec(select(Outbox)).all()))


def write_lines(path: Path, lines: Iterable[object]) -> Path:
    as_bytes = (line if isinstance(line, bytes) else orjson.dumps(line) for line in lines)
    path.write_bytes(b"".join(line + b"\n" for line in as_bytes))
    return path


class Services:
    """Makes empty services."""

    def __init__(self, folder: Path, database: Path) -> None:
        self._folder = folder
        self._database = database
        self._made: list[Service] = []

    def __call__(self) -> Service:
        folder = self._folder / f"service{len(self._made)}"
        folder.mkdir(parents=True)
        shutil.copy(self._database, folder / "toasoan.db")
        store = Store(f"sqlite:///{folder / 'toasoan.db'}")
        event.listen(store.engine, "connect", _hurry)
        self._made.append(Service(folder, store, MediaStore(folder / "media")))
        return self._made[-1]

    def close(self) -> None:
        for service in self._made:
            service.store.close()


def _hurry(connection: Any, _record: object) -> None:
    """A power cut is no matter here, and waiting for the disk would take most of the time."""
    connection.execute("PRAGMA synchronous = OFF")


def counts(service: Service) -> dict[str, int]:
    def ask(session: Session) -> dict[str, int]:
        return {
            table.__name__: session.exec(select(func.count()).select_from(table)).one()
            for table in TABLES
        }

    found: dict[str, int] = service.ask(ask)
    return found


def names(service: Service, table: type[Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = service.ask(
        lambda session: [(one.slug, one.name) for one in session.exec(select(table))]
    )
    return found


def status(service: Service, title: str) -> Status:
    return service.article(title)[0].status(times.now())
