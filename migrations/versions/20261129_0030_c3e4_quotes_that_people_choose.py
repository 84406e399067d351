"""quotes that people choose"""

import sqlalchemy as sa
from alembic import op

revision = "c3e4"
down_revision = "b2d1"
branch_labels = None
depends_on = None

INDEXED = ("organisation_id", "programme_id", "story_id", "theme_id", "result_id")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "chosen_quotes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("result_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("chosen_by_id", sa.Integer(), nullable=True),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("theme_id IS NULL OR result_id IS NULL", name=op.f("ck_chosen_quotes_about_one_thing")),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_chosen_quotes_story_id_stories"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], name=op.f("fk_chosen_quotes_theme_id_themes"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["result_id"], ["social_results.id"], name=op.f("fk_chosen_quotes_result_id_social_results"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["chosen_by_id"], ["accounts.id"], name=op.f("fk_chosen_quotes_chosen_by_id_accounts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_chosen_quotes_programme_id_programmes"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_chosen_quotes_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chosen_quotes")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    for column in INDEXED:
        op.create_index(op.f(f"ix_chosen_quotes_{column}"), "chosen_quotes", [column])


def downgrade() -> None:
    """Go down."""
    for column in reversed(INDEXED):
        op.drop_index(op.f(f"ix_chosen_quotes_{column}"), "chosen_quotes")
    op.drop_table("chosen_quotes")
