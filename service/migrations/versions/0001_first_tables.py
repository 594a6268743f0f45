"""The first tables, and the one row of the site."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(100), nullable=False),
        sa.Column("display_name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("invitation_hash", sa.String(64), nullable=True),
        sa.Column("invitation_expires_at", sa.DateTime(), nullable=True),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("invitation_hash", name=op.f("uq_account_invitation_hash")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
    )
    op.create_table(
        "category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_category_not_its_own_parent")),
        sa.ForeignKeyConstraint(["parent_id"], ["category.id"], name=op.f("fk_category_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("slug", name=op.f("uq_category_slug")),
    )
    op.create_index(op.f("ix_category_parent_id"), "category", ["parent_id"])

    op.create_table(
        "cited_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cited_document")),
        sa.UniqueConstraint("number", name=op.f("uq_cited_document_number")),
    )
    op.create_table(
        "image",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(1000), nullable=False),
        sa.Column("placeholder", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["account.id"], name=op.f("fk_image_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_image")),
    )
    op.create_index(op.f("ix_image_name"), "image", ["name"])

    op.create_table(
        "link_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_group")),
    )
    op.create_table(
        "outbox",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("lane", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_done", "outbox", ["done_at"])
    op.create_index("ix_outbox_lane", "outbox", ["lane", "done_at", "seq"])

    op.create_table(
        "tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(200), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("spelling", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("slug", name=op.f("uq_tag_slug")),
        sa.UniqueConstraint("spelling", name=op.f("uq_tag_spelling")),
    )
    op.create_index(op.f("ix_tag_name_key"), "tag", ["name_key"])

    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_api_token_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    op.create_index(op.f("ix_api_token_account_id"), "api_token", ["account_id"])

    op.create_table(
        "entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("trashed_from", sa.String(20), nullable=True),
        sa.Column("public_from", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("view_count", sa.Integer(), nullable=False),
        sa.Column("posted_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("import_key", sa.String(64), nullable=True),
        sa.CheckConstraint("version >= 1", name=op.f("ck_entry_version_counts_from_one")),
        sa.CheckConstraint("view_count >= 0", name=op.f("ck_entry_views_are_counted_up")),
        sa.ForeignKeyConstraint(
            ["posted_by_id"], ["account.id"], name=op.f("fk_entry_posted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["updated_by_id"], ["account.id"], name=op.f("fk_entry_updated_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("import_key", name=op.f("uq_entry_import_key")),
    )
    op.create_index("ix_entry_kind_state", "entry", ["kind", "state"])
    op.create_index(op.f("ix_entry_posted_by_id"), "entry", ["posted_by_id"])
    op.create_index("ix_entry_views", "entry", ["kind", "view_count", "id"])

    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("visible_from", sa.DateTime(), nullable=True),
        sa.Column("visible_until", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["link_group.id"], name=op.f("fk_link_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
    )
    op.create_index(op.f("ix_link_group_id"), "link", ["group_id"])

    op.create_table(
        "session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_session_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_session_token_hash")),
    )
    op.create_index(op.f("ix_session_account_id"), "session", ["account_id"])

    op.create_table(
        "site",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("slogan", sa.String(500), nullable=True),
        sa.Column("base_url", sa.String(500), nullable=True),
        sa.Column("default_category_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_site_only_one_site")),
        sa.ForeignKeyConstraint(
            ["default_category_id"], ["category.id"], name=op.f("fk_site_default_category_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
    )
    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("visible_from", sa.DateTime(), nullable=True),
        sa.Column("visible_until", sa.DateTime(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("slug", sa.String(200), nullable=False),
        sa.Column("title", sa.String(1000), nullable=False),
        sa.Column("title_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("cover_id", sa.Integer(), nullable=True),
        sa.Column("byline", sa.String(200), nullable=True),
        sa.Column("lead", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("plain_text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_article_category_id")
        ),
        sa.ForeignKeyConstraint(["cover_id"], ["image.id"], name=op.f("fk_article_cover_id")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_article_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("entry_id", "stage", name=op.f("uq_article_entry_id_stage")),
    )
    op.create_index("ix_article_category", "article", ["category_id", "published_at", "entry_id"])
    op.create_index(op.f("ix_article_cover_id"), "article", ["cover_id"])
    op.create_index(
        "ix_article_newest",
        "article",
        ["published_at", "entry_id", "stage", "visible_from", "visible_until", "category_id"],
    )
    op.create_index("ix_article_slug", "article", ["slug"])
    op.create_index("ix_article_title", "article", ["title_key", "entry_id"])
    op.create_index("ix_article_updated", "article", ["updated_at", "entry_id"])

    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("changed_fields", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_revision_by_id")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_revision_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("entry_id", "version", name=op.f("uq_revision_entry_id_version")),
    )
    op.create_table(
        "slug_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("slug", sa.String(200), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("public_from", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(entry_id IS NULL) <> (category_id IS NULL)",
            name=op.f("ck_slug_history_belongs_to_one_thing"),
        ),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["category.id"],
            name=op.f("fk_slug_history_category_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_slug_history_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slug_history")),
        sa.UniqueConstraint("kind", "slug", name=op.f("uq_slug_history_kind_slug")),
    )
    op.create_index("ix_slug_history_category", "slug_history", ["category_id"])
    op.create_index("ix_slug_history_entry", "slug_history", ["entry_id"])

    op.create_table(
        "article_image",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("image_id", sa.Integer(), nullable=False),
        sa.Column("caption", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["article.id"],
            name=op.f("fk_article_image_edition_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["image_id"], ["image.id"], name=op.f("fk_article_image_image_id")),
        sa.PrimaryKeyConstraint("edition_id", "position", name=op.f("pk_article_image")),
    )
    op.create_index(op.f("ix_article_image_image_id"), "article_image", ["image_id"])

    op.create_table(
        "article_tag",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["article.id"],
            name=op.f("fk_article_tag_edition_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_article_tag_tag_id")),
        sa.PrimaryKeyConstraint("edition_id", "position", name=op.f("pk_article_tag")),
    )
    op.create_index(op.f("ix_article_tag_tag_id"), "article_tag", ["tag_id"])
    op.execute("INSERT INTO site (id, name) VALUES (1, 'Toasoan')")
