import pytest

from index.opening import open_engine


@pytest.mark.parametrize("address", ["", "whoosh", "whoosh:", "solr:x", "/tmp/x"])
def test_unknown_addresses_are_refused(address: str) -> None:
    """A misspelt setting would make an empty index somewhere."""
    with pytest.raises(ValueError, match="whoosh:PATH"):
        open_engine(address)
