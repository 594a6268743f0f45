import os
from pathlib import Path

import pytest

from tests.service.operations.picture_files import draw
from tests.service.operations.transfers import (
    Service,
    counts,
)


class TestPictures:
    @pytest.mark.parametrize(
        ("file", "reason"),
        [
            ("../secret.png", "outside|no file"),
            ("2020/../../secret.png", "outside|no file"),
            ("/etc/hostname", "outside|no file"),
            ("link.png", "outside"),
            ("loop.png", "no file"),
            ("none.png", "no file"),
            ("2020", "no file|read"),
            ("pipe.png", "no file"),
            ("text.png", "no picture"),
            ("https://example.com/a.png", "never fetched"),
            ("file:///etc/hostname", "never fetched"),
            ("data:image/png;base64,AAAA", "never fetched"),
            ("~/a.jpg", "no file"),
            ("x" * 500, "no file"),
        ],
    )
    def test_only_files_beneath_the_folder(
        self, service: Service, pictures: Path, file: str, reason: str
    ) -> None:
        """A file could publish others of the machine, or call addresses inside its network."""
        import re

        (pictures.parent / "secret.png").write_bytes(draw())
        (pictures / "link.png").symlink_to(pictures.parent / "secret.png")
        (pictures / "loop.png").symlink_to(pictures / "loop.png")
        (pictures / "text.png").write_text("<svg/>")
        os.mkfifo(pictures / "pipe.png")
        report = service.load({"title": "T", "images": [{"file": file}]}, media_dir=pictures)
        assert report.created == 0
        assert re.search(reason, report.bad[0][1])
        assert not service.media.folder.exists()

    def test_without_a_folder(self, service: Service) -> None:
        """Pictures would be looked for wherever the command is run."""
        report = service.load({"title": "T", "images": [{"file": "a.jpg"}]})
        assert "--media" in report.bad[0][1]

    def test_links_inside_the_folder(self, service: Service, pictures: Path) -> None:
        """An archive that keeps each picture once could not be read."""
        (pictures / "same.jpg").symlink_to(pictures / "a.jpg")
        images = [{"file": "a.jpg", "alt": "x"}, {"file": "same.jpg", "alt": "x"}]
        assert service.load({"title": "T", "images": images}, media_dir=pictures).bad == []
        assert counts(service)["Image"] == 1
        assert len(list(service.media.folder.iterdir())) == 1
