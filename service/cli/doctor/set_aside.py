"""Articles that could not be indexed, and public ones that the index does not hold, and why.

The indexer leaves out what it cannot index, and notes why, so that all others are found. What is
missing for no reason that it has noted is tried here, on a small index that is thrown away.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import Session, col, select

from index.engine import Engine, State
from index.opening import open_engine
from service.cli.doctor.finding import Finding, ok, warn
from service.content import KINDS
from service.content.base import Stage
from service.store import Store
from service.sync import documents, queue
from service.sync.failures import Failure, read_all

MOST = 5
"""Articles that are named; more have one cause."""

_CHANGE = "edit and publish it again"
_MEND = f"{_CHANGE}, or run: toasoan search rebuild"
_AGAIN = "a running server tries it again"


def examine(store: Store, session: Session, engine: Engine) -> Iterator[Finding]:
    failed = read_all(session)
    findings = list(map(_failed, failed[:MOST]))
    if len(failed) > MOST:
        findings.append(warn("set aside", f"{len(failed) - MOST:,} more entries", _MEND))
    if engine.state is State.READY:
        known = {one.entry_id for one in failed}
        missing = (one for one in _missing(session, engine) if one not in known)
        findings += [
            warn(f"article {one}", _why(store, one), _MEND) for one in islice(missing, MOST)
        ]
    elif not findings:
        return
    yield from findings or [ok("set aside", "no article")]


def _failed(one: Failure) -> Finding:
    """What has been tried, how often, and what came of it."""
    times = f"{one.tries} times" if one.tries > 1 else "once"
    if not one.is_set_aside:
        return warn(f"article {one.entry_id}", f"not indexed, tried {times}: {one.error}", _AGAIN)
    mend = _CHANGE if one.ended_process else _MEND
    return warn(f"article {one.entry_id}", f"set aside, tried {times}: {one.error}", mend)


def _missing(session: Session, engine: Engine) -> Iterator[int]:
    """Entries that are public, are not in the index, and do not wait for it."""
    waiting = queue.what_waits(session)
    if waiting.everything:
        return
    held = {document_id.split(":")[1] for document_id, _ in engine.digests()}
    for kind in KINDS.values():
        edition = kind.edition
        public = select(edition.entry_id).where(col(edition.stage) != Stage.WORKING).distinct()
        for entry_id in session.exec(public.order_by(col(edition.entry_id))):
            if str(entry_id) not in held and entry_id not in waiting.entries:
                yield entry_id


def _why(store: Store, entry_id: int) -> str:
    (item,) = documents.load(store, [entry_id])
    error = item.error or refusal(item)
    if error is None:
        return "it is not in the index, though it could be"
    return f"it cannot be indexed: {type(error).__name__}: {error}"


def refusal(item: documents.Indexable) -> Exception | None:
    """What an engine says to an entry's documents; None if it takes them."""
    with TemporaryDirectory() as folder:
        trial = open_engine(f"whoosh:{Path(folder) / 'index'}").rebuild()
        try:
            trial.add(item.documents)
            trial.finish({})
        except Exception as error:  # whatever it is, it is what the indexer met
            trial.abandon()
            return error
    return None
