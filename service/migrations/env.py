"""What Alembic runs: by `service.migrations.upgrade`, or from its own command line."""

from typing import Any

from alembic import context
from sqlalchemy import Connection, String
from sqlmodel import AutoString, SQLModel

import service.content  # noqa: F401  (declares all tables)
from service.content.times import UtcDateTime


def _render(kind: str, item: Any, _context: object) -> Any:
    """A revision must not change when the code does, so that it names plain types only."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime()"
    if isinstance(item, String | AutoString):  # the sets of values are texts too
        length = getattr(getattr(item, "impl", item), "length", None)
        return "sa.String()" if length is None else f"sa.String({length})"
    return False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=_render,
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _main() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        _run(given)
        return
    from service.migrations import connected
    from service.settings import Settings

    with connected(Settings().database) as connection:
        _run(connection)


_main()
