"""Synonyms, with the abbreviations that every newsroom uses, and counts of searches."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DEFAULTS = (
    ("UBND", "ủy ban nhân dân"),
    ("HĐND", "hội đồng nhân dân"),
    ("MTTQ", "Mặt trận Tổ quốc"),
    ("BTCTW", "Ban Tổ chức Trung ương"),
    ("ĐBQH", "đại biểu Quốc hội"),
    ("CSGT", "cảnh sát giao thông"),
    ("THPT", "trung học phổ thông"),
    ("TP.HCM", "thành phố Hồ Chí Minh"),
    ("XHCN", "xã hội chủ nghĩa"),
    ("BHXH", "bảo hiểm xã hội"),
)


def upgrade() -> None:
    synonym = op.create_table(
        "synonym",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("one_way_to", sa.String(100), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym")),
        sqlite_autoincrement=True,
    )
    op.bulk_insert(synonym, [{"terms": list(terms)} for terms in DEFAULTS])
    op.create_table(
        "search_count",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("query", sa.String(100), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("nothing_found", sa.Integer(), nullable=False),
        sa.CheckConstraint("asked >= 1", name=op.f("ck_search_count_asked_at_least_once")),
        sa.CheckConstraint(
            "nothing_found BETWEEN 0 AND asked", name=op.f("ck_search_count_no_more_than_asked")
        ),
        sa.PrimaryKeyConstraint("day", "query", name=op.f("pk_search_count")),
    )
