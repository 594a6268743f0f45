"""How tables name what belongs to them, so that every database and every migration agree.

Imported before any entity: a table takes its names from here when it is declared.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import Enum
from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


def one_of(values: type[StrEnum]) -> Any:
    """The type of a column that holds one of these values, as a text.

    Not an ENUM of the database's own: a new value would have to change that type.
    """
    return Enum(
        values,
        native_enum=False,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )
