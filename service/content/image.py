"""Images: pictures in the media store, known by the hash of their content."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from service.content.times import UtcDateTime


class Image(SQLModel, table=True):
    """A picture and what it shows; the same bytes with another text are another image.

    So are those that another writer has uploaded, for a writer must not learn of them.
    """

    __tablename__ = "image"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=100, index=True)
    """File name in the media store: content hash and extension."""
    width: int
    height: int
    alt: str = Field(max_length=1_000)
    placeholder: str | None = None
    """A tiny blurred version, as a data: address."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    uploaded_by_id: int | None = Field(default=None, foreign_key="account.id")
