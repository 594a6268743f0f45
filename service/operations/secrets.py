"""Passwords and tokens: how they are made, and the hashes by which they are known again."""

import hashlib
import secrets
from enum import StrEnum
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from index.vietnamese.normalise import nfc
from service.errors import Invalid, TooLong

SHORTEST, LONGEST = 8, 200
"""Characters of a password."""

# Nothing that looks like something else when it is copied from a screen.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _LONG = 5, 5

_HASHER = PasswordHash((Argon2Hasher(),))


class Prefix(StrEnum):
    """What a token begins with; it tells which table knows it."""

    SESSION = "tss_"
    KEY = "tsk_"
    INVITATION = "tsi_"


def check_password(password: str, field: str = "password") -> None:
    """Raises Invalid or TooLong for a password that is too short or too long."""
    if len(password) < SHORTEST:
        raise Invalid(field, f"A password has at least {SHORTEST} characters.")
    if len(password) > LONGEST:
        raise TooLong(field, LONGEST)


def new_password() -> str:
    """Some 123 random bits, in groups that are easy to type."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_LONG)) for _ in range(_GROUPS))
    return "-".join(groups)


def hash_password(password: str) -> str:
    """An Argon2id hash; takes some hundredths of a second, on purpose."""
    return _HASHER.hash(_as_bytes(password))


def verify_password(password: str, password_hash: str | None) -> bool:
    """Whether it is the password; takes as long where there is none to compare with."""
    nobodys = _nobodys_hash()
    same = _HASHER.verify(_as_bytes(password), password_hash or nobodys)
    return same and password_hash is not None


def new_token(prefix: Prefix) -> str:
    """A token of 256 random bits."""
    return prefix.value + secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token; random enough to need no salt."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _as_bytes(password: str) -> bytes:
    """In NFC, for keyboards differ in how they compose Vietnamese letters."""
    return nfc(password).encode("utf-8", "surrogatepass")


@cache
def _nobodys_hash() -> str:
    return hash_password(secrets.token_urlsafe(16))
