"""A real page of a portal as a reader sees it, taken apart into what an editor would enter."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from service.content.times import VIETNAM

FILE = Path(__file__).parents[4] / "shared" / "data" / "portal-page.txt"
"""Beside the project, not in it: the page is somebody's."""

_POSTED = re.compile(
    r"Người đăng: (?P<poster>.+?) Ngày đăng: (?P<hour>\d+):(?P<minute>\d+) \| "
    r"(?P<day>\d+)/(?P<month>\d+) Lượt xem: (?P<views>\d+)"
)


@dataclass(frozen=True)
class PortalPage:
    """Everything that stands on the page."""

    slogan: str
    category: str
    title: str
    poster: str
    published_at: datetime
    views: int
    lead: str
    before_picture: list[str]
    caption: str
    after_picture: list[str]
    byline: str
    newer_heading: str
    older_heading: str
    links_heading: str

    @property
    def paragraphs(self) -> list[str]:
        return [*self.before_picture, *self.after_picture]


def read_portal_page(path: Path = FILE) -> PortalPage:
    text = path.read_text(encoding="utf-8")
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    posted_at = next(number for number, line in enumerate(lines) if _POSTED.match(line))
    posted = _POSTED.match(lines[posted_at])
    assert posted is not None
    signed_at = next(n for n, line in enumerate(lines) if line.startswith("Tác giả: "))
    lead, *body = lines[posted_at + 1 : signed_at]
    caption = _caption(text)
    picture = body.index(caption)
    return PortalPage(
        slogan=max((line for line in lines[:posted_at] if line.isupper()), key=len),
        category=lines[posted_at - 2],
        title=lines[posted_at - 1],
        poster=posted["poster"],
        published_at=_moment(posted, lead),
        views=int(posted["views"]),
        lead=lead,
        before_picture=body[:picture],
        caption=caption,
        after_picture=body[picture + 1 :],
        byline=lines[signed_at].removeprefix("Tác giả: "),
        newer_heading=next(line for line in lines if "tin mới" in line),
        older_heading=next(line for line in lines if "tin khác" in line),
        links_heading=next(line for line in lines if line.startswith("LIÊN KẾT")),
    )


def _caption(text: str) -> str:
    """The line under the picture: the picture itself has left an empty line more than usual."""
    found = re.search(r"\n\s*\n\s*\n([^\n]{1,80}[^\n.:])\n\s*\n[^\n]{200}", text)
    assert found is not None
    return found[1].strip()


def _moment(posted: re.Match[str], lead: str) -> datetime:
    """The page shows no year; its first sentence does."""
    day, month = int(posted["day"]), int(posted["month"])
    dated = re.search(rf"{day:02}/{month:02}/(\d{{4}})", lead)
    assert dated is not None
    hour, minute = int(posted["hour"]), int(posted["minute"])
    return datetime(int(dated[1]), month, day, hour, minute, tzinfo=VIETNAM)
