"""How what changed reaches the index: the indexer; rebuilding and verifying by command."""

from service.sync.commands import rebuild, run_until_empty
from service.sync.indexer import Indexer
from service.sync.locking import try_lock
from service.sync.queue import Backlog, backlog, bulk_backlog, request_rebuild
from service.sync.reporting import Progress, progress
from service.sync.verification import Difference, Fault, verify

__all__ = [
    "Backlog",
    "Difference",
    "Fault",
    "Indexer",
    "Progress",
    "backlog",
    "bulk_backlog",
    "progress",
    "rebuild",
    "request_rebuild",
    "run_until_empty",
    "try_lock",
    "verify",
]
