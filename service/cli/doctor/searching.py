"""The index: whether it can be searched, holds what it should, and keeps up."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlmodel import Session, col, func, select

from index.engine import Engine, IndexUnavailable, State
from service.cli.doctor.finding import Finding, fail, ok, warn
from service.content import KINDS
from service.content.base import Stage
from service.content.change import Outbox
from service.content.times import now
from service.sync import Progress, progress, try_lock
from service.sync.reporting import REBUILD

PATIENCE = timedelta(minutes=1)
"""A change that has waited longer than this for the index is a sign of trouble."""


def examine(session: Session, engine: Engine, lock: Path) -> Iterator[Finding]:
    running = is_held(lock)
    yield ok(
        "indexer", "a running process keeps the index up to date" if running else "not running"
    )
    yield state(engine, progress(lock) if running else None, running=running)
    if engine.state is State.READY:
        yield documents(session, engine)
    yield backlog(session, running=running)


def is_held(lock: Path) -> bool:
    """Whether a process holds the indexer's lock."""
    if not lock.exists():
        return False
    with try_lock(lock) as free:
        return not free


def state(engine: Engine, job: Progress | None, *, running: bool) -> Finding:
    """What it is after all of it was read; `job` is what a running process is busy with."""
    engine.check()
    found = engine.state
    if found is State.READY:
        return ok("index", "whole, and can be searched")
    if found is State.OUTDATED and running:
        return warn("index", f"it is {found.value}", _being_made(job))
    if found is State.OUTDATED and _answers(engine):
        text = f"it answers, but is {found.value}"
        return warn("index", text, "a server makes it again: toasoan serve")
    return fail("index", f"it is {found.value}", "run: toasoan search rebuild")


def _being_made(job: Progress | None) -> str:
    if job is None or job.job != REBUILD:
        return "the running server makes it again; see its log if this lasts"
    return f"the running server makes it again: {job.done:,} of {job.total:,} entries"


def _answers(engine: Engine) -> bool:
    """Whether an outdated one can be searched until it is made again."""
    try:
        engine.count()
    except IndexUnavailable:
        return False
    return True


def documents(session: Session, engine: Engine) -> Finding:
    """Counts only: `toasoan search verify` compares one by one."""
    expected = sum(_public_editions(session, name) for name in KINDS)
    found = engine.count()
    if found == expected:
        return ok("documents", f"{found:,} in the index, as in the database")
    text = f"{found:,} in the index, {expected:,} in the database"
    return warn("documents", text, "if it lasts, run: toasoan search verify")


def _public_editions(session: Session, kind: str) -> int:
    edition = KINDS[kind].edition
    return session.exec(
        select(func.count()).select_from(edition).where(col(edition.stage) != Stage.WORKING)
    ).one()


def backlog(session: Session, *, running: bool) -> Finding:
    waiting = col(Outbox.done_at).is_(None)
    count, oldest = session.exec(
        select(func.count(), func.min(col(Outbox.created_at))).where(waiting)
    ).one()
    if not count:
        return ok("changes", "all are in the index")
    age = now() - oldest
    text = f"{count:,} wait for the index, the oldest for {age.total_seconds():,.0f} s"
    if not running:
        return warn("changes", text, "they are indexed as soon as a server runs: toasoan serve")
    if age > PATIENCE:
        return warn("changes", text, "an import may be going on; else look at the server's log")
    return ok("changes", text)
