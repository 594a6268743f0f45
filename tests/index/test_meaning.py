"""What of a reader's text may be let go, and how it is read."""

import pytest

from index.meaning import ENOUGH_WORDS, Meaning, Typing, meanings
from index.query import AtLeast, Not, Or, Phrase, Query, Term, positive_leaves
from index.synonyms import Synonyms

SYNONYMS = Synonyms([(("UBND", "ủy ban nhân dân"), None), (("công an", "CA"), None)])


def meaning(text: str) -> Meaning:
    return next(meanings(text, SYNONYMS))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hoà bình", ["hoà bình"]),
        ("hoa binh", ["hoa binh"]),
        ("cầu mới cầu mới", ["cầu mới", "mới cầu"]),
        ('hoà bình "chi bộ" -đảng', ["hoà bình"]),
        ("hoà bình 10-CT/TW", ["hoà bình"]),
        ("hoà", []),
        ("chi bộ bản", []),
        ("cầu OR đường", []),
        ("UBND tỉnh", []),
        ("công an", []),
        ('hoà "chi bộ" bình', []),
        ("title:hoà bình", []),
    ],
)
def test_two_words_stand_together(text: str, expected: list[str]) -> None:
    """Peace (hoà bình) would be found where hoà giải and bình đẳng are meant; or words that are no
    neighbours in the query would have to be neighbours."""
    together = meaning(text).together
    leaves = [] if together is None else list(positive_leaves(together))
    assert [" ".join(one.words) for one in leaves if isinstance(one, Phrase)] == expected
    assert all(isinstance(one, Phrase) for one in leaves)


@pytest.mark.parametrize("text", ["10-CT/TW", "số 10-CT/TW", "10 ct tw học tập đạo đức"])
def test_a_document_s_number_is_not_let_go(text: str) -> None:
    """A reader who types a document's number would be given everything else."""
    meant = meaning(text)
    assert len(meant.numbers) == 1
    assert meant.partial == (Or(meant.numbers) if meant.free else None)


def test_in_a_long_text_a_number_is_one_thing_among_many() -> None:
    """A question that mentions a decree would find only what names it, too."""
    meant = meaning("10-CT/TW học tập đạo đức phong cách")
    assert meant.is_long
    assert meant.partial == Or((*meant.numbers, AtLeast(meant.free, ENOUGH_WORDS)))


def test_one_of_several_numbers_will_do() -> None:
    """Two numbers that no article names together would find neither document."""
    meant = meaning('10-CT/TW "học tập" 12-HD/BTCTW -thi')
    quoted, excluded = Phrase(("học", "tập")), Not(Term("thi"))
    assert meant.partial == quoted & Or(meant.numbers) & excluded


@pytest.mark.parametrize(
    ("text", "typings"),
    [
        ("sinh hoạt", [Typing.AS_TYPED]),
        ("sinh hoatj", [Typing.AS_TYPED, Typing.TELEX]),
        ("sinh hoat5", [Typing.AS_TYPED, Typing.VNI]),
        ("sinh hoatj bo65", [Typing.AS_TYPED, Typing.TELEX, Typing.VNI]),
    ],
)
def test_the_readings_of_a_text(text: str, typings: list[Typing]) -> None:
    """A page would say that the keys were read in a way in which they were not."""
    assert [one.typing for one in meanings(text, SYNONYMS)] == typings


def test_a_choice_with_a_number_is_a_choice() -> None:
    """Of "10-CT/TW OR cầu" articles about bridges would not be found."""
    meant = meaning("10-CT/TW OR cầu sông")
    assert (len(meant.numbers), len(meant.free)) == (0, 1)
    choice: Query = meant.free[0]
    assert isinstance(choice, Or)
