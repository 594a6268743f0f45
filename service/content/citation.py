"""Official documents that articles cite, by their numbers."""

from sqlmodel import Field, SQLModel


class CitedDocument(SQLModel, table=True):
    """A document number as it is normalised: 12-HD/BTCTW."""

    __tablename__ = "cited_document"

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=100, unique=True)
    kind: str | None = Field(default=None, max_length=40)
    """The code of its kind: CT, HD, NĐ-CP."""
