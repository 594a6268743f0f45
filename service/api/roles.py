"""The roles, as the API names them."""

from enum import Enum

import strawberry

from service.api.fields import choice
from service.content import account


@strawberry.enum(description="What an account may do; each role may do what those before it may.")
class Role(Enum):
    WRITER = choice(account.Role.WRITER, "Writes drafts.")
    EDITOR = choice(account.Role.EDITOR, "Publishes anything, and keeps categories and links.")
    ADMIN = choice(account.Role.ADMIN, "Keeps accounts, tokens and the site itself.")
