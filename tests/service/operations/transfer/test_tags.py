from service.content.tag import Tag
from service.operations import tags
from service.permissions import SYSTEM
from tests.service.operations.transfer.newsroom import moved
from tests.service.operations.transfers import Service, Services, names


def test_words_that_differ_in_their_marks(services: Services) -> None:
    """Two places would be one in a newsroom that has moved."""
    old = services()
    line = {"title": "A", "tags": ["Hải Dương", "Hải Đường", "hải dương"]}
    assert old.load(line).bad == []
    assert names(old, Tag) == [("hai-duong", "Hải Dương"), ("hai-duong-2", "Hải Đường")]
    assert old.load(line).unchanged == 1
    assert names(moved(services, old), Tag) == names(old, Tag)
    said = old.lines()[0]["tags"]
    assert said == ["Hải Dương", {"slug": "hai-duong-2", "name": "Hải Đường"}]


def test_renamed_tags_move(services: Services) -> None:
    """An article would arrive under another word, or its tag at another address."""
    old = services()
    old.load({"title": "A", "slug": "a", "tags": ["Giáo dục"]})
    with old.store.transaction() as session:
        tags.update(session, SYSTEM, 1, {"name": "Đào tạo"})
    old.load({"title": "B", "slug": "b", "tags": ["giáo dục"]})
    assert names(old, Tag) == [("giao-duc", "Đào tạo"), ("giao-duc-2", "giáo dục")]
    moved(services, old)


def test_a_tag_that_is_there_is_known_by_its_name(service: Service) -> None:
    """There would be two tags of one name; or an article would get the tag of another word."""
    with service.store.transaction() as session:
        tags.create(session, SYSTEM, name="Y tế", slug="suc-khoe")
    lines = (
        {"title": "A", "slug": "a", "tags": ["y tế", {"slug": "y-te", "name": "Y Tế"}]},
        {"title": "B", "slug": "b", "tags": [{"slug": "suc-khoe", "name": "Sức khỏe"}]},
    )
    assert service.load(*lines).bad == []
    assert names(service, Tag) == [("suc-khoe", "Y tế"), ("suc-khoe-2", "Sức khỏe")]
    assert service.load(*lines).unchanged == 2


def test_a_line_of_a_tag_finds_it_by_slug_or_name(service: Service) -> None:
    """A tag that was renamed, or given another slug, could not be carried over."""
    service.load({"title": "A", "tags": ["Y tế", "Hải Dương"]})
    report = service.load(
        {"type": "tag", "slug": "suc-khoe", "name": "Y Tế"},
        {"type": "tag", "slug": "hai-duong", "name": "Hưng Yên"},
        {"type": "tag", "slug": "hai-duong", "name": "Y tế"},
    )
    assert [number for number, _ in report.bad] == [3]
    assert names(service, Tag) == [("suc-khoe", "Y Tế"), ("hai-duong", "Hưng Yên")]
