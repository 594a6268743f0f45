"""Engines by their address."""

from pathlib import Path

from index.engine import Engine
from index.engines.whoosh.engine import WhooshEngine


def open_engine(url: str) -> Engine:
    """The engine at "whoosh:PATH". Raises ValueError for an address of no known engine.

    A folder without an index, or with a damaged one, opens too: the engine's `state` says so.
    """
    scheme, _, path = url.partition(":")
    if scheme != "whoosh" or not path:
        raise ValueError(f"not the address of a search index: {url!r}; use whoosh:PATH")
    return WhooshEngine(Path(path))
