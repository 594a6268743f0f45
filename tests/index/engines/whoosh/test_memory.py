from index.engines.whoosh.memory import Memory


def test_what_was_used_longest_ago_is_forgotten() -> None:
    """A server would remember every word ever searched, until its memory is full."""
    memory = Memory(room=10)
    for key in "abc":
        memory.put(key, key.upper(), 4)
    assert memory.get("a") is None
    assert memory.get("b") == "B"
    memory.put("d", "D", 4)
    assert memory.get("c") is None
    assert memory.get("b") == "B"


def test_weights_are_counted_once() -> None:
    """Room would be lost each time something is computed again."""
    memory = Memory(room=10)
    for _ in range(5):
        memory.put("a", "A", 6)
    memory.put("b", "B", 4)
    assert (memory.get("a"), memory.get("b")) == ("A", "B")
    memory.put("c", "C", 11)
    assert memory.get("c") is None
