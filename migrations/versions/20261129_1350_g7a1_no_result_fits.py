"""that no result fits is confirmed, refused or not said, with what the module had suggested"""

import sqlalchemy as sa
from alembic import op

revision = "g7a1"
down_revision = "d7a2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up; whoever only said that a story was read has said nothing of results."""
    with op.batch_alter_table("coded_stories") as batch:
        batch.alter_column("is_unplanned", existing_type=sa.Boolean(), nullable=True)
        batch.add_column(sa.Column("score", sa.Double(), nullable=True))
    op.execute("UPDATE coded_stories SET is_unplanned = NULL WHERE NOT is_unplanned")


def downgrade() -> None:
    """Go down; that a result does fit becomes that the story was read."""
    op.execute("UPDATE coded_stories SET is_unplanned = false WHERE is_unplanned IS NULL")
    with op.batch_alter_table("coded_stories") as batch:
        batch.drop_column("score")
        batch.alter_column("is_unplanned", existing_type=sa.Boolean(), nullable=False)
