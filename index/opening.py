"""Engines by their address."""

from pathlib import Path

from index.engine import Engine
from index.engines.whoosh.engine import CACHE, MEMORY, WhooshEngine


def open_engine(url: str, *, memory: int = MEMORY, cache: int = CACHE) -> Engine:
    """The engine at "whoosh:PATH". Raises ValueError for an address of no known engine.

    `memory` are the bytes that building or merging takes, and `cache` those in which it remembers
    the words that were searched.

    A folder without an index, or with a damaged one, opens too: the engine's `state` says so.
    """
    scheme, _, path = url.partition(":")
    if scheme != "whoosh" or not path:
        raise ValueError(f"not the address of a search index: {url!r}; use whoosh:PATH")
    return WhooshEngine(Path(path), memory=memory, cache=cache)
