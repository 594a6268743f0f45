from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from service.content.article import ARTICLE, Article
from service.content.base import Entry, Stage
from service.content.citation import ArticleCitation, CitedDocument
from service.content.times import now
from service.operations import drafting, lifecycle
from service.permissions import SYSTEM
from tests.service.operations.desk import Desk
from tests.service.operations.transfers import Service

DIRECTIVE, GUIDE = "10-CT/TW", "12-HD/BTCTW"


def cited(session: Session, entry_id: int) -> dict[str, list[str]]:
    """The numbers that each edition cites."""
    found: dict[str, list[str]] = {}
    for stage, number in session.exec(
        select(Article.stage, CitedDocument.number)
        .join(ArticleCitation, col(ArticleCitation.edition_id) == col(Article.id))
        .join(CitedDocument, col(CitedDocument.id) == col(ArticleCitation.document_id))
        .where(Article.entry_id == entry_id)
        .order_by(col(Article.id), col(ArticleCitation.position))
    ):
        found.setdefault(Stage(stage).value, []).append(number)
    return found


class Citing:
    """One article, changed and moved; `now` is what its editions cite."""

    def __init__(self, desk: Desk, body: str) -> None:
        self.desk = desk
        self.entry = desk.write(body=f"<p>{body}</p>")

    def move(self, name: str, *more: object) -> None:
        entry_id = self.entry.id or 0

        def make(session: Session) -> Entry:
            version = session.get_one(Entry, entry_id).version
            moved: Entry = getattr(lifecycle, name)(session, SYSTEM, entry_id, version, *more)
            return moved

        self.desk.do(make)

    def edit(self, publish: bool = False, **values: object) -> None:
        entry_id = self.entry.id or 0
        self.desk.do(
            lambda session: drafting.update(
                session,
                SYSTEM,
                ARTICLE,
                entry_id,
                session.get_one(Entry, entry_id).version,
                values,
                publish=publish,
            )
        )

    @property
    def now(self) -> dict[str, list[str]]:
        return self.desk.see(lambda session: cited(session, self.entry.id or 0))


@pytest.fixture
def article(desk: Desk) -> Citing:
    return Citing(desk, f"Theo Chỉ thị {DIRECTIVE} ngày 30/3/2007 của Ban Bí thư.")


def test_what_is_published_is_cited(article: Citing) -> None:
    """A document would not list the article that has just come out."""
    assert article.now == {"WORKING": [DIRECTIVE]}
    article.move("publish")
    assert article.now == {"WORKING": [DIRECTIVE], "PUBLIC": [DIRECTIVE]}


def test_a_change_is_cited_when_it_is_public(article: Citing) -> None:
    """What an editor is still writing would show, or what was taken out would stay."""
    article.move("publish")
    article.edit(body=f"<p>{GUIDE}</p>", lead=f"Về {DIRECTIVE}")
    assert article.now == {"WORKING": [DIRECTIVE, GUIDE], "PUBLIC": [DIRECTIVE]}
    article.edit(lead=None, publish=True)
    assert article.now == {"WORKING": [GUIDE], "PUBLIC": [GUIDE]}
    article.edit(body="", publish=True)
    assert article.now == {}


def test_a_change_of_something_else_keeps_the_citations(article: Citing) -> None:
    """An article with a new byline would cite nothing."""
    article.edit(byline="Minh An", publish=True)
    assert article.now == {"WORKING": [DIRECTIVE], "PUBLIC": [DIRECTIVE]}


def test_a_plan_has_its_own_citations(article: Citing) -> None:
    """A scheduled text would show before its time, or cite nothing when it comes."""
    article.move("publish")
    article.edit(body=f"<p>{GUIDE}</p>")
    due = now() + timedelta(hours=1)
    article.move("schedule", due)
    planned = {"WORKING": [GUIDE], "PUBLIC": [DIRECTIVE], "SCHEDULED": [GUIDE]}
    assert article.now == planned
    entry_id = article.entry.id or 0
    article.desk.do(
        lambda session: lifecycle.settle(
            session, session.get_one(Entry, entry_id), due + timedelta(seconds=1)
        )
    )
    assert article.now == {"WORKING": [GUIDE], "PUBLIC": [GUIDE]}


@pytest.mark.parametrize("away", ["unpublish", "archive", "trash"])
def test_what_is_taken_back_is_no_longer_cited(article: Citing, away: str) -> None:
    """A document would go on naming an article that nobody may read."""
    article.move("publish")
    article.move(away)
    assert article.now == {"WORKING": [DIRECTIVE]}
    if away == "trash":
        article.move("restore")
    article.move("publish")
    assert article.now == {"WORKING": [DIRECTIVE], "PUBLIC": [DIRECTIVE]}


def test_a_deleted_article_takes_its_citations_along(article: Citing, desk: Desk) -> None:
    """Citations of nothing would pile up."""
    desk.do(lambda session: session.delete(session.get_one(Entry, article.entry.id)))
    assert desk.see(lambda session: session.exec(select(ArticleCitation)).all()) == []


def test_a_document_is_made_once(article: Citing, desk: Desk) -> None:
    """Each article would have a document of its own."""
    desk.write(body="<p>Chỉ thị 010 - CT/T.Ư</p>", publish=True)
    (document,) = desk.see(lambda session: session.exec(select(CitedDocument)).all())
    assert (document.number, document.key, document.kind) == (DIRECTIVE, "10-ct/tw", "CT")


def test_what_is_said_is_kept(article: Citing, desk: Desk) -> None:
    """A citation would be a bare number."""
    (said,) = desk.see(lambda session: session.exec(select(ArticleCitation)).all())
    assert (said.issuer, said.issued_on, said.term) == ("Ban Bí thư", date(2007, 3, 30), None)
    assert said.passage == "Theo Chỉ thị 10-CT/TW ngày 30/3/2007 của Ban Bí thư."


def test_imported_articles_cite(service: Service) -> None:
    """A newsroom that moves would lose all citations."""
    line = {"title": "Một", "slug": "mot", "body": f"<p>{DIRECTIVE}</p>"}
    many = [
        {"title": f"Bài {n}", "slug": f"b{n}", "body": f"<p>{n}-KL/TW</p>"} for n in range(1, 700)
    ]
    assert service.load(line, *many).created == 700
    with service.store.snapshot() as session:
        assert cited(session, 1) == {"WORKING": [DIRECTIVE], "PUBLIC": [DIRECTIVE]}
        assert len(session.exec(select(CitedDocument)).all()) == 700
    exported = service.export()
    assert b"passage" not in exported
    assert b"citation" not in exported
    service.load({**line, "lead": f"Theo {GUIDE}"})
    with service.store.snapshot() as session:
        assert cited(session, 1)["PUBLIC"] == [GUIDE, DIRECTIVE]
