"""ballots of all methods, and secret ones"""

import sqlalchemy as sa
from alembic import op

revision = "s1b1"
down_revision = "d1a1"
branch_labels = None
depends_on = None

OLD_CHECK, NEW_CHECK = "a_vote_has_its_reason", "a_single_vote_has_its_reason"


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("rounds") as table:
        table.add_column(sa.Column("is_secret", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("highest_score", sa.Integer(), server_default="5", nullable=False))
    with op.batch_alter_table("ballots") as table:
        table.alter_column("seat_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("key_hash", sa.LargeBinary(), nullable=True))
        table.drop_constraint(op.f(f"ck_ballots_{OLD_CHECK}"), type_="check")
        table.create_check_constraint(
            op.f(f"ck_ballots_{NEW_CHECK}"), "reason <> '' OR is_abstention OR story_id IS NULL"
        )
        table.create_check_constraint(op.f("ck_ballots_a_seat_or_a_key"), "(seat_id IS NULL) = (key_hash IS NOT NULL)")
        table.create_unique_constraint(op.f("uq_ballots_key_hash_turn"), ["key_hash", "turn"])
    op.create_table(
        "ballot_marks",
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ballot_id"], ["ballots.id"], name=op.f("fk_ballot_marks_ballot_id_ballots"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_ballot_marks_story_id_stories"), ondelete="CASCADE"
        ),
        sa.CheckConstraint("mark >= 0", name=op.f("ck_ballot_marks_no_mark_below_nought")),
        sa.PrimaryKeyConstraint("ballot_id", "story_id", name=op.f("pk_ballot_marks")),
    )
    op.create_index(op.f("ix_ballot_marks_story_id"), "ballot_marks", ["story_id"])
    op.create_table(
        "comparisons",
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("low_id", sa.Integer(), nullable=False),
        sa.Column("high_id", sa.Integer(), nullable=False),
        sa.Column("better_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ballot_id"], ["ballots.id"], name=op.f("fk_comparisons_ballot_id_ballots"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["low_id"], ["stories.id"], name=op.f("fk_comparisons_low_id_stories"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["high_id"], ["stories.id"], name=op.f("fk_comparisons_high_id_stories"), ondelete="CASCADE"
        ),
        sa.CheckConstraint("low_id < high_id", name=op.f("ck_comparisons_one_row_for_a_pair")),
        sa.CheckConstraint(
            "better_id IS NULL OR better_id = low_id OR better_id = high_id",
            name=op.f("ck_comparisons_the_better_is_one_of_the_two"),
        ),
        sa.PrimaryKeyConstraint("ballot_id", "low_id", "high_id", name=op.f("pk_comparisons")),
    )
    for column in ("low_id", "high_id"):
        op.create_index(op.f(f"ix_comparisons_{column}"), "comparisons", [column])
    op.create_table(
        "seat_turns",
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seats.id"], name=op.f("fk_seat_turns_seat_id_seats"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seat_id", "turn", name=op.f("pk_seat_turns")),
    )


def downgrade() -> None:
    """Go down; ballots that the older shape cannot hold, without a seat or without one story, are left out."""
    op.drop_table("seat_turns")
    op.drop_table("comparisons")
    op.drop_table("ballot_marks")
    op.execute("DELETE FROM ballots WHERE seat_id IS NULL OR (story_id IS NULL AND NOT is_abstention)")
    with op.batch_alter_table("ballots") as table:
        table.drop_constraint(op.f("uq_ballots_key_hash_turn"), type_="unique")
        table.drop_constraint(op.f("ck_ballots_a_seat_or_a_key"), type_="check")
        table.drop_constraint(op.f(f"ck_ballots_{NEW_CHECK}"), type_="check")
        table.create_check_constraint(op.f(f"ck_ballots_{OLD_CHECK}"), "reason <> '' OR is_abstention")
        table.drop_column("key_hash")
        table.alter_column("seat_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("rounds") as table:
        table.drop_column("highest_score")
        table.drop_column("is_secret")
