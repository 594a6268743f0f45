"""Web links, in groups."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from service.content.times import UtcDateTime


class LinkGroup(SQLModel, table=True):
    __tablename__ = "link_group"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=200)
    position: int = 0


class Link(SQLModel, table=True):
    """A link; the public sees it while `visible_from` <= now < `visible_until`."""

    __tablename__ = "link"

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="link_group.id", ondelete="CASCADE", index=True)
    title: str = Field(max_length=300)
    url: str = Field(max_length=2_000)
    position: int = 0
    visible_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    visible_until: datetime | None = Field(default=None, sa_type=UtcDateTime)

    def shown_at(self, now: datetime) -> bool:
        begun = self.visible_from is None or self.visible_from <= now
        return begun and (self.visible_until is None or now < self.visible_until)
