"""A file of arrays: all of it comes back, or opening it says that it is damaged."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engines.whoosh import arrays as module
from index.engines.whoosh.arrays import Array, Arrays, write_arrays
from index.engines.whoosh.storage import Damaged

TYPES = [np.uint8, np.uint16, np.uint32, np.int32, np.int64, np.uint64, np.float32]
SOME: dict[str, Array] = {
    "one": np.arange(300, dtype=np.uint32),
    "none": np.zeros(0, np.int64),
    "é ": np.ones(1),
}


def written(path: Path, arrays: dict[str, Array]) -> Arrays:
    """The arrays, read back from a file."""
    return Arrays(path, *_written(path, arrays))


def _written(path: Path, arrays: dict[str, Array]) -> tuple[int, int]:
    checksum = write_arrays(path, arrays)
    return path.stat().st_size, checksum


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
        st.tuples(st.sampled_from(TYPES), st.lists(st.integers(0, 255), max_size=99)),
        max_size=8,
    )
)
def test_arrays_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, drawn: dict[str, tuple[type, list[int]]]
) -> None:
    """What is found would depend on what stands beside it in the file."""
    given_: dict[str, Array] = {
        name: np.array(values, kind) for name, (kind, values) in drawn.items()
    }
    read = written(tmp_path_factory.mktemp("arrays") / "x", given_)
    for name, values in given_.items():
        assert read[name].dtype == values.dtype
        assert read[name].tolist() == values.tolist()
        assert read[name].flags.aligned
        pieces = read.pieces(name)
        assert len(pieces) == len(values)
        for piece in (slice(0, None), slice(3, 9), slice(9, 3), slice(-2, None), slice(50, 500)):
            assert pieces[piece].tolist() == values[piece].tolist()


def test_arrays_outlive_the_file(tmp_path: Path) -> None:
    """A search that is under way when its segment is merged away would fail."""
    read = written(tmp_path / "x", SOME)
    pieces, own = read.pieces("one"), read["one"]
    (tmp_path / "x").unlink()
    del read
    assert own.tolist() == pieces[0:300].tolist() == list(range(300))


def test_arrays_cannot_be_written_into(tmp_path: Path) -> None:
    """A mistake in one search would change what the next one finds."""
    with pytest.raises(ValueError, match="read-only"):
        written(tmp_path / "x", SOME)["one"][0] = 1


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    """Two segments of one name would destroy each other."""
    (tmp_path / "x").write_bytes(b"other")
    with pytest.raises(FileExistsError):
        write_arrays(tmp_path / "x", SOME)
    assert (tmp_path / "x").read_bytes() == b"other"


@pytest.mark.parametrize("kept", [0, 1, 20, 24, 100, -1, -24, -64])
def test_a_file_that_was_cut_is_damaged(tmp_path: Path, kept: int) -> None:
    """A power cut would leave an index that answers wrongly."""
    path = tmp_path / "x"
    size, checksum = _written(path, SOME)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(Damaged):
        Arrays(path, size, checksum)
    with pytest.raises((Damaged, ValueError)):  # as long as it is said to be, yet no such file
        Arrays(path, path.stat().st_size, checksum)


def test_every_flipped_byte_of_a_small_file_is_seen(tmp_path: Path) -> None:
    """A bad sector would change answers, and nobody know."""
    path = tmp_path / "x"
    size, checksum = _written(path, {"x": np.arange(30, dtype=np.uint8), "y": np.ones(2)})
    content = path.read_bytes()
    for place in range(size):
        path.write_bytes(content[:place] + bytes([content[place] ^ 64]) + content[place + 1 :])
        with pytest.raises(Damaged):
            Arrays(path, size, checksum)


def test_a_large_file_is_opened_by_its_end_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening an index would take longer with each article, or a torn directory be trusted."""
    monkeypatch.setattr(module, "CHECKED", 100)
    path = tmp_path / "x"
    size, checksum = _written(path, SOME)
    content = bytearray(path.read_bytes())
    content[5] ^= 1
    path.write_bytes(content)
    assert len(Arrays(path, size, checksum)["one"]) == 300  # `check` reads the rest
    content[-40] ^= 1  # in the directory
    path.write_bytes(content)
    with pytest.raises(Damaged):
        Arrays(path, size, checksum)


def test_a_file_cut_while_it_is_read_is_damaged(tmp_path: Path) -> None:
    """A search would take whatever happens to be in memory for postings."""
    path = tmp_path / "x"
    pieces = written(path, SOME).pieces("one")
    path.write_bytes(path.read_bytes()[:900])
    assert pieces[0:10].tolist() == list(range(10))
    with pytest.raises(Damaged):
        pieces[0:300]


def test_an_array_that_is_asked_for_after_the_file_was_cut(tmp_path: Path) -> None:
    """The system would kill the whole server for looking at what is not there."""
    path = tmp_path / "x"
    read = written(path, SOME)
    before = read["é "]
    path.write_bytes(b"")
    with pytest.raises(Damaged):
        read["one"]
    assert before.tolist() == read["é "].tolist() == [1.0]  # it was read, and is kept
