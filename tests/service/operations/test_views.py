from functools import partial

from service.content.change import Outbox
from service.operations.views import add_views
from tests.service.operations.desk import Desk


def test_views_are_added_and_change_nothing_else(desk: Desk) -> None:
    """Every reader's visit would be a change that editors run into."""
    one, other = desk.write(), desk.write()
    rows = desk.count(Outbox)
    for _ in range(2):
        counts = {one.id or 0: 3, other.id or 0: 1, 99: 5, 2**80: 1, -1: 1}
        desk.do(partial(add_views, counts=counts))
    desk.do(lambda session: add_views(session, {one.id or 0: -5}))
    desk.do(lambda session: add_views(session, {}))
    assert [desk.entry(entry.id).view_count for entry in (one, other)] == [6, 2]
    assert desk.entry(one.id).version == 1
    assert desk.entry(one.id).updated_at == one.updated_at
    assert desk.count(Outbox) == rows
