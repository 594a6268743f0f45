"""The database: whether it opens, is whole and up to date, and has what it speaks of."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text as sql
from sqlmodel import Session, col, func, select

from service.cli.doctor.finding import Finding, fail, ok, warn
from service.content.account import Account, Role
from service.content.image import Image
from service.content.site import SITE_ID, Site
from service.settings import Settings

SHOWN = 3
"""Examples named where something is missing."""


def examine(session: Session, settings: Settings) -> Iterator[Finding]:
    yield from integrity(session)
    yield administrators(session)
    yield from base_url(session, settings)
    yield pictures(session, settings.media_dir)


def integrity(session: Session) -> Iterator[Finding]:
    """SQLite's own checks of its pages and of every foreign key; other databases have theirs."""
    if session.get_bind().dialect.name != "sqlite":
        return
    answer = session.connection().execute(sql("PRAGMA quick_check(1)")).scalar_one()
    if answer == "ok":
        yield ok("database", "whole (quick check)")
    else:
        yield fail("database", f"damaged: {answer}", "restore a backup")
    broken = session.connection().execute(sql("PRAGMA foreign_key_check")).fetchmany(SHOWN)
    if broken:
        tables = ", ".join(sorted({str(row[0]) for row in broken}))
        yield fail("foreign keys", f"rows in {tables} refer to nothing", "restore a backup")
    else:
        yield ok("foreign keys", "every reference leads somewhere")


def administrators(session: Session) -> Finding:
    usable = col(Account.role) == Role.ADMIN, col(Account.disabled).is_(False)
    with_password = select(func.count()).where(*usable, col(Account.password_hash).is_not(None))
    count = session.exec(with_password).one()
    if not count:
        mend = "run: toasoan account create --login NAME --role admin"
        return warn("accounts", "no administrator can log in", mend)
    return ok("accounts", f"{count} administrator(s) can log in")


def base_url(session: Session, settings: Settings) -> Iterator[Finding]:
    site = session.get(Site, SITE_ID)
    address = (site.base_url if site else None) or ""
    if settings.env == "production" and not address.startswith("https://"):
        mend = "set baseUrl with the mutation updateSite"
        yield warn("site", f"its address is {address or 'not set'}, not an https:// one", mend)


def pictures(session: Session, folder: Path) -> Finding:
    """Whether the file of every image is there."""
    names = session.exec(select(Image.name).distinct().execution_options(yield_per=1_000))
    total = missing = 0
    examples: list[str] = []
    for name in names:
        total += 1
        if not (folder / name).is_file():
            missing += 1
            examples = [*examples, name][:SHOWN]
    if not missing:
        return ok("pictures", f"{total:,} files, all there")
    text = f"{missing:,} of {total:,} files are missing, as {', '.join(examples)}"
    return fail("pictures", text, f"restore them to {folder}")
