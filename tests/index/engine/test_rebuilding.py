"""An index that is not there, and a new one beside the one in use."""

import pytest

from index.engine import Engine, IndexUnavailable, State
from index.query import Everything
from tests.index.documents import NOW, document, found, start, store
from tests.index.engine.conftest import Open


def test_a_missing_index_says_so(reopen: Open) -> None:
    """A fresh installation would fail instead of building its index."""
    engine = reopen()
    assert engine.state is State.MISSING
    assert engine.watermarks() == {}
    for use in (
        lambda: engine.search(Everything(), at=NOW),
        lambda: engine.replace((), [], {}),
        lambda: engine.merge(),
        lambda: engine.count(),
        lambda: list(engine.digests()),
    ):
        with pytest.raises(IndexUnavailable) as raised:
            use()
        assert raised.value.state is State.MISSING


def test_a_rebuild_is_seen_only_when_finished(engine: Engine, reopen: Open) -> None:
    """Readers would see half an index."""
    other = reopen()
    store(engine, document("old", "bộ"))
    assert found(other, "bộ") == ["old"]
    rebuilding = engine.rebuild()
    rebuilding.add(document(str(n), "bộ mới") for n in range(30))
    rebuilding.replace({"article:3", "article:4"}, [document("4", "sửa")])
    store(engine, document("meanwhile", "bộ"))
    assert set(found(other, "bộ")) == {"old", "meanwhile"}
    rebuilding.finish({"bulk": 9})
    assert len(found(other, "bộ mới")) == len(found(engine, "bộ mới")) == 28
    assert found(other, "sửa") == ["4"]
    assert found(other, "bộ -mới") == []
    assert other.watermarks() == {"bulk": 9}


def test_an_abandoned_rebuild_changes_nothing(engine: Engine) -> None:
    """A rebuild that failed would take the index with it."""
    store(engine, document("old", "bộ"))
    rebuilding = engine.rebuild()
    rebuilding.add([document("new", "bộ")])
    rebuilding.abandon()
    assert found(engine, "bộ") == ["old"]
    start(engine, document("newer", "bộ"))
    assert found(engine, "bộ") == ["newer"]
