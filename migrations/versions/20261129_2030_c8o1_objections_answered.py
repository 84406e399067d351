"""whether somebody has answered a teller who objected to the text"""

import sqlalchemy as sa
from alembic import op

revision = "c8o1"
down_revision = "s1c2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("stories", sa.Column("objection_answered_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Go down. What was answered waits for a reader again: the objection itself stays."""
    op.drop_column("stories", "objection_answered_on")
