"""memos of coders"""

import sqlalchemy as sa
from alembic import op

revision = "c3a1"
down_revision = "f4a1"
branch_labels = None
depends_on = None

INDEXED = ("organisation_id", "programme_id", "story_id", "theme_id")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "memos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("text_version", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("written_as", sa.String(length=40), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("written_as <> 'MODEL'", name=op.f("ck_memos_a_person_thinks")),
        sa.CheckConstraint(
            '(start IS NULL) = ("end" IS NULL) AND (start IS NULL) = (text_version IS NULL)'
            " AND (start IS NULL OR story_id IS NOT NULL)",
            name=op.f("ck_memos_a_place_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], name=op.f("fk_memos_theme_id_themes"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_memos_story_id_stories"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["accounts.id"], name=op.f("fk_memos_author_id_accounts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_memos_programme_id_programmes"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_memos_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memos")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    for column in INDEXED:
        op.create_index(op.f(f"ix_memos_{column}"), "memos", [column])


def downgrade() -> None:
    """Go down."""
    for column in reversed(INDEXED):
        op.drop_index(op.f(f"ix_memos_{column}"), "memos")
    op.drop_table("memos")
