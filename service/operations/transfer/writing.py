"""Writes batches of lines, each in transactions so short that editors do not notice."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Protocol, cast

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from service.content import times
from service.content.category import MAX_CATEGORIES
from service.content.change import Lane, Outbox
from service.errors import Refusal, Refused
from service.operations.transfer.adding import add_new
from service.operations.transfer.arranging import Arranged, Arranging
from service.operations.transfer.batches import Batch, reason_of
from service.operations.transfer.matching import Known, find_known
from service.operations.transfer.references import References
from service.operations.transfer.restoring import restore
from service.operations.transfer.seen import Seen
from service.operations.transfer.shapes import (
    ArticleLine,
    CategoryLine,
    Content,
    Line,
    Named,
    SiteLine,
)
from service.operations.transfer.updating import carry_out, plan
from service.permissions import Actor
from service.store import Store

HELD_SECONDS = 0.2
"""After which a transaction begins no further change of an article."""
_Article = tuple[int, ArticleLine]
"""A line with its number."""
_Other = tuple[int, Arranged]
_Matched = tuple[int, ArticleLine, Known | None]


class Report(Protocol):
    created: int
    updated: int
    unchanged: int

    def refuse(self, line: int, reason: str) -> None: ...


class _TakeBack(Exception):
    """Ends a transaction on trial."""


class Writing:
    """What one reading of a file writes; on trial everything is taken back at once.

    `named` knows the slugs that other lines have, so that none is made like them.
    """

    def __init__(
        self,
        store: Store,
        actor: Actor,
        seen: Seen,
        named: Seen,
        report: Report,
        *,
        trial: bool,
    ) -> None:
        self._store = store
        self._actor = actor
        self._seen = seen
        self._named = named
        self._report = report
        self._trial = trial
        self._arranging = Arranging(actor)
        self._rehearsed = Rehearsed()

    def write(self, batch: Batch) -> None:
        """In the order of the lines, but articles that follow each other are written together."""
        for are_articles, run in groupby(batch.lines, lambda one: isinstance(one[1], ArticleLine)):
            lines = list(run)
            if are_articles:
                self._write_articles([cast("_Article", one) for one in lines], batch)
            else:
                with self._transaction() as session:
                    self._arrange(session, [cast("_Other", one) for one in lines], batch)
            if self._trial:
                self._rehearsed.remember(line for _, line in lines)

    def _write_articles(self, articles: list[_Article], batch: Batch) -> None:
        rest = articles if self._trial else self._differing(articles, batch)
        while rest:
            with self._transaction() as session:
                rest = self._write_some(session, rest, batch)

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        with suppress(_TakeBack), self._store.transaction() as session:
            yield session
            if self._trial:
                raise _TakeBack

    def _arrange(self, session: Session, others: list[_Other], batch: Batch) -> None:
        if self._trial and any(isinstance(line, CategoryLine | SiteLine) for _, line in others):
            for earlier in self._rehearsed.categories.values():
                self._arranging.arrange(session, earlier, {})
        for number, line in others:
            with self._refusing(session, number):
                self._arranging.arrange(session, line, batch.pictures)

    def _differing(self, articles: list[_Article], batch: Batch) -> list[_Article]:
        """Those that are new or changed, found without keeping any writer waiting."""
        differing: list[_Article] = []
        with self._store.snapshot() as session:
            matched = _match(session, articles)
            references = References(session, None, _contents(matched), batch.pictures)
            for number, line, known in matched:
                if known is None:
                    differing.append((number, line))
                elif self._is_first(number, known):
                    if plan(known, line, references, times.now()) is None:
                        self._report.unchanged += 1
                    else:
                        differing.append((number, line))
        return differing

    def _write_some(
        self, session: Session, articles: list[_Article], batch: Batch
    ) -> list[_Article]:
        """Adds all that are new, and changes others for as long as a transaction may take; returns
        those that are left."""
        now = times.now()
        matched = _match(session, articles)
        new = [(number, line) for number, line, known in matched if known is None]
        if new:
            self._add(session, new, batch, now)
        there = [one for one in matched if one[2] is not None]
        return self._change(session, there, batch, now) if there else []

    def _add(self, session: Session, new: list[_Article], batch: Batch, now: datetime) -> None:
        lines = [line for _, line in new]
        contents = [content for line in lines for content in line.all_contents()]
        try:
            with session.begin_nested():
                references = References(session, self._actor, contents, batch.pictures)
                added = add_new(session, self._actor, lines, references, self._is_named, now)
                restore(session, added, references, now)
        except (Refusal, Refused) as refused:
            if len(new) == 1:
                self._report.refuse(new[0][0], reason_of(refused))
                return
            for one in new:  # to find out which of them it is
                self._add(session, [one], batch, now)
            return
        self._report.created += len(added)
        if not self._trial:  # there the ids are given to others again
            for (number, _), made in zip(new, added, strict=True):
                self._seen.first(f"entry {made.entry.id}", number)
                self._seen.first(f"slug {made.draft.values['slug']}", number)

    def _change(
        self, session: Session, there: list[_Matched], batch: Batch, now: datetime
    ) -> list[_Article]:
        before = session.exec(select(func.max(Outbox.seq))).one() or 0
        deadline = time.monotonic() + HELD_SECONDS
        for place, (number, line, known) in enumerate(there):
            if place and time.monotonic() > deadline:
                there = there[place:]
                break
            if known is not None and self._is_first(number, known):
                with self._refusing(session, number):
                    references = References(session, self._actor, line.contents(), batch.pictures)
                    wanted = plan(known, line, references, now)
                    if wanted is not None:
                        carry_out(session, self._actor, known, wanted, now)
                        self._report.updated += 1
                    else:
                        self._report.unchanged += 1
        else:
            there = []
        _leave_to_bulk(session, before)
        return [(number, line) for number, line, _ in there]

    @contextmanager
    def _refusing(self, session: Session, number: int) -> Iterator[None]:
        """Takes back what a refused line has done, and reports it."""
        try:
            with session.begin_nested():
                yield
        except (Refusal, Refused) as refused:
            self._report.refuse(number, reason_of(refused))

    def _is_first(self, number: int, known: Known) -> bool:
        first = self._seen.first(f"entry {known.entry.id}", number)
        if first != number:
            self._report.refuse(number, f"Line {first} is about the same article.")
        return first == number

    def _is_named(self, slug: str) -> bool:
        return self._named.line_of(f"slug {slug}") is not None


class Rehearsed:
    """The categories that a trial has made and taken back; later lines may stand under them."""

    def __init__(self) -> None:
        self.categories: dict[str, CategoryLine] = {}

    def remember(self, lines: Iterable[Line]) -> None:
        for line in lines:
            if isinstance(line, CategoryLine):
                self.categories.pop(line.slug, None)
                self.categories[line.slug] = line
            elif isinstance(line, ArticleLine):
                for content in line.contents():
                    if content.category is not None:
                        self._remember_plain(content.category)

    def _remember_plain(self, named: Named) -> None:
        if len(self.categories) < MAX_CATEGORIES:
            plain = CategoryLine(named.slug, {}, None, False, ())
            self.categories.setdefault(named.slug, replace(plain, values={"name": named.name}))


def _match(session: Session, articles: list[_Article]) -> list[_Matched]:
    known = find_known(session, [line for _, line in articles])
    return [(*article, one) for article, one in zip(articles, known, strict=True)]


def _contents(matched: list[_Matched]) -> list[Content]:
    """Of those that are there already."""
    return [content for _, line, known in matched if known for content in line.contents()]


def _leave_to_bulk(session: Session, after: int) -> None:
    """Moves the notes of this transaction behind those that editors wait for."""
    session.flush()
    mine = col(Outbox.seq) > after
    session.execute(update(Outbox).where(mine).values(lane=Lane.BULK))
