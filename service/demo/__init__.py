"""The demo newsroom: the portal of a province that does not exist, for a first look at Toasoan."""

from service.demo.accounts import DemoAccount, make_accounts
from service.demo.newsroom import is_empty, load

__all__ = ["DemoAccount", "is_empty", "load", "make_accounts"]
