"""rounds with readers from outside"""

import sqlalchemy as sa
from alembic import op

revision = "b7a3"
down_revision = "b7a2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up; nobody has said so of a round that stands already."""
    op.add_column("rounds", sa.Column("is_outside", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Go down."""
    op.drop_column("rounds", "is_outside")
