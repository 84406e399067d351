"""rounds that rest, and choices that a youth panel refused before another vote"""

import sqlalchemy as sa
from alembic import op

revision = "d7a2"
down_revision = "f7a2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("rounds") as batch:
        batch.add_column(sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_check_constraint(
            op.f("ck_rounds_a_pause_has_begun"), "(state = 'PAUSED') = (paused_at IS NOT NULL)"
        )
    with op.batch_alter_table("rooms") as batch:
        batch.drop_column("is_paused")
    op.create_table(
        "refused_choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("joint_reason", sa.String(), nullable=False),
        sa.Column("refused_because", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("refused_because <> ''", name=op.f("ck_refused_choices_a_refusal_has_its_reason")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_refused_choices_round_id_rounds"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_choices")),
        sa.UniqueConstraint("round_id", "turn", name=op.f("uq_refused_choices_round_id_turn")),
    )
    op.create_index(op.f("ix_refused_choices_round_id"), "refused_choices", ["round_id"])
    op.create_table(
        "refused_stories",
        sa.Column("refused_id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["refused_id"],
            ["refused_choices.id"],
            name=op.f("fk_refused_stories_refused_id_refused_choices"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_refused_stories_story_id_stories"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("refused_id", "story_id", name=op.f("pk_refused_stories")),
    )
    op.create_index(op.f("ix_refused_stories_story_id"), "refused_stories", ["story_id"])


def downgrade() -> None:
    """Go down: a round that rests is open again."""
    op.drop_table("refused_stories")
    op.drop_table("refused_choices")
    with op.batch_alter_table("rooms") as batch:
        batch.add_column(sa.Column("is_paused", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("rounds") as batch:
        batch.drop_constraint(op.f("ck_rounds_a_pause_has_begun"), type_="check")
        batch.drop_column("paused_at")
    op.execute("UPDATE rounds SET state = 'OPEN' WHERE state = 'PAUSED'")
