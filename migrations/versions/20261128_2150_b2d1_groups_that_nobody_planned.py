"""groups that nobody planned"""

import sqlalchemy as sa
from alembic import op

revision = "b2d1"
down_revision = "b7e2"
branch_labels = None
depends_on = None

INDEXED = ("organisation_id", "programme_id", "theme_id", "result_id")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "unplanned_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("phrases", sa.JSON(), nullable=False),
        sa.Column("novelty", sa.Double(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("n_stories", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("result_id", sa.Integer(), nullable=True),
        sa.Column("particular_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "theme_id IS NULL OR result_id IS NULL", name=op.f("ck_unplanned_groups_about_one_thing")
        ),
        sa.CheckConstraint(
            "(state = 'PUT_ASIDE') = (reason IS NOT NULL)", name=op.f("ck_unplanned_groups_put_aside_with_a_reason")
        ),
        sa.CheckConstraint(
            "(state = 'OPEN') = (decided_at IS NULL)", name=op.f("ck_unplanned_groups_decided_at_a_time")
        ),
        sa.CheckConstraint("novelty BETWEEN 0 AND 1", name=op.f("ck_unplanned_groups_novelty_is_a_share")),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], name=op.f("fk_unplanned_groups_theme_id_themes"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["result_id"], ["social_results.id"], name=op.f("fk_unplanned_groups_result_id_social_results"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["particular_id"], ["particular_wordings.id"],
            name=op.f("fk_unplanned_groups_particular_id_particular_wordings"), ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["accounts.id"], name=op.f("fk_unplanned_groups_decided_by_id_accounts"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_unplanned_groups_programme_id_programmes"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_unplanned_groups_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unplanned_groups")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    for column in INDEXED:
        op.create_index(op.f(f"ix_unplanned_groups_{column}"), "unplanned_groups", [column])
    op.create_table(
        "grouped_stories",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("nearness", sa.Integer(), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["unplanned_groups.id"], name=op.f("fk_grouped_stories_group_id_unplanned_groups"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_grouped_stories_story_id_stories"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "story_id", name=op.f("pk_grouped_stories")),
    )  # fmt: skip
    op.create_index(op.f("ix_grouped_stories_story_id"), "grouped_stories", ["story_id"])


def downgrade() -> None:
    """Go down."""
    op.drop_index(op.f("ix_grouped_stories_story_id"), "grouped_stories")
    op.drop_table("grouped_stories")
    for column in reversed(INDEXED):
        op.drop_index(op.f(f"ix_unplanned_groups_{column}"), "unplanned_groups")
    op.drop_table("unplanned_groups")
