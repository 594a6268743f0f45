"""The questions: words that stand side by side in the articles themselves, asked in many ways.

Every way is equally frequent with every other: lengths, marks, how common the words are, filters.
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from benchmarks.corpus import Article
from benchmarks.tokens import syllables
from index.query import And, Or, Phrase, Query, Range, Term, Value
from index.vietnamese.fold import fold
from index.vietnamese.forms import Forms, forms
from index.vietnamese.segment import SYLLABLE

COUNT = 300
LENGTHS = (1, 2, 2, 3, 3, 4, 5, 6, 7, 8)
COMMON, RARE = 0.1, 0.01
"""Shares of the articles in which the rarest of the words stands: from, and below."""
SAMPLED = 2_000
TRIES = 300

T = TypeVar("T")


class Marks(StrEnum):
    ACCENTED = "accented"
    UNACCENTED = "unaccented"
    MIXED = "mixed"


class Commonness(StrEnum):
    COMMON = "common"
    MEDIUM = "medium"
    RARE = "rare"


class Scope(StrEnum):
    EVERYTHING = "no filter"
    CATEGORY = "category"
    DATES = "dates"
    BOTH = "category and dates"


class Style(StrEnum):
    WORDS = "words"
    PHRASE = "phrase"
    NEWEST = "newest first"


class Joint(StrEnum):
    AND = "AND"
    OR = "OR"


@dataclass(frozen=True, slots=True)
class Question:
    """One search: the words as they are typed, and what narrows and orders what is found."""

    words: tuple[str, ...]
    marks: Marks
    commonness: Commonness
    style: Style = Style.WORDS
    joint: Joint = Joint.AND
    category: str | None = None
    dates: tuple[datetime, datetime] | None = None

    @property
    def scope(self) -> Scope:
        if self.category and self.dates:
            return Scope.BOTH
        if self.category:
            return Scope.CATEGORY
        return Scope.DATES if self.dates else Scope.EVERYTHING

    @property
    def newest(self) -> bool:
        return self.style is Style.NEWEST

    @property
    def means_the_same(self) -> bool:
        """To all engines: a phrase with marks on some words is in no one form of the peers."""
        marked = {forms(word).marked for word in self.words}
        return self.style is not Style.PHRASE or len(marked) == 1

    @property
    def query(self) -> Query:
        """The tree that every engine is asked with."""
        if self.style is Style.PHRASE:
            return Phrase(self.words)
        terms = tuple(Term(word) for word in self.words)
        if len(terms) == 1:
            return terms[0]
        return And(terms) if self.joint is Joint.AND else Or(terms)

    @property
    def filters(self) -> Mapping[str, Query]:
        found: dict[str, Query] = {}
        if self.category:
            found["categories"] = Value("categories", self.category)
        if self.dates:
            found["published_at"] = Range("published_at", *self.dates)
        return found

    def joined_by(self, joint: Joint) -> "Question":
        return replace(self, joint=joint)


def make(articles: Sequence[Article], count: int = COUNT, seed: int = 1) -> list[Question]:
    """The same questions for the same articles and seed."""
    rng = random.Random(seed)
    sample = rng.sample(articles, min(SAMPLED, len(articles)))
    runs = _Runs(sample, rng)
    styles = (*[Style.WORDS] * 7, *[Style.PHRASE] * 2, Style.NEWEST)
    return [
        runs.question(*way)
        for way in zip(
            _balanced(LENGTHS, count, rng),
            _balanced(tuple(Marks), count, rng),
            _balanced(tuple(Commonness), count, rng),
            _balanced(tuple(Scope), count, rng),
            _balanced(styles, count, rng),
            strict=True,
        )
    ]


def typed(words: Sequence[Forms], marks: Marks, rng: random.Random) -> tuple[str, ...]:
    """The words as a reader types them; mixed, each one with its marks or without by chance."""
    if marks is Marks.ACCENTED:
        return tuple(word.exact for word in words)
    if marks is Marks.UNACCENTED:
        return tuple(word.folded for word in words)
    return tuple(word.exact if rng.random() < 0.5 else word.folded for word in words)


def typed_text(text: str, marks: Marks, rng: random.Random) -> str:
    """As `typed`, of a whole text, the rest of which stays as it is."""
    if marks is Marks.ACCENTED:
        return text
    share = 1.0 if marks is Marks.UNACCENTED else 0.5
    return SYLLABLE.sub(lambda found: fold(found[0]) if rng.random() < share else found[0], text)


def _balanced(values: Sequence[T], count: int, rng: random.Random) -> list[T]:
    """Each value as often as the others, in an order by chance."""
    repeated = [values[place % len(values)] for place in range(count)]
    rng.shuffle(repeated)
    return repeated


class _Runs:
    """Words that stand side by side in articles, found by how common they are."""

    def __init__(self, articles: Sequence[Article], rng: random.Random) -> None:
        self._articles = [
            (article, [syllables(text) for text in article.texts]) for article in articles
        ]
        self._rng = rng
        self._frequencies = Counter(
            folded
            for _, texts in self._articles
            for folded in {word.folded for text in texts for word in text}
        )

    def question(
        self, length: int, marks: Marks, wanted: Commonness, scope: Scope, style: Style
    ) -> Question:
        if style is Style.PHRASE:  # which the peers look for in one form of the text
            length = max(2, length)
            marks = Marks.ACCENTED if marks is Marks.MIXED else marks
        article, run = self._find(length, wanted)
        year = article.published_at.replace(month=1, day=1, hour=0, minute=0)
        narrow = {Scope.CATEGORY, Scope.BOTH}, {Scope.DATES, Scope.BOTH}
        return Question(
            words=typed(run, marks, self._rng),
            marks=marks,
            commonness=self.commonness(run),
            style=style,
            category=article.category if scope in narrow[0] else None,
            dates=(year, year.replace(year=year.year + 1)) if scope in narrow[1] else None,
        )

    def commonness(self, run: Sequence[Forms]) -> Commonness:
        share = min(self._frequencies[word.folded] for word in run) / len(self._articles)
        if share >= COMMON:
            return Commonness.COMMON
        return Commonness.RARE if share < RARE else Commonness.MEDIUM

    def _find(self, length: int, wanted: Commonness) -> tuple[Article, list[Forms]]:
        """The first that is as common as wanted; after many tries, any."""
        found: tuple[Article, list[Forms]] | None = None
        for _ in range(TRIES):
            article, texts = self._rng.choice(self._articles)
            run = self._run(self._rng.choice(texts), length)
            if run and (found is None or len(run) >= len(found[1])):
                found = article, run
                if len(run) == length and self.commonness(run) is wanted:
                    break
        return found or (self._articles[0][0], [forms("tin")])

    def _run(self, words: Sequence[Forms], length: int) -> list[Forms]:
        """Different words of a text, `length` of them or as many as there are."""
        begin = self._rng.randrange(max(1, len(words) - length + 1))
        return list({word.folded: word for word in words[begin : begin + length]}.values())
