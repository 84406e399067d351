"""rounds in one room, and what voters expect of the others"""

import sqlalchemy as sa
from alembic import op

revision = "p5a4"
down_revision = "l3a2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "rooms",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=True),
        sa.Column("code_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("code_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("timer_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(code_hash IS NULL) = (code_ends_at IS NULL)", name=op.f("ck_rooms_a_code_ends")),
        sa.CheckConstraint("place >= 0", name=op.f("ck_rooms_counted_from_one")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_rooms_round_id_rounds"), ondelete="CASCADE"),
        sa.UniqueConstraint("code_hash", name=op.f("uq_rooms_code_hash")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_rooms")),
    )
    op.create_table(
        "expectations",
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seats.id"], name=op.f("fk_expectations_seat_id_seats"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_expectations_story_id_stories"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seat_id", "turn", name=op.f("pk_expectations")),
    )
    op.create_index(op.f("ix_expectations_story_id"), "expectations", ["story_id"])


def downgrade() -> None:
    """Go down."""
    op.drop_table("expectations")
    op.drop_table("rooms")
