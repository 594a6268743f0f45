from hypothesis import given
from hypothesis import strategies as st

from index.engines.whoosh.postings import Postings, pack_positions, unpack_positions

_NUMBERS = st.integers(0, 2**32 - 1)


@given(st.dictionaries(_NUMBERS, st.lists(_NUMBERS, min_size=1, max_size=4), min_size=1))
def test_postings_come_back(places: dict[int, list[int]]) -> None:
    """Large articles and large indexes would be found at the wrong places."""
    documents = sorted(places)
    positions = [position for one in documents for position in places[one]]
    frequencies = [len(places[one]) for one in documents]
    back = Postings.unpack(Postings(documents, frequencies, positions).pack())
    assert list(back.documents) == documents
    assert list(back.frequencies) == frequencies
    assert {one: list(back.positions_in(one)) for one in documents} == places
    assert list(back.positions_in(2**33)) == []


def test_values_have_no_positions() -> None:
    """A filter would read rubbish."""
    back = Postings.unpack(Postings.of_values([3, 70_000]).pack())
    assert list(back.documents) == [3, 70_000]
    assert list(back.frequencies) == list(back.positions) == []


@given(st.lists(_NUMBERS))
def test_positions_come_back(positions: list[int]) -> None:
    """Whoosh's own phrases would match elsewhere."""
    assert list(unpack_positions(pack_positions(positions))) == positions
