"""Who works here: accounts, their sessions, and API tokens. Of secrets only hashes are stored."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from service.content.naming import one_of
from service.content.times import UtcDateTime


class Role(StrEnum):
    WRITER = "WRITER"
    EDITOR = "EDITOR"
    ADMIN = "ADMIN"


class Account(SQLModel, table=True):
    """A person, or a program that works with a token (it has no password and cannot log in)."""

    __tablename__ = "account"

    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(max_length=100, unique=True)
    display_name: str = Field(max_length=200)
    role: Role = Field(sa_type=one_of(Role))
    password_hash: str | None = None
    invitation_hash: str | None = Field(default=None, max_length=64, unique=True)
    invitation_expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    disabled: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)


class LoginSession(SQLModel, table=True):
    """One log-in of an account."""

    __tablename__ = "session"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)


class ApiToken(SQLModel, table=True):
    """A program's key; it acts as an account of its own."""

    __tablename__ = "api_token"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=100)
    token_hash: str = Field(max_length=64, unique=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    scopes: list[str] = Field(default_factory=list, sa_type=JSON)
    """Names of the actions it may take, of those its role allows; empty: all of them."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
