from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from service.content.base import Entry
from service.content.change import Outbox
from service.content.history import Revision
from service.errors import Conflict
from service.operations import categories
from service.permissions import SYSTEM
from tests.service.operations.desk import Desk


def test_of_many_saves_of_one_version_exactly_one_wins(desk: Desk) -> None:
    """Editors would overwrite each other without knowing."""
    entry = desk.write(publish=True)

    def save(number: int) -> str:
        try:
            desk.change(entry, {"title": f"Bản {number}"}, publish=number % 2 == 0)
        except Conflict:
            return "conflict"
        return f"Bản {number}"

    with ThreadPoolExecutor(16) as threads:
        outcomes = Counter(threads.map(save, range(60)))
    assert outcomes.pop("conflict") == 59
    (winner,) = outcomes
    assert desk.says(entry)["title"] == winner
    assert desk.entry(entry.id).version == 2
    assert desk.count(Revision) == desk.count(Outbox) == 2


def test_many_changes_at_once_all_succeed(desk: Desk) -> None:
    """A busy morning would show editors errors of the database."""
    entries = [desk.write(f"Bài {number}") for number in range(10)]

    def work(number: int) -> Entry:
        entry = entries[number % 10]
        while True:
            try:
                return desk.change(desk.entry(entry.id), {"title": f"Bản {number}"}, publish=True)
            except Conflict:
                continue

    with ThreadPoolExecutor(16) as threads:
        done = list(threads.map(work, range(200)))
    assert len(done) == 200
    assert {desk.entry(entry.id).version for entry in entries} == {21}
    assert desk.count(Outbox) == 210


def test_articles_of_one_title_written_at_once_have_different_slugs(desk: Desk) -> None:
    """Two articles would have one address, or one of them would be refused."""
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: desk.write("Thông báo"), range(40)))
    assert len({desk.says(entry)["slug"] for entry in made}) == 40


def test_categories_moved_at_once_stay_a_tree(desk: Desk) -> None:
    """Two editors who move categories under each other would make a loop."""
    one, other = desk.add_category("Một"), desk.add_category("Hai")

    def move(pair: tuple[int, int]) -> bool:
        try:
            desk.do(lambda session: categories.move(session, SYSTEM, *pair))
        except Exception:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(move, [(one, other), (other, one)] * 5))
    assert any(outcomes)
    tree = desk.see(categories.tree)
    assert {len(tree.lineage(one)), len(tree.lineage(other))} == {1, 2}
