from pathlib import Path
from typing import Any

import pytest

from service.content.article import ARTICLE
from service.content.base import Stage, State, Status
from service.operations import drafting, lifecycle
from service.permissions import SYSTEM
from tests.service.operations.transfers import (
    Service,
    counts,
    status,
)


class TestAgain:
    LINES: tuple[dict[str, Any], ...] = (
        {"title": "A", "slug": "a", "tags": ["x", "y"], "viewCount": 5},
        {"title": "B", "publishedAt": "2020-01-01", "body": ["một", "hai"]},
        {"title": "C", "status": "draft", "category": {"slug": "c", "name": "C"}},
        {"title": "D", "status": "scheduled", "publishedAt": "2099-01-01"},
        {"title": "E", "status": "trashed"},
        {"title": "F", "status": "archived", "images": [{"file": "a.jpg"}], "cover": 0},
    )

    def test_changes_nothing(self, service: Service, pictures: Path) -> None:
        """Every import would index the newsroom anew and fill its history."""
        assert service.load(*self.LINES, media_dir=pictures).created == 6
        before, lines = counts(service), service.lines()
        report = service.load(*self.LINES, media_dir=pictures)
        assert (report.created, report.updated, report.unchanged) == (0, 0, 6)
        assert counts(service) == before
        assert service.lines() == lines

    def test_a_changed_line_changes_both_versions(self, service: Service) -> None:
        """Corrections would not arrive."""
        service.load({"title": "A", "slug": "a", "lead": "cũ", "tags": ["x"]})
        first = service.article("A")[0]
        report = service.load({"title": "Á", "slug": "a", "lead": "mới", "tags": ["x", "y"]})
        assert (report.updated, report.unchanged) == (1, 0)
        for stage in (Stage.WORKING, Stage.PUBLIC):
            entry, article = service.article("Á", stage)
            assert (article.lead, article.slug) == ("mới", "a")
        assert entry.id == first.id
        assert entry.version > first.version
        assert service.outbox()[-1].subject_id == entry.id

    def test_what_is_left_out_stays_and_null_clears(self, service: Service) -> None:
        """A list of corrected titles would empty all articles."""
        service.load({"title": "A", "slug": "a", "lead": "L", "byline": "B", "status": "draft"})
        service.load({"title": "Á", "slug": "a", "lead": None})
        entry, article = service.article("Á")
        assert (article.lead, article.byline) == (None, "B")
        assert entry.state is State.DRAFT

    def test_an_editors_pending_change_is_kept(self, service: Service) -> None:
        """The nightly import would throw away what editors are writing."""
        service.load({"title": "A", "slug": "a"})
        entry = service.article("A")[0]
        with service.store.transaction() as session:
            drafting.update(
                session, SYSTEM, ARTICLE, entry.id or 0, entry.version, {"title": "Đang viết"}
            )
        assert service.load({"title": "A", "slug": "a"}).unchanged == 1
        assert service.article("Đang viết")
        assert service.article("A", Stage.PUBLIC)

    def test_a_renamed_article_is_known_and_keeps_its_slug(self, service: Service) -> None:
        """It would be imported a second time, or its new address would be lost."""
        service.load({"title": "A", "slug": "cu"})
        entry = service.article("A")[0]
        with service.store.transaction() as session:
            drafting.update(
                session,
                SYSTEM,
                ARTICLE,
                entry.id or 0,
                entry.version,
                {"slug": "moi"},
                publish=True,
            )
        report = service.load({"title": "A", "slug": "cu"})
        assert (report.created, report.unchanged) == (0, 1)
        assert service.article("A")[1].slug == "moi"

    def test_the_trash_is_left_alone(self, service: Service) -> None:
        """What an editor has thrown away would come back every night."""
        service.load({"title": "A", "slug": "a"})
        entry = service.article("A")[0]
        with service.store.transaction() as session:
            lifecycle.trash(session, SYSTEM, entry.id or 0, entry.version)
        assert service.load({"title": "Á", "slug": "a"}).unchanged == 1
        assert status(service, "A") is Status.TRASHED
        assert service.load({"title": "Á", "slug": "a", "status": "published"}).updated == 1
        assert status(service, "Á") is Status.PUBLISHED

    def test_a_plan_whose_time_has_come_is_made_once(self, service: Service) -> None:
        """Every import would publish the change anew and fill the history."""
        line = {
            "title": "A",
            "slug": "a",
            "visibleFrom": "2020-01-01",
            "scheduled": {"visibleFrom": "2020-01-02", "title": "Á"},
        }
        service.load(line)
        assert service.load(line).unchanged == 1
        entry = service.article("A")[0]
        with service.store.transaction() as session:
            drafting.update(
                session, SYSTEM, ARTICLE, entry.id or 0, entry.version, {"lead": "của biên tập"}
            )
        assert service.load(line).unchanged == 1
        assert service.article("Á", Stage.PUBLIC)[1].lead is None
        assert service.load({**line, "byline": "PV"}).updated == 1
        assert service.article("Á", Stage.PUBLIC)[1].byline == "PV"
        assert service.load({**line, "byline": "PV"}).unchanged == 1

    def test_a_planned_change_is_planned_once(self, service: Service) -> None:
        """Every import would plan the change anew; it would have no time of publication."""
        planned = {"visibleFrom": "2099-01-02", "lead": "sau"}
        line = {"title": "A", "slug": "a", "visibleFrom": "2020-01-01", "scheduled": planned}
        service.load(line)
        public, scheduled = (
            service.article("A", stage)[1].published_at for stage in (Stage.PUBLIC, Stage.SCHEDULED)
        )
        assert public == scheduled
        assert service.load(line).unchanged == 1

    @pytest.mark.parametrize("before", list(Status))
    @pytest.mark.parametrize("after", list(Status))
    @pytest.mark.parametrize("title", ["A", "Á"])
    def test_every_status_reaches_every_other(
        self, service: Service, before: Status, after: Status, title: str
    ) -> None:
        """A line's status would be taken for some articles and not for others."""
        when: dict[Status, dict[str, str]] = {one: {} for one in Status}
        when[Status.SCHEDULED] = {"visibleFrom": "2099-01-01"}
        service.load({"title": "A", "slug": "a", "status": before, **when[before]})
        line = {"title": title, "slug": "a", "status": after, **when[after]}
        report = service.load(line)
        assert report.bad == []
        left = before is after is Status.TRASHED
        assert status(service, "A" if left else title) is after
        again = service.load(line)
        assert (again.unchanged, again.bad) == (1, [])

    @pytest.mark.parametrize("publishedAt", [{}, {"publishedAt": "2020-01-01"}])
    def test_what_is_published_from_a_later_moment_on_waits(
        self, service: Service, publishedAt: dict[str, str]
    ) -> None:
        """The second import of a file would publish an embargoed article before its time."""
        line = {"title": "A", "slug": "a", "status": "published", "visibleFrom": "2099-01-01"}
        line |= publishedAt
        service.load(line)
        for _ in range(2):
            assert status(service, "A") is Status.SCHEDULED
            assert service.load(line).unchanged == 1
        assert service.load({**line, "title": "Á"}).updated == 1
        assert status(service, "Á") is Status.SCHEDULED
        assert service.load({**line, "title": "Á", "visibleFrom": "2020-01-01"}).updated == 1
        assert status(service, "Á") is Status.PUBLISHED

    def test_views_only_grow(self, service: Service) -> None:
        """Readers' views would be lost."""
        service.load({"title": "A", "slug": "a", "viewCount": 10})
        version = service.article("A")[0].version
        rows = counts(service)
        assert service.load({"title": "A", "slug": "a", "viewCount": 7}).unchanged == 1
        assert service.load({"title": "A", "slug": "a", "viewCount": 12}).updated == 1
        entry = service.article("A")[0]
        assert (entry.view_count, entry.version) == (12, version)
        assert counts(service) == rows

    def test_one_refused_change_leaves_the_others(self, service: Service) -> None:
        """A clash of slugs in one line would undo its whole batch."""
        service.load(*({"title": str(n), "slug": f"s{n}"} for n in range(4)))
        report = service.load(
            {"title": "0!", "slug": "s0"},
            {"title": "1!", "slug": "s1", "pending": {"slug": "s3"}, "tags": ["mới"]},
            {"title": "2!", "slug": "s2", "tags": ["mới"]},
        )
        assert (report.updated, [number for number, _ in report.bad]) == (2, [2])
        assert service.article("1", Stage.PUBLIC)
        assert service.article("2!", Stage.PUBLIC)
        assert counts(service)["Tag"] == 1
