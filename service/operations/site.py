"""What stands around every page: the portal's name, slogan and address."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from service.content.addresses import WebAddress
from service.content.category import Category
from service.content.fields import FieldRule, Reference, Text, clean_values
from service.content.site import SITE_ID, Site
from service.errors import NotFound
from service.permissions import Action, Actor, require

_FIELDS: dict[str, FieldRule] = {
    "name": Text(200, required=True),
    "slogan": Text(500),
    "base_url": WebAddress(500),
    "default_category_id": Reference(),
}


def get(session: Session) -> Site:
    """The site; a migration has made it."""
    site = session.get(Site, SITE_ID)
    assert site is not None
    return site


def update(session: Session, actor: Actor, values: Mapping[str, Any]) -> Site:
    """Changes name, slogan, base_url and default_category_id, as far as given."""
    require(actor, Action.SITE)
    cleaned = clean_values(_FIELDS, values)
    category = cleaned.get("default_category_id")
    if category is not None and session.get(Category, category) is None:
        raise NotFound("defaultCategory", "There is no category with this id.")
    site = get(session)
    for field, value in cleaned.items():
        setattr(site, field, value)
    session.flush()
    return site
