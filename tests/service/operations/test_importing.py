import lzma
import os
import threading
from pathlib import Path

import pytest
from sqlmodel import select

from service.content import times
from service.content.account import Role
from service.content.article import ARTICLE
from service.content.category import Category
from service.content.change import Lane
from service.errors import Forbidden, Invalid
from service.operations import categories, drafting
from service.operations.importing import import_file
from service.operations.transfer import batches, writing
from service.permissions import SYSTEM, Actor
from tests.service.operations.transfers import (
    Service,
    counts,
    write_lines,
)


class TestStrict:
    def test_a_bad_line_leaves_nothing(self, service: Service, pictures: Path) -> None:
        """Half of a file would be in the newsroom, and the next try would meet it."""
        service.load({"title": "Cũ", "slug": "cu"})
        before, lines = counts(service), service.lines()
        report = service.load(
            {"type": "category", "slug": "c", "name": "C"},
            {"title": "Mới", "images": [{"file": "a.jpg"}], "tags": ["x"]},
            {"title": "Cũ đã sửa", "slug": "cu"},
            {"title": 7},
            {"title": 8},
            media_dir=pictures,
            strict=True,
        )
        assert [number for number, _ in report.bad] == [4]
        assert (report.created, report.updated) == (0, 0)
        assert counts(service) == before
        assert service.lines() == lines
        assert not service.media.folder.exists()

    @pytest.mark.parametrize("lines", [1, 2, 250])
    def test_a_good_file_is_imported_whole(
        self, service: Service, pictures: Path, monkeypatch: pytest.MonkeyPatch, lines: int
    ) -> None:
        """What one line makes and the next refers to would be refused."""
        monkeypatch.setattr(batches, "MAX_LINES", lines)
        report = service.load(
            {"title": "Đầu", "category": {"slug": "goc", "name": "Gốc"}},
            {"type": "category", "slug": "la", "name": "Lá", "parent": "goc"},
            {"type": "category", "slug": "la-non", "name": "Lá non", "parent": "la"},
            {"type": "site", "name": "Báo", "defaultCategory": "la-non"},
            {"title": "A", "slug": "a", "images": [{"file": "a.jpg"}]},
            {"title": "Một Hai"},
            {"title": "B", "slug": "mot-hai"},
            {"title": "B", "slug": "b"},
            media_dir=pictures,
            strict=True,
        )
        assert (report.created, report.bad) == (5, [])
        assert service.article("Một Hai")[1].slug == "mot-hai-2"
        tree = service.ask(categories.tree)
        assert tree.slug_path(tree.by_slug["la-non"].id) == "goc/la/la-non"

    def test_a_damaged_file_leaves_nothing(self, service: Service) -> None:
        """Half a download would be in the newsroom."""
        path = service.folder / "cut.xz"
        path.write_bytes(lzma.compress(b'{"title": "A"}\n' * 5)[:-4])
        assert service.read(path, strict=True).refused
        assert counts(service)["Entry"] == 0

    def test_a_pipe_cannot_be_read_twice(self, service: Service) -> None:
        """Nothing would be imported, and nobody would be told."""
        pipe = service.folder / "pipe"
        os.mkfifo(pipe)
        with pytest.raises(Invalid, match="pipe"):
            service.read(pipe, strict=True)


class TestTogether:
    def test_all_work_for_the_index_is_in_the_bulk_lane(self, service: Service) -> None:
        """Editors' changes would wait behind twenty thousand articles."""
        service.load({"title": "A", "slug": "a"}, {"title": "B", "slug": "b", "status": "draft"})
        service.load({"title": "Á", "slug": "a"}, {"title": "B", "slug": "b", "status": "trashed"})
        assert {row.lane for row in service.outbox()} == {Lane.BULK}

    def test_updates_are_made_some_at_a_time(
        self, service: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Changing many articles would keep editors waiting."""
        monkeypatch.setattr(writing, "HELD_SECONDS", 0.0)
        service.load(*({"title": str(n), "slug": f"s{n}"} for n in range(7)))
        report = service.load(*({"title": f"{n}!", "slug": f"s{n}"} for n in range(7)))
        assert (report.updated, report.bad) == (7, [])

    def test_editors_can_write_meanwhile(self, service: Service) -> None:
        """The newsroom would stand still during an import."""
        lines = [{"title": f"Bài {n}", "body": ["chữ " * 200]} for n in range(1_500)]
        path = write_lines(service.folder / "many.jsonl", lines)
        done = threading.Event()
        imported: list[int] = []

        def run() -> None:
            imported.append(service.read(path).created)
            done.set()

        worker = threading.Thread(target=run)
        worker.start()
        written, longest = 0, 0.0
        while not done.wait(0.02) and worker.is_alive():
            begun = times.now()
            with service.store.transaction() as session:
                category = session.exec(select(Category)).first()
                if category is not None:
                    values = {"title": f"Của biên tập {written}", "category_id": category.id}
                    drafting.create(session, SYSTEM, ARTICLE, values)
                    written += 1
            longest = max(longest, (times.now() - begun).total_seconds())
        worker.join()
        assert imported == [1_500]
        assert written > 0
        assert longest < 10

    def test_only_who_may(self, service: Service) -> None:
        """Any writer could replace the newsroom."""
        path = write_lines(service.folder / "x.jsonl", [{"title": "T"}])
        with pytest.raises(Forbidden):
            import_file(service.store, path, media=service.media, actor=Actor(None, Role.EDITOR))

    def test_progress_is_told(self, service: Service) -> None:
        """A long import would look stuck."""
        told: list[tuple[int, int, int]] = []
        lines = [{"title": str(n)} for n in range(600)]
        service.load(*lines, progress=lambda *values: told.append(values))
        size = (service.folder / "lines.jsonl").stat().st_size
        assert told[-1] == (600, size, size)
        assert [done for done, _, _ in told[:2]] == [250, 500]
        told.clear()
        service.load(*lines, strict=True, progress=lambda *values: told.append(values))
        assert told[-1] == (1_200, 2 * size, 2 * size)
        assert told == sorted(told)
