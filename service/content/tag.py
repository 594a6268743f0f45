"""Tags: free words that articles share."""

from sqlmodel import Field, SQLModel

from index.vietnamese.normalise import MAX_SYLLABLE, canonical, nfc
from index.vietnamese.segment import SYLLABLE


class Tag(SQLModel, table=True):
    __tablename__ = "tag"

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=200, unique=True)
    name: str = Field(max_length=100)
    name_key: str = Field(index=True)
    """Sorts by code point in Vietnamese alphabetical order."""
    spelling: str = Field(unique=True)
    """By this a tag is known, however its name is typed: see `spelling_of`."""


def spelling_of(name: str) -> str:
    """The one spelling of a name, the same for all ways of typing it and for no other name.

    Case, the place of tone marks and the width of spaces do not count; the marks themselves do:
    "Hải Dương" is not "Hải Đường".
    """
    words = " ".join(nfc(nfc(name).lower()).split())
    return nfc(SYLLABLE.sub(lambda found: _canonical(found.group()), words))


def _canonical(syllable: str) -> str:
    """One that is too long is no Vietnamese syllable; canonical would cut it."""
    return canonical(syllable) if len(syllable) <= MAX_SYLLABLE else syllable
