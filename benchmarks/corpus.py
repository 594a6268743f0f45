"""The articles that are measured with: those of a file, and as many more as are asked for.

What a file has too few of is made by recombining its articles: the title of one, the lead of
another, paragraphs of several. Made ones keep the language, its common and its rare words.
"""

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.texts import CATEGORIES, make_articles, read_articles

UNDATED = datetime.fromisoformat("2020-01-01T08:00:00+07:00")


@dataclass(frozen=True, slots=True)
class Article:
    """One article; `published_at` is aware, `category` a slug."""

    number: int
    title: str
    lead: str
    paragraphs: tuple[str, ...]
    byline: str
    category: str
    published_at: datetime

    @property
    def body(self) -> str:
        return "\n\n".join(self.paragraphs)

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is searched, in the order of reading; nothing that is empty."""
        return tuple(filter(None, (self.title, self.lead, self.body, self.byline)))

    @property
    def size(self) -> int:
        """Bytes of its text in UTF-8."""
        return sum(len(text.encode()) for text in self.texts)

    @property
    def line(self) -> str:
        """The article as `toasoan import` reads it."""
        values = {
            "title": self.title,
            "lead": self.lead,
            "body": self.paragraphs,
            "byline": self.byline or None,
            "publishedAt": self.published_at.isoformat(),
            "category": {"slug": self.category, "name": self.category},
        }
        return json.dumps(values, ensure_ascii=False) + "\n"


@dataclass(frozen=True)
class Corpus:
    """`size` articles, the first of them `own`: as they stand in the file."""

    own: Sequence[Article]
    size: int

    @property
    def made(self) -> int:
        return max(0, self.size - len(self.own))

    def __iter__(self) -> Iterator[Article]:
        yield from self.own[: self.size]
        for number in range(len(self.own), self.size):
            yield _recombined(self.own, number)


def load(path: Path | None, limit: int) -> Corpus:
    """`limit` articles, of a file or without one generated. ValueError where the file has none."""
    lines = read_articles(path, limit) if path else make_articles(limit)
    own = list(parsed(lines))
    if not own:
        raise ValueError(f"{path} holds no article")
    return Corpus(own, limit)


def parsed(lines: Iterable[str]) -> Iterator[Article]:
    return (_article(number, json.loads(line)) for number, line in enumerate(lines))


def _article(number: int, values: dict[str, Any]) -> Article:
    if "text" in values:  # a text without parts: its first line is the title
        title, _, rest = values["text"].partition("\n")
        values = {"title": title, "body": rest.strip().split("\n\n")}
    category = values.get("category") or {"slug": CATEGORIES[number % len(CATEGORIES)][0]}
    day = values.get("publishedAt")
    return Article(
        number=number,
        title=values["title"],
        lead=values.get("lead") or "",
        paragraphs=tuple(part for part in values.get("body") or () if isinstance(part, str)),
        byline=values.get("byline") or "",
        category=category["slug"],
        published_at=datetime.fromisoformat(day) if day else UNDATED,
    )


def _recombined(own: Sequence[Article], number: int) -> Article:
    """The same article for the same number."""
    rng = random.Random(number)
    first, second, *others = rng.choices(own, k=5)
    length = len(rng.choice(own).paragraphs)
    pool = [part for one in (first, second, *others) for part in one.paragraphs]
    return Article(
        number=number,
        title=first.title,
        lead=second.lead,
        paragraphs=tuple(rng.sample(pool, min(length, len(pool)))),
        byline=first.byline,
        category=first.category,
        published_at=first.published_at + timedelta(minutes=rng.randrange(60 * 24 * 30)),
    )
