"""which language a help line answers in"""

import sqlalchemy as sa
from alembic import op

revision = "b7a1"
down_revision = "r4a1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up; of lines that stand already nobody has said."""
    op.add_column("helplines", sa.Column("spoken", sa.String(40), server_default="UNSAID", nullable=False))


def downgrade() -> None:
    """Go down; the lines stay."""
    with op.batch_alter_table("helplines") as table:
        table.drop_column("spoken")
