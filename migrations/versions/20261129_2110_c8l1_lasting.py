"""asking the same teller again after months"""

import sqlalchemy as sa
from alembic import op

revision = "c8l1"
down_revision = "c8o1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("programmes") as table:
        table.add_column(sa.Column("lasting_months", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "lasting_answers",
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("lasted", sa.String(), nullable=False),
        sa.Column("ratings", sa.JSON(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_lasting_answers_story_id_stories"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("story_id", name=op.f("pk_lasting_answers")),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("lasting_answers")
    with op.batch_alter_table("programmes") as table:
        table.drop_column("lasting_months")
