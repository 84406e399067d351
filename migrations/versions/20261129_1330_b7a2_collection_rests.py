"""programmes that collect nothing for want of safeguarding leads"""

import sqlalchemy as sa
from alembic import op

revision = "b7a2"
down_revision = "e7a3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up; what is open now stays open until somebody's role changes."""
    op.add_column("programmes", sa.Column("is_short_of_leads", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Go down."""
    op.drop_column("programmes", "is_short_of_leads")
