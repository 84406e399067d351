"""what members of panels say they have learnt"""

import sqlalchemy as sa
from alembic import op

revision = "f7a2"
down_revision = "b7a4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("panel_members") as table:
        table.add_column(sa.Column("skills", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    """Go down; what members said of themselves goes with it."""
    with op.batch_alter_table("panel_members") as table:
        table.drop_column("skills")
