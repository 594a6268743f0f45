"""How often an entry that cannot be indexed was tried, and why it cannot."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "indexing_failure",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ended_process", sa.Boolean(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_indexing_failure_tries_are_counted_up")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_indexing_failure")),
    )
