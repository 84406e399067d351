"""whether a programme reports only what two people have read"""

import sqlalchemy as sa
from alembic import op

revision = "s1c2"
down_revision = "bd02"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("programmes") as table:
        table.add_column(sa.Column("needs_two_readings", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("programmes") as table:
        table.drop_column("needs_two_readings")
