"""long lists are dealt out in shares"""

import sqlalchemy as sa
from alembic import op

revision = "d7a1"
down_revision = "f7a1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("rounds") as batch:
        batch.add_column(sa.Column("readers", sa.Integer(), nullable=False, server_default="0"))
        batch.create_check_constraint(op.f("ck_rounds_readers_counted_from_nought"), "readers >= 0")
    with op.batch_alter_table("seats") as batch:
        batch.add_column(sa.Column("is_away", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "shares",
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("is_read", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_shares_seat_id_seats"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_shares_story_id_stories"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seat_id", "story_id", name=op.f("pk_shares")),
    )
    op.create_index(op.f("ix_shares_story_id"), "shares", ["story_id"])


def downgrade() -> None:
    """Go down."""
    op.drop_table("shares")
    with op.batch_alter_table("seats") as batch:
        batch.drop_column("is_away")
    with op.batch_alter_table("rounds") as batch:
        batch.drop_constraint(op.f("ck_rounds_readers_counted_from_nought"), type_="check")
        batch.drop_column("readers")
