"""Tags: free words that articles share."""

from sqlmodel import Field, SQLModel


class Tag(SQLModel, table=True):
    __tablename__ = "tag"

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=200, unique=True)
    name: str = Field(max_length=100)
    name_key: str = Field(index=True)
    """Sorts by code point in Vietnamese alphabetical order."""
