"""A newsroom with everything in it, and how it moves into another service."""

from datetime import timedelta
from typing import Any

import orjson
from sqlmodel import Session

from service.content import times
from service.content.article import ARTICLE
from service.content.base import Entry
from service.operations import categories, drafting, lifecycle, links, site, tags, views
from service.permissions import SYSTEM
from tests.service.operations.picture_files import add_image, draw
from tests.service.operations.transfers import Service, Services

BODY = "<h2>Đề mục</h2><p>Một <strong>hai</strong> &lt; &amp; ba</p><ul><li>x</li></ul>"


def moved(services: Services, old: Service) -> Service:
    """A new service into which everything has been moved; proves that nothing got lost."""
    exported = old.export()
    new = services()
    report = new.read(old.folder / "export.jsonl")
    assert report.bad == []
    assert report.ignored == {}
    again = new.export()
    for before, after in zip(exported.splitlines(), again.splitlines(), strict=True):
        assert orjson.loads(after) == orjson.loads(before)
    assert again == exported
    return new


class Desk:
    """Makes a newsroom with everything in it."""

    def __init__(self, service: Service, session: Session) -> None:
        self.session = session
        root = categories.create(session, SYSTEM, name="Xây dựng Đảng", description="Một\nhai")
        leaf = categories.create(session, SYSTEM, name="Dân tộc - Tôn giáo", parent_id=root.id)
        first = categories.create(session, SYSTEM, name="Trước hết")
        categories.move(session, SYSTEM, first.id or 0, None, 0)
        categories.update(session, SYSTEM, root.id or 0, {"slug": "dang"})
        self.category, self.other = leaf.id, root.id
        self.tag = tags.create(session, SYSTEM, name="sinh hoạt", slug="chi-bo").id
        self.plain_tag = tags.create(session, SYSTEM, name="Đảng viên").id
        tags.create(session, SYSTEM, name="日本")
        self.image = add_image(session, SYSTEM, service.media, draw("JPEG"), "Cuộc họp").id
        self.cover = add_image(session, SYSTEM, service.media, draw("PNG"), "").id
        for name in ("Trang tin", "Trang tin", "Rỗng"):
            group = links.create_group(session, SYSTEM, name=name).id or 0
            for number in range(0 if name == "Rỗng" else 2):
                links.create_link(
                    session,
                    SYSTEM,
                    group_id=group,
                    title=f"Báo {number} {group}",
                    url="https://example.vn/?a=1&b=2",
                    visible_from=times.now(),
                    visible_until=times.now() + timedelta(days=number + 1),
                )
        values = {"name": "Cổng", "slogan": "Vì dân", "base_url": "https://example.vn"}
        site.update(session, SYSTEM, {**values, "default_category_id": leaf.id})

    def new(self, title: str, **values: Any) -> Entry:
        given = {"title": title, "category_id": self.category, "body": BODY, **values}
        return drafting.create(self.session, SYSTEM, ARTICLE, given)

    def change(self, entry: Entry, **values: Any) -> Entry:
        return drafting.update(self.session, SYSTEM, ARTICLE, entry.id or 0, entry.version, values)

    def move(self, move: Any, entry: Entry, *arguments: Any) -> Entry:
        moved: Entry = move(self.session, SYSTEM, entry.id or 0, entry.version, *arguments)
        return moved


def fill(service: Service) -> None:
    """A newsroom with an article in every state that there is."""
    soon = times.now() + timedelta(days=1)
    with service.store.transaction() as session:
        desk = Desk(service, session)
        desk.new("Bản nháp", byline="PH", lead="Dòng\nhai")
        shown = desk.new(
            "Đã đăng",
            images=[(desk.image, "Ảnh: PH"), (desk.cover, None), (desk.image, None)],
            cover_id=desk.cover,
            tags=[(desk.plain_tag,), (desk.tag,)],
        )
        desk.move(lifecycle.publish, shown)
        views.add_views(session, {shown.id or 0: 4710})
        pending = desk.move(lifecycle.publish, desk.new("Đang sửa", cover_id=desk.image))
        desk.change(
            pending,
            title="Đã sửa",
            slug="dia-chi-moi",
            published_at=None,
            lead="mới",
            category_id=desk.other,
            tags=[(desk.tag,)],
            images=[(desk.cover, "c")],
            cover_id=None,
        )
        reverted = desk.move(lifecycle.publish, desk.new("Sửa rồi thôi", byline="A"))
        desk.change(desk.change(reverted, byline="B"), byline="A")
        desk.move(lifecycle.schedule, desk.new("Hẹn giờ"), soon)
        planned = desk.move(lifecycle.publish, desk.new("Hẹn sửa"))
        planned = desk.move(lifecycle.schedule, desk.change(planned, body="<p>sau</p>"), soon)
        desk.change(planned, body="<p>sau nữa</p>")
        desk.move(lifecycle.archive, desk.new("Lưu trữ"))
        for before in (lifecycle.publish, lifecycle.archive, None):
            entry = desk.new(f"Bỏ đi {before}")
            desk.move(lifecycle.trash, desk.move(before, entry) if before else entry)
        back = desk.move(lifecycle.publish, desk.new("Rút về"))
        renamed = desk.change(desk.move(lifecycle.unpublish, back), slug="ten-moi")
        desk.move(lifecycle.publish, renamed)
