"""joint decisions of readers who differ"""

import sqlalchemy as sa
from alembic import op

revision = "c3a2"
down_revision = "p5a3"
branch_labels = None
depends_on = None

INDEXED = ("organisation_id", "programme_id", "story_id", "theme_id")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "joint_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("fits", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("first_state", sa.String(length=40), nullable=False),
        sa.Column("first_by_id", sa.Integer(), nullable=True),
        sa.Column("first_as", sa.String(length=40), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_state <> 'SUGGESTED'", name=op.f("ck_joint_decisions_two_had_decided")),
        sa.CheckConstraint("first_as <> 'MODEL'", name=op.f("ck_joint_decisions_the_model_never_decides")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_joint_decisions_with_a_reason")),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_joint_decisions_story_id_stories"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], name=op.f("fk_joint_decisions_theme_id_themes"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["first_by_id"], ["accounts.id"], name=op.f("fk_joint_decisions_first_by_id_accounts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["accounts.id"], name=op.f("fk_joint_decisions_written_by_id_accounts"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_joint_decisions_programme_id_programmes"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_joint_decisions_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_decisions")),
        sa.UniqueConstraint("story_id", "theme_id", name=op.f("uq_joint_decisions_story_id_theme_id")),
    )  # fmt: skip
    for column in INDEXED:
        op.create_index(op.f(f"ix_joint_decisions_{column}"), "joint_decisions", [column])


def downgrade() -> None:
    """Go down."""
    for column in reversed(INDEXED):
        op.drop_index(op.f(f"ix_joint_decisions_{column}"), "joint_decisions")
    op.drop_table("joint_decisions")
