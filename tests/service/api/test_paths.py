"""Paths of articles and categories follow the patterns that the operator set."""

import pytest

from service.settings import Settings
from tests.asking import Asking
from tests.service.api.desk import Desk


@pytest.fixture(scope="module")
def settings(settings: Settings) -> Settings:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TOASOAN_ARTICLE_PATH", "/bai/{id}-{slug}")
        environment.setenv("TOASOAN_CATEGORY_PATH", "/muc/{slug}")
        return Settings(data_dir=settings.data_dir)


def test_paths_are_those_that_were_set(desk: Desk, query: Asking) -> None:
    """A portal with addresses of its own would link to pages that it does not have."""
    child = desk.category("Trong tỉnh", desk.category("Thời sự"))
    first = desk.article(child, "Mùa gặt sớm")
    second = desk.article(child, "Cầu mới thông xe")
    answer = query(
        """{ article(slug: "mua-gat-som") { path category { path parent { path } } }
             articles { nodes { path } } category(slug: "trong-tinh") { path } }"""
    )
    assert answer == {
        "article": {
            "path": f"/bai/{first}-mua-gat-som",
            "category": {"path": "/muc/trong-tinh", "parent": {"path": "/muc/thoi-su"}},
        },
        "articles": {
            "nodes": [
                {"path": f"/bai/{second}-cau-moi-thong-xe"},
                {"path": f"/bai/{first}-mua-gat-som"},
            ]
        },
        "category": {"path": "/muc/trong-tinh"},
    }
