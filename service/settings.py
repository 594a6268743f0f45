"""What an operator can set, each by an environment variable that begins with TOASOAN_."""

import re
from ipaddress import ip_network
from pathlib import Path
from string import Formatter
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL

ORIGIN = re.compile(
    r"https?://(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::[0-9]{1,5})?", re.ASCII
)
"""As a browser sends one: lower case, without a path, the port only where it is not the usual."""


class Settings(BaseSettings):
    """Every setting with its default; unknown TOASOAN_ variables are left alone."""

    model_config = SettingsConfigDict(env_prefix="TOASOAN_", extra="ignore", frozen=True)

    env: Literal["development", "production"] = Field(
        "development",
        description="In production cookies are always marked Secure, and browsers get no GraphiQL.",
    )
    data_dir: Path = Field(Path("var"), description="Folder of the database, index and media.")
    database_url: str = Field(
        "",
        description="Address of the database, sqlite:///PATH with % and ? escaped; empty: in the"
        " data folder.",
    )
    index_url: str = Field(
        "", description="Address of the index, whoosh:PATH; empty: Whoosh in the data folder."
    )
    index_memory: int = Field(
        512,
        ge=32,
        le=65_536,
        description="Megabytes that building or merging the index takes at most, about.",
    )
    search_cache: int = Field(
        192,
        ge=8,
        le=65_536,
        description="Megabytes in which the index remembers the words that were searched.",
    )
    article_path: str = Field(
        "/{category}/{slug}",
        description="Where an article stands on the portal; {category}, {slug} and {id} are filled"
        " in, {category} with the category's slug.",
    )
    category_path: str = Field(
        "/{path}",
        description="Where a category stands on the portal; {path} is the slugs from the root"
        " down, {slug} its own.",
    )
    body_limit: int = Field(2_000_000, ge=1_000, description="Largest GraphQL request, in bytes.")
    media_limit: int = Field(20_000_000, ge=1_000, description="Largest picture, in bytes.")
    searchable_wait: float = Field(
        10.0, ge=0, le=60, description="Seconds a mutation waits for its change to be in the index."
    )
    session_hours: int = Field(12, ge=1, le=8_760, description="Hours after which a log-in ends.")
    login_attempts: int = Field(
        10,
        ge=1,
        description="Log-ins of an account from an address that may fail in five minutes; ten times"
        " as many of all accounts from an address, twenty times as many of an account.",
    )
    cost_limit: int = Field(
        10_000, ge=100, description="Most points that a query of the public may cost."
    )
    cost_limit_staff: int = Field(
        50_000, ge=100, description="The same for those who log in or send a token."
    )
    rate_limit: int = Field(
        300_000, ge=100, description="Points that an address may use in a minute."
    )
    rate_limit_staff: int = Field(
        3_000_000,
        ge=100,
        description="The same for an account, whose tokens a portal's own servers use.",
    )
    rate_limit_storage: str = Field(
        "memory://",
        description="Where these are counted: memory:// is each process by itself, redis://HOST:PORT"
        " all of them together.",
    )
    execution_timeout: float = Field(
        10.0, gt=0, le=600, description="Seconds that a query may take to answer."
    )
    trusted_proxies: str = Field(
        "127.0.0.1",
        description="Addresses or networks of proxies, separated by commas, that are believed what"
        " X-Forwarded-For and X-Forwarded-Proto say.",
    )
    cors_origins: str = Field(
        "",
        description="Origins of other sites whose pages may ask, with credentials, separated by"
        " commas and exact, as https://portal.example; empty: none.",
    )
    metrics_from: str = Field(
        "127.0.0.1,::1",
        description="Addresses or networks, separated by commas, that may read /metrics when they"
        " ask directly, through no proxy; others need a token with the scope `metrics`.",
    )
    tracing: bool = Field(
        False,
        description="Whether OpenTelemetry spans are sent; needs the extra `otel`, and the OTEL_"
        " variables say where to.",
    )
    ready_lag: float = Field(
        60.0,
        ge=0,
        le=86_400,
        description="Seconds that a change may wait for the index before /health/ready says 503;"
        " imports do not count. 0: it may wait for ever.",
    )
    stop_seconds: int = Field(
        20,
        ge=1,
        le=600,
        description="Seconds that requests under way get to finish once the server is told to"
        " stop.",
    )
    view_window: int = Field(
        1800, ge=1, description="Seconds in which a reader's second view of an article counts not."
    )
    search_recency: float = Field(
        0.1,
        ge=0,
        le=1,
        description="How much better the newest article ranks than a very old one that matches as"
        " well: 0.1 is a tenth; 0: age does not count.",
    )
    search_analytics: bool = Field(
        True, description="Whether what readers search for is counted, without who they are."
    )
    search_analytics_days: int = Field(
        90, ge=1, le=3_650, description="Days for which these counts are kept."
    )
    search_analytics_least: int = Field(
        3, ge=1, le=1_000, description="How often a query must have been asked to be shown."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least severe message that is logged."
    )

    @field_validator("database_url")
    @classmethod
    def _database_url(cls, value: str) -> str:
        if value and not value.startswith("sqlite:///"):
            raise ValueError("must begin with sqlite:///; other databases are not supported yet")
        return value

    @field_validator("index_url")
    @classmethod
    def _index_url(cls, value: str) -> str:
        if value and not value.startswith("whoosh:"):
            raise ValueError("must begin with whoosh:")
        return value

    @field_validator("rate_limit_storage")
    @classmethod
    def _rate_limit_storage(cls, value: str) -> str:
        if value != "memory://" and not value.startswith(("redis://", "rediss://")):
            raise ValueError("must be memory:// or begin with redis:// or rediss://")
        return value

    @field_validator("trusted_proxies", "metrics_from")
    @classmethod
    def _networks(cls, value: str) -> str:
        names = _separated(value)
        for name in names:
            try:
                ip_network(name)
            except ValueError as error:
                raise ValueError(f"{name} is no address, and no network as 10.1.0.0/16") from error
        return ",".join(names)

    @field_validator("cors_origins")
    @classmethod
    def _cors_origins(cls, value: str) -> str:
        names = _separated(value)
        for name in names:
            if not ORIGIN.fullmatch(name):
                raise ValueError(f"{name} is no origin as https://portal.example")
        return ",".join(names)

    @field_validator("article_path")
    @classmethod
    def _article_path(cls, value: str) -> str:
        return _checked(value, {"category": "c", "slug": "s", "id": "1"})

    @field_validator("category_path")
    @classmethod
    def _category_path(cls, value: str) -> str:
        return _checked(value, {"path": "p", "slug": "s"})

    @property
    def database(self) -> str:
        path = self.data_dir.resolve() / "toasoan.db"
        # What means something in an address is escaped: a folder may be called a%20b.
        return self.database_url or URL.create("sqlite", database=str(path)).render_as_string()

    @property
    def index(self) -> str:
        return self.index_url or f"whoosh:{self.data_dir.resolve() / 'index'}"

    @property
    def media_dir(self) -> Path:
        return self.data_dir.resolve() / "media"

    @property
    def origins(self) -> frozenset[str]:
        """Other sites whose pages may ask."""
        return frozenset(_separated(self.cors_origins))

    @property
    def indexer_lock(self) -> Path:
        """Whoever holds this file's lock is the one process that writes the index."""
        return self.data_dir.resolve() / "indexer.lock"


def _separated(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


def _checked(pattern: str, names: dict[str, str]) -> str:
    """The pattern, if it begins with / and names only what can be filled in, and plainly."""
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError as error:
        raise ValueError(f"is no pattern: {error}") from error
    for _, name, form, conversion in parts:
        if name is not None and (name not in names or form or conversion):
            allowed = ", ".join("{" + one + "}" for one in names)
            raise ValueError(f"may hold only {allowed}")
    if not pattern.format(**names).startswith("/"):
        raise ValueError("must begin with /")
    return pattern
