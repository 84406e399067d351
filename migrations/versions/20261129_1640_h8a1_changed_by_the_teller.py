"""words that a teller changes after sending"""

import sqlalchemy as sa
from alembic import op

revision = "h8a1"
down_revision = "d8b1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("stories", sa.Column("reworded_on", sa.Date(), nullable=True))
    op.create_table(
        "rewordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("original_version", sa.Integer(), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("former_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("was_approved", sa.Boolean(), nullable=False),
        sa.Column("reworded_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "(text_version = 0) = (former_sealed IS NULL)", name=op.f("ck_rewordings_former_text_is_kept")
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_rewordings_story_id_stories"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rewordings")),
        sa.UniqueConstraint("story_id", "original_version", name=op.f("uq_rewordings_story_id_original_version")),
    )
    op.create_index(op.f("ix_rewordings_story_id"), "rewordings", ["story_id"])
    op.create_table(
        "kept_wordings",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("rewording_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_kept_wordings_round_id_rounds"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_kept_wordings_story_id_stories"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["rewording_id"], ["rewordings.id"], name=op.f("fk_kept_wordings_rewording_id_rewordings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("round_id", "story_id", name=op.f("pk_kept_wordings")),
    )  # fmt: skip
    op.create_index(op.f("ix_kept_wordings_story_id"), "kept_wordings", ["story_id"])
    op.create_index(op.f("ix_kept_wordings_rewording_id"), "kept_wordings", ["rewording_id"])


def downgrade() -> None:
    """Go down. A text whose teller has changed the words rests as one that still tells who somebody is."""
    op.execute(
        "UPDATE stories SET text_objected_on = reworded_on WHERE reworded_on IS NOT NULL AND text_objected_on IS NULL"
    )
    op.drop_table("kept_wordings")
    op.drop_table("rewordings")
    op.drop_column("stories", "reworded_on")
