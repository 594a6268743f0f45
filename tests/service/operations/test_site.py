import pytest

from service.content.account import Role
from service.errors import Forbidden, NotFound, Refused
from service.operations import site
from service.permissions import SYSTEM, Actor
from tests.service.operations.desk import Desk


def test_the_site_is_changed_as_far_as_given(desk: Desk) -> None:
    """Changing the slogan would empty the portal's name."""
    changes = {"name": "Cổng thông tin", "slogan": "Vì dân", "base_url": "https://cong.example"}
    desk.do(lambda session: site.update(session, SYSTEM, changes))
    desk.do(lambda session: site.update(session, SYSTEM, {"slogan": None}))
    now = desk.see(site.get)
    assert (now.name, now.slogan, now.base_url) == (
        *("Cổng thông tin", None, "https://cong.example"),
    )


def test_the_site_is_checked(desk: Desk) -> None:
    """Links of the portal would lead nowhere."""
    with pytest.raises(Refused) as refused:
        desk.do(
            lambda session: site.update(
                session, SYSTEM, {"name": None, "slogan": "x" * 501, "base_url": "cong.example"}
            )
        )
    assert [one.field for one in refused.value.refusals] == [("name",), ("slogan",), ("baseUrl",)]
    with pytest.raises(NotFound) as error:
        desk.do(lambda session: site.update(session, SYSTEM, {"default_category_id": 99}))
    assert error.value.field == ("defaultCategory",)


def test_administrators_only(desk: Desk) -> None:
    """An editor could rename the portal."""
    with pytest.raises(Forbidden):
        desk.do(lambda session: site.update(session, Actor(1, Role.EDITOR), {"name": "x"}))
