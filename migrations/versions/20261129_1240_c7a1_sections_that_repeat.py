"""sections of the form that are asked more than once, and which time an answer belongs to"""

import sqlalchemy as sa
from alembic import op

revision = "c7a1"
down_revision = "d7a1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up: whatever was answered before was asked once."""
    op.add_column("form_sections", sa.Column("repeats", sa.JSON(), nullable=True))
    with op.batch_alter_table("answers") as table:
        table.add_column(sa.Column("occasion", sa.Integer(), server_default="0", nullable=False))
        table.drop_constraint("pk_answers", type_="primary")
        table.create_primary_key("pk_answers", ["story_id", "question_id", "occasion"])
        table.create_check_constraint(op.f("ck_answers_occasion_counts_from_nought"), "occasion >= 0")


def downgrade() -> None:
    """Go down; of what was answered several times the first answer stays."""
    op.execute("DELETE FROM answers WHERE occasion > 0")
    with op.batch_alter_table("answers") as table:
        table.drop_constraint(op.f("ck_answers_occasion_counts_from_nought"), type_="check")
        table.drop_constraint("pk_answers", type_="primary")
        table.drop_column("occasion")
        table.create_primary_key("pk_answers", ["story_id", "question_id"])
    with op.batch_alter_table("form_sections") as table:
        table.drop_column("repeats")
